package gui

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/background"
	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/model"
	"dragoman/storage/format"
)

// exporter is the dialog that writes a dataset: what to write and how on the
// left, what comes of it on the right, before anything is written.
type exporter struct {
	w          *Window
	formats    []format.Format
	annotators []model.Annotator
	format     *ui.Select
	who        *ui.Select
	status     *ui.Select
	suggested  *ui.Select
	unit       *ui.Select
	fragments  *ui.Select
	cut        *ui.Select
	prefer     *ui.Entry
	overlaps   *ui.Select
	parts      *ui.Entry
	by         *ui.Select
	seed       *ui.Entry
	choices    *fyne.Container
	drafts     bool            // for which kind of format statuses are offered
	shown      string          // for which kinds of choices the left side is laid out
	outcome    *fyne.Container // what is left out, lost, divided, and the first record
	report     *ui.Text
	accept     *ui.Button
	sheet      *sheet
	stop       context.CancelFunc
}

func (w *Window) exportSheet() { w.openExporter() }

// openExporter opens the dialog; it returns nil where there is no format.
func (w *Window) openExporter() *exporter {
	e := &exporter{w: w, outcome: ui.Column(6), choices: ui.Column(12), report: ui.NewText("", ui.Prose)}
	titles := e.readFormats()
	if len(titles) == 0 {
		w.Say("This build knows no format to write.")
		return nil
	}
	e.makeChoices(titles)
	e.recall()
	e.accept = ui.NewButton(ui.Primary, "Choose where…", e.choosePath)
	e.accept.Key = "Ctrl Enter"
	box := ui.NewGround(ui.Paper, ui.Pad(12, 12, 14, 14, container.NewVScroll(ui.Pad(0, 0, 0, 8, e.outcome))))
	right := ui.Frame(ui.Pad(0, 10, 0, 0, e.report), nil, nil, nil, box)
	left := ui.Sized(456, 0, container.NewVScroll(ui.Pad(0, 0, 0, 12, e.choices)))
	e.sheet = w.openSheet("Export", ui.Frame(nil, nil, left, nil, ui.Pad(0, 0, 16, 0, right)), w.large(), "Cancel", e.accept)
	e.sheet.closed = e.cancel
	e.look(0)
	return e
}

// readFormats returns the names of what can be written.
func (e *exporter) readFormats() []string {
	for _, f := range byName(e.w.deps.Formats) {
		if f.Writes() {
			e.formats = append(e.formats, f)
		}
	}
	var titles []string
	for _, f := range e.formats {
		name, _ := formatTitle(f)
		titles = append(titles, name)
	}
	return titles
}

// byName sorts formats by what people call them, our own first.
func byName(formats []format.Format) []format.Format {
	return slices.SortedStableFunc(slices.Values(formats), func(a, b format.Format) int {
		nameA, _ := formatTitle(a)
		nameB, _ := formatTitle(b)
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(strings.ToLower(nameA), strings.ToLower(nameB)))
	})
}

// rank puts the format that loses nothing before the others.
func rank(f format.Format) int {
	if f.Name == "jsonl" {
		return 0
	}
	return 1
}

// formatTitle divides the title of a format into its name and what it is.
func formatTitle(f format.Format) (name, what string) {
	name, what, _ = strings.Cut(f.Title, ": ")
	return name, capital(what)
}

// chosen returns the format that is chosen.
func (e *exporter) chosen() format.Format { return e.formats[e.format.SelectedIndex()] }

// options returns what is chosen, or why that cannot be.
func (e *exporter) options() (job.ExportOptions, error) {
	status := e.statusChoice()
	opt := job.ExportOptions{
		Format: e.chosen(), Annotator: e.annotators[e.who.SelectedIndex()],
		Status: status.status, Everything: status.everything, Suggestions: e.suggested.SelectedIndex() == 1,
		Unit: unitValues[e.unit.SelectedIndex()], Cut: cutValues[e.cut.SelectedIndex()], Layers: e.layered(),
		Fragments: partValues[e.fragments.SelectedIndex()], Name: projectName(e.w.opened.Path),
	}
	if opt.Format.OneUnit {
		opt.Unit = format.Auto
	}
	if e.chooses() {
		opt.Prefer = names(e.prefer.Text)
	}
	parts := strings.TrimSpace(e.parts.Text)
	if parts == "" {
		return opt, nil
	}
	seed, err := seedOf(e.seed.Text)
	if err != nil {
		return opt, err
	}
	opt.Split, err = job.ParseSplit(parts, byValues[e.by.SelectedIndex()], seed)
	return opt, err
}

// names returns the words of a list with commas.
func names(list string) []string {
	var all []string
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			all = append(all, name)
		}
	}
	return all
}

func (e *exporter) cancel() {
	if e.stop != nil {
		e.stop()
	}
}

// outlook is what an export would write.
type outlook struct {
	options job.ExportOptions
	first   string
	result  job.ExportResult
}

// typingPause is how long the dialog waits for the next letter in a field.
const typingPause = 300 * time.Millisecond

// look works out what the export would write, without writing it, unless
// something else is chosen during the pause.
func (e *exporter) look(pause time.Duration) {
	e.layOut()
	e.cancel()
	opt, wrong := e.options()
	project := e.w.session.Reviewed()
	ctx, stop := context.WithCancel(e.w.ctx)
	e.stop = stop
	e.far(nil)
	p, over := &progress{}, false
	background.Start(e.w.deps.Runner, ctx, func(ctx context.Context) (outlook, error) {
		select {
		case <-ctx.Done():
			return outlook{}, ctx.Err()
		case <-time.After(pause):
		}
		if wrong != nil {
			return outlook{}, wrong
		}
		result, err := job.Rehearse(ctx, project, opt, p)
		if err != nil {
			return outlook{}, err
		}
		first, err := job.Preview(ctx, project, opt)
		return outlook{opt, first, result}, err
	}, func(o outlook, err error) {
		over = true
		if ctx.Err() == nil {
			e.show(o, err)
		}
	})
	watch(e.w, p, e.far, pause+progressAfter, func() bool { return over || ctx.Err() != nil })
}

// far says how far looking is; nil: it has begun.
func (e *exporter) far(now *progressState) {
	text := "Looking what will be written …"
	if now != nil && now.total > 0 {
		text = fmt.Sprintf("Looking what will be written: %d of %s", now.done, count(int(now.total), "document"))
		if now.what != "" {
			text += " · " + now.what
		}
	}
	e.report.Set(text)
}

// choosePath asks where to write, and writes.
func (e *exporter) choosePath() {
	opt, err := e.options()
	if err != nil {
		e.show(outlook{}, err)
		return
	}
	w := e.w
	project := w.session.Reviewed()
	name := projectName(w.opened.Path)
	extensions := opt.Format.Extensions
	switch {
	case opt.Folder():
		name, extensions = name+"-"+opt.Format.Name, nil
	case len(extensions) > 0 && !slices.Contains(extensions, filepath.Ext(name)):
		name += extensions[0]
	}
	e.sheet.close()
	e.remember()
	ask := browse{title: "Export to", verb: "Export", extensions: extensions, write: name, done: func(paths []string) {
		work(w, "Exporting", func(ctx context.Context, p *progress) (job.ExportResult, error) {
			return job.Export(ctx, project, paths[0], opt, p)
		}, func(r job.ExportResult) { w.exported(r, opt) })
	}}
	ask.replaces = func(path string) (string, error) { return job.Replaces(path, opt) }
	w.browse(ask)
}

func (w *Window) exported(r job.ExportResult, opt job.ExportOptions) {
	text := "Exported to " + r.Path + ": " + exportSummary(r)
	if r.Losses.Count() == 0 {
		w.Say(text)
		return
	}
	list := ui.Column(6, ui.NewText(text, ui.Prose), ui.NewText("The report stands in "+r.Path+format.LossesSuffix+".", ui.Prose))
	w.addExportLosses(list, r.Losses, opt)
	w.tell("What the export lost", list, fyne.NewSize(620, 460))
}
