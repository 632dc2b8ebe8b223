package gui

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
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
	others := hiddenIn(r) || slices.ContainsFunc(r.Annotators, func(b job.Brought) bool { return b.Annotator != w.session.Annotator() })
	if r.Clean() && len(r.Schema) == 0 && !others {
		w.Say(summary)
		return
	}
	var s *sheet
	report := w.reportOf(summary, r, func(who model.Annotator) {
		s.close()
		w.showWorkOf(who, open)
	})
	s = w.tell("What the import brought", report, fyne.NewSize(640, 520))
}

// showWorkOf makes somebody the one who works, at the first of these documents
// that they annotated.
func (w *Window) showWorkOf(who model.Annotator, documents []model.DocumentID) {
	w.switchAnnotator(who)
	for _, d := range w.session.Documents() {
		if d.Set(who).Annotations > 0 && slices.Contains(documents, d.ID) {
			w.space.openDocument(d.ID)
			return
		}
	}
}

func importSummary(r job.ImportResult) string {
	parts := []string{count(len(r.Added), "document") + " added"}
	if n := len(r.Existing); n > 0 {
		parts = append(parts, fmt.Sprintf("%d there already", n))
	}
	if n := len(r.InBin); n > 0 {
		parts = append(parts, fmt.Sprintf("%d in the bin", n))
	}
	if r.Annotations > 0 {
		parts = append(parts, count(r.Annotations, "annotation")+" added")
	}
	if n := len(r.Rejected); n > 0 {
		parts = append(parts, fmt.Sprintf("%d not taken", n))
	}
	return strings.Join(parts, ", ") + "."
}

// reportOf lists whose annotations an import brought, what it could not take,
// what was lost and what was taken for granted. show is told whose work is to be
// shown.
func (w *Window) reportOf(summary string, r job.ImportResult, show func(model.Annotator)) fyne.CanvasObject {
	list := ui.Column(6, ui.NewText(summary, ui.Prose))
	w.addBrought(list, r.Annotators, show)
	if hiddenIn(r) {
		list.Add(section(list, whoseTitle))
		list.Add(ui.NewText("Annotations came under other names than yours, and are hidden from you while you annotate: Project › People… says who "+
			"sees them. To take those without a name as yours, undo the import and write your name "+importChoices, ui.Prose))
	}
	addLines(list, "Not taken", w.inWindowAll(rejections(r.Rejected)))
	w.addLosses(list, "Lost", r.Losses)
	addLines(list, "New in the schema", additions(r.Schema))
	addLines(list, "Taken for granted", w.inWindowAll(w.assumptions(r.Assumed)))
	return list
}

// whoseTitle is the heading above whose annotations came.
const whoseTitle = "Whose annotations came"

// hiddenIn reports whether an import brought annotations of people of whom the
// one who imports is told nothing.
func hiddenIn(r job.ImportResult) bool {
	told := 0
	for _, b := range r.Annotators {
		told += b.Annotations
	}
	return told < r.Annotations
}

// addBrought lists whose annotations came, each with a button that shows them.
func (w *Window) addBrought(list *fyne.Container, brought []job.Brought, show func(model.Annotator)) {
	if len(brought) == 0 {
		return
	}
	list.Add(section(list, whoseTitle))
	for i, b := range brought {
		if i == mostLines {
			list.Add(ui.NewText(fmt.Sprintf("… and %d more.", len(brought)-i), ui.Small))
			return
		}
		text := fmt.Sprintf("%s: %s in %s", b.Annotator, count(b.Annotations, "annotation"), count(b.Documents, "document"))
		switch b.Annotator {
		case w.session.Annotator():
			list.Add(ui.NewText(text+". That is you.", ui.Plain))
		case model.Gold:
			list.Add(ui.NewText(text+". The review shows them.", ui.Plain))
		default:
			button := ui.NewButton(ui.Quiet, "Show "+string(b.Annotator)+"’s", func() { show(b.Annotator) })
			list.Add(ui.Between(ui.NewText(text+".", ui.Plain), button))
		}
	}
}

// inWindowAll returns lines of a report in the words of the window.
func (w *Window) inWindowAll(lines []string) []string {
	for i := range lines {
		lines[i] = w.inWindow(lines[i])
	}
	return lines
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
		line := strings.ReplaceAll(a.Kind, "_", " ") + " “" + a.Name + "”"
		if a.Like != "" {
			line += fmt.Sprintf(": there is “%s” already. To have one of them, undo the import and write %s=%s under “%s” %s",
				a.Like, a.Name, a.Like, fieldLabels, importChoices)
		}
		lines = append(lines, line)
	}
	return lines
}

func (w *Window) assumptions(assumed []format.Assumption) []string {
	var lines []string
	together, files := format.Together(assumed)
	for i, a := range together {
		if i == mostLines {
			return append(lines, fmt.Sprintf("… and %d more.", len(together)-i))
		}
		parts := []string{w.formatName(a.Format)}
		unit := ""
		if a.Unit != "" && a.Unit != format.Auto {
			unit = "offsets in " + a.Unit.Title()
		}
		for _, p := range []string{a.Encoding, unit, a.Note} {
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
