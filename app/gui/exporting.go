package gui

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/background"
	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/model"
	"dragoman/storage/format"
)

// exporter is the dialog that writes a dataset: what to write and how, the
// first record as it will be, and what the format cannot hold.
type exporter struct {
	w          *Window
	formats    []format.Format
	annotators []model.Annotator
	format     *widget.Select
	who        *widget.Select
	status     *widget.Select
	unit       *widget.Select
	preview    *fyne.Container
	report     *ui.Text
	accept     *ui.Button
	sheet      *sheet
	stop       context.CancelFunc
}

var (
	statusTitles = []string{"Any status", "Done", "In progress", "New"}
	statusValues = []model.Status{model.StatusUnset, model.StatusDone, model.StatusInProgress, model.StatusNew}
	unitTitles   = []string{"As the format has it", "Code points", "UTF-16 units", "Bytes"}
	unitValues   = []format.Unit{format.Auto, format.CodePoint, format.UTF16, format.Byte}
)

func (w *Window) exportSheet() { w.openExporter() }

// openExporter opens the dialog; it returns nil where there is no format.
func (w *Window) openExporter() *exporter {
	e := &exporter{w: w, preview: ui.Column(4), report: ui.NewText("", ui.Look{Role: ui.Muted})}
	titles := e.readFormats()
	if len(titles) == 0 {
		w.Say("This build knows no format to write.")
		return nil
	}
	people := e.readPeople()
	changed := func(string) { e.look() }
	e.format, e.who = widget.NewSelect(titles, changed), widget.NewSelect(people, changed)
	e.status, e.unit = widget.NewSelect(statusTitles, changed), widget.NewSelect(unitTitles, changed)
	for _, s := range []*widget.Select{e.format, e.who, e.status, e.unit} {
		s.Selected = s.Options[0]
	}
	e.accept = ui.NewButton(ui.Primary, "Choose where…", e.choosePath)
	choices := container.NewGridWithColumns(2, named("Format", e.format), named("Whose annotations", e.who),
		named("Which of them", e.status), named("Offsets count", e.unit))
	box := ui.NewGround(ui.Paper, ui.Pad(10, 10, 12, 12, container.NewVScroll(e.preview)))
	content := ui.Frame(ui.Column(14, choices, ui.Section("The first record")), ui.Pad(10, 0, 0, 0, e.report), nil, nil, ui.Pad(6, 0, 0, 0, box))
	e.sheet = w.openSheet("Export", content, fyne.NewSize(720, 600), "Cancel", e.accept)
	e.sheet.closed = e.cancel
	e.look()
	return e
}

func (e *exporter) readFormats() []string {
	var titles []string
	for _, f := range e.w.deps.Formats {
		if f.Writes() {
			e.formats = append(e.formats, f)
			titles = append(titles, f.Title)
		}
	}
	return titles
}

// readPeople returns whose annotations can be chosen: of who may not see those
// of others their own alone.
func (e *exporter) readPeople() []string {
	if s := e.w.session; s.MayReview() != "" {
		e.annotators = []model.Annotator{s.Annotator()}
		return []string{string(s.Annotator())}
	}
	e.annotators = append([]model.Annotator{model.All}, job.Annotators(e.w.session.Reviewable())...)
	people := make([]string, len(e.annotators))
	for i, a := range e.annotators {
		people[i] = string(a)
	}
	people[0] = "Everybody’s"
	return people
}

func (e *exporter) options() job.ExportOptions {
	return job.ExportOptions{
		Format: e.formats[e.format.SelectedIndex()], Annotator: e.annotators[e.who.SelectedIndex()],
		Status: statusValues[e.status.SelectedIndex()], Everything: true, Unit: unitValues[e.unit.SelectedIndex()],
	}
}

func (e *exporter) cancel() {
	if e.stop != nil {
		e.stop()
	}
}

// outlook is what an export would write.
type outlook struct {
	first  string
	result job.ExportResult
}

// look works out what the export would write, without writing it.
func (e *exporter) look() {
	e.cancel()
	project, opt := e.w.session.Reviewed(), e.options()
	ctx, stop := context.WithCancel(e.w.ctx)
	e.stop = stop
	e.report.Set("Looking what will be written …")
	background.Start(e.w.deps.Runner, ctx, func(ctx context.Context) (outlook, error) {
		first, err := job.Preview(ctx, project, opt)
		if err != nil {
			return outlook{}, err
		}
		result, err := job.Rehearse(ctx, project, opt, job.Silent)
		return outlook{first, result}, err
	}, func(o outlook, err error) {
		if ctx.Err() != nil {
			return
		}
		e.show(o, err)
	})
}

func (e *exporter) show(o outlook, err error) {
	e.accept.Disabled = err != nil || o.first == ""
	e.accept.Refresh()
	switch {
	case err != nil:
		e.preview.RemoveAll()
		e.report.Set(capital(err.Error()) + ".")
	case o.first == "":
		e.preview.RemoveAll()
		e.report.Set("Nothing fits this choice. Choose another status, or everybody’s annotations.")
	default:
		e.preview.Objects = preview(o.first)
		e.preview.Refresh()
		e.report.Set(exportSummary(o.result))
	}
}

func exportSummary(r job.ExportResult) string {
	text := count(r.Documents, "document") + ", " + count(r.Sets, "annotation set") + ". "
	if r.Losses.Count() == 0 {
		return text + "Nothing is lost."
	}
	return text + fmt.Sprintf("The format cannot hold %d things. ", r.Losses.Count()) + strings.Join(losses(r.Losses), " ")
}

// choosePath asks where to write, and writes.
func (e *exporter) choosePath() {
	opt, w := e.options(), e.w
	project := w.session.Reviewed()
	name := projectName(w.opened.Path)
	if len(opt.Format.Extensions) > 0 && !opt.Folder() {
		name += opt.Format.Extensions[0]
	}
	e.sheet.close()
	w.browse(browse{title: "Export to", verb: "Export", extensions: opt.Format.Extensions, write: name, done: func(paths []string) {
		work(w, "Exporting", func(ctx context.Context, p *progress) (job.ExportResult, error) {
			return job.Export(ctx, project, paths[0], opt, p)
		}, w.exported)
	}})
}

func (w *Window) exported(r job.ExportResult) {
	text := "Exported to " + r.Path + ": " + exportSummary(r)
	if r.Losses.Count() == 0 {
		w.Say(text)
		return
	}
	list := ui.Column(6, ui.NewText(text, ui.Prose), ui.NewText("The report stands in "+r.Path+".losses.json.", ui.Prose))
	w.tell("What the export lost", list, fyne.NewSize(560, 320))
}
