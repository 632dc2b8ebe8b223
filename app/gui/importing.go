package gui

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/model"
	"dragoman/storage/format"
)

func (w *Window) chooseFile() {
	w.browse(browse{title: "Import files", verb: "Import", extensions: w.readable(), several: true, done: w.importPaths})
}

func (w *Window) chooseFolder() {
	w.browse(browse{
		title: "Import a folder with all that is in it", verb: "Import", extensions: w.readable(), folders: true,
		done: w.importPaths,
	})
}

// readable returns the extensions of all formats that can be read.
func (w *Window) readable() []string {
	var extensions []string
	for _, f := range w.deps.Formats {
		if f.Read != nil {
			extensions = append(extensions, f.Extensions...)
		}
	}
	return extensions
}

// importPaths imports files and folders and says what came of it.
func (w *Window) importPaths(paths []string) {
	opt := w.importOptions()
	opt.Paths = paths
	w.importWith(opt)
}

func (w *Window) importWith(opt job.ImportOptions) {
	writer := w.opened.Writer
	work(w, "Importing", func(ctx context.Context, p *progress) (job.ImportResult, error) {
		return job.Import(ctx, writer, opt, p)
	}, w.imported)
}

// pasteArticle shows a field with what the clipboard holds, to be imported as
// an article.
func (w *Window) pasteArticle() {
	title, source := w.field("The first line of the text", ""), w.field("An agency, a newspaper, an address", "")
	text := w.area("Paste the text of the article here", w.app.Clipboard().Content())
	text.SetMinRowsVisible(12)
	var s *sheet
	take := ui.NewButton(ui.Primary, "Add the article", func() {
		if strings.TrimSpace(text.Text) == "" {
			w.Fail(fmt.Errorf("there is no text: paste the article first"))
			return
		}
		s.close()
		writer, by := w.opened.Writer, w.session.Annotator()
		work(w, "Adding the article", func(ctx context.Context, _ *progress) (job.ImportResult, error) {
			return job.Paste(ctx, writer, text.Text, strings.TrimSpace(title.Text), strings.TrimSpace(source.Text), by)
		}, w.imported)
	})
	content := ui.Frame(nil, form(named("Title", title), named("Source", source)), nil, nil,
		ui.Frame(ui.NewText("Text", ui.Caption), ui.Gap(1, 8), nil, nil, text))
	s = w.openSheet("Paste an article", content, fyne.NewSize(640, 560), "Cancel", take)
	w.win.Canvas().Focus(text)
}

// imported shows what an import brought. A clean one is a line in the status
// bar; all else is a report.
func (w *Window) imported(r job.ImportResult) {
	if w.session == nil {
		return
	}
	if err := w.session.Refresh(w.ctx); err != nil {
		w.Fail(err)
		return
	}
	open := append(append([]model.DocumentID{}, r.Added...), r.Existing...)
	if len(open) > 0 && (w.session.Desk() == nil || len(open) == 1) {
		w.space.documents.Search.SetText("") // it may hide what came
		w.space.openDocument(open[0])
	}
	summary := importSummary(r)
	if r.Clean() && len(r.Schema) == 0 {
		w.Say(summary)
		return
	}
	w.tell("What the import brought", w.reportOf(summary, r), fyne.NewSize(620, 460))
}

func importSummary(r job.ImportResult) string {
	parts := []string{count(len(r.Added), "document") + " added"}
	if n := len(r.Existing); n > 0 {
		parts = append(parts, fmt.Sprintf("%d there already", n))
	}
	if r.Annotations > 0 {
		parts = append(parts, count(r.Annotations, "annotation")+" added")
	}
	if n := len(r.Rejected); n > 0 {
		parts = append(parts, fmt.Sprintf("%d not taken", n))
	}
	return strings.Join(parts, ", ") + "."
}

// reportOf lists what an import could not take, what was lost and what was
// taken for granted.
func (w *Window) reportOf(summary string, r job.ImportResult) fyne.CanvasObject {
	list := ui.Column(6, ui.NewText(summary, ui.Prose))
	addLines(list, "Not taken", rejections(r.Rejected))
	w.addLosses(list, "Lost", r.Losses)
	addLines(list, "New in the schema", additions(r.Schema))
	addLines(list, "Taken for granted", assumptions(r.Assumed))
	return list
}

// mostLines bounds how long a part of a report is.
const mostLines = 200

func rejections(rejected []format.Rejection) []string {
	var lines []string
	for i, r := range rejected {
		if i == mostLines {
			return append(lines, fmt.Sprintf("… and %d more.", len(rejected)-i))
		}
		where := filepath.Base(r.Path)
		if r.Line > 0 {
			where += fmt.Sprintf(", line %d", r.Line)
		}
		lines = append(lines, where+": "+r.Reason)
	}
	return lines
}

func additions(added []format.SchemaAddition) []string {
	var lines []string
	for _, a := range added {
		lines = append(lines, strings.ReplaceAll(a.Kind, "_", " ")+" “"+a.Name+"”")
	}
	return lines
}

func assumptions(assumed []format.Assumption) []string {
	var lines []string
	together, files := format.Together(assumed)
	for i, a := range together {
		if i == mostLines {
			return append(lines, fmt.Sprintf("… and %d more.", len(together)-i))
		}
		parts := []string{a.Format}
		for _, p := range []string{a.Encoding, string(a.Unit), a.Note} {
			if p != "" {
				parts = append(parts, p)
			}
		}
		name := filepath.Base(a.Path)
		if files[i] > 1 {
			name = fmt.Sprintf("%d files, %s the first", files[i], name)
		}
		lines = append(lines, name+": "+strings.Join(parts, ", "))
	}
	return lines
}
