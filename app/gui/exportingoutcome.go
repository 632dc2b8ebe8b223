package gui

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/model"
	"dragoman/storage/format"
)

// show shows what comes of the choices, or why that cannot be.
func (e *exporter) show(o outlook, err error) {
	e.accept.Disabled = err != nil || o.first == ""
	e.accept.Refresh()
	e.outcome.RemoveAll()
	switch {
	case err != nil:
		e.report.Set(capital(err.Error()) + ".")
	case o.first == "":
		e.report.Set("Nothing fits this choice. Choose another status, or everybody’s annotations.")
		e.w.addLosses(e.outcome, "Left out", o.result.LeftOut)
	default:
		e.report.Set(exportSummary(o.result))
		e.w.addLosses(e.outcome, "Left out, for it is unfinished", o.result.LeftOut)
		e.w.addExportLosses(e.outcome, o.result.Losses, o.options)
		if o.result.Split != nil {
			addLines(e.outcome, "Parts", o.result.Split.Sentences())
		}
		e.outcome.Add(section(e.outcome, "The first record"))
		for _, row := range preview(o.first) {
			e.outcome.Add(row)
		}
	}
	e.outcome.Refresh()
}

// section returns a heading, with room above where something stands there.
func section(list *fyne.Container, title string) fyne.CanvasObject {
	if len(list.Objects) == 0 {
		return ui.Section(title)
	}
	return ui.Pad(10, 0, 0, 0, ui.Section(title))
}

// exportSummary says in a sentence what leaves and what is lost, what hurts
// training first.
func exportSummary(r job.ExportResult) string {
	text := count(r.Documents, "document") + ", " + count(r.Sets, "annotation set") + ". "
	if n := r.LeftOut.Count(); n > 0 {
		text += fmt.Sprintf("Left out, for it is unfinished: %d. ", n)
	}
	hurts, details := r.Losses.Apart()
	switch {
	case r.Losses.Count() == 0:
		return text + "Nothing is lost."
	case len(hurts) == 0:
		return text + "Nothing of the annotations is lost but " + detailsOf(details) + "."
	}
	kinds := make([]string, len(hurts))
	for i, l := range hurts {
		kinds[i] = fmt.Sprintf("%s (%d)", l.Title(), l.Count)
	}
	text += "The format cannot hold " + strings.Join(kinds, ", ")
	if len(details) > 0 {
		text += "; and " + detailsOf(details)
	}
	return text + "."
}

// detailsOf counts losses that are details.
func detailsOf(losses format.Losses) string {
	kinds := make([]string, len(losses))
	for i, l := range losses {
		kinds[i] = l.Title()
	}
	return count(losses.Count(), "detail") + " (" + strings.Join(kinds, ", ") + ")"
}

// addExportLosses lists what an export loses, the details apart.
func (w *Window) addExportLosses(list *fyne.Container, losses format.Losses, opt job.ExportOptions) {
	hurts, details := advised(losses, opt).Apart()
	w.addLosses(list, "Lost, for the format cannot hold it", hurts)
	w.addLosses(list, "Details that the format cannot hold", details)
}

// addLosses lists losses below a heading: how many of which kind, the first of
// them, and what to choose instead.
func (w *Window) addLosses(list *fyne.Container, title string, losses format.Losses) {
	if len(losses) == 0 {
		return
	}
	list.Add(section(list, title))
	for _, l := range w.inWords(losses) {
		number := ui.NewText(fmt.Sprint(l.Count), ui.Look{Bold: true, Lines: 1})
		lines := ui.Column(2, ui.NewText(capital(l.Title()), ui.Look{Lines: 2}))
		if len(l.Examples) > 0 {
			lines.Add(ui.NewText(strings.TrimSuffix(l.Examples[0], "."), ui.Look{Role: ui.Muted, Size: ui.Small.Size, Lines: 2}))
		}
		if l.Instead != "" {
			lines.Add(ui.NewText("Instead: "+l.Instead+".", ui.Look{Role: ui.Muted, Size: ui.Small.Size, Lines: 2}))
		}
		list.Add(ui.Frame(nil, nil, ui.Sized(56, 0, number), nil, lines))
	}
}

// titleByID returns what names a document to people, or "" for one that is not
// there.
func (w *Window) titleByID(id model.DocumentID) string {
	if w.session == nil {
		return ""
	}
	documents := w.session.Documents()
	if i := slices.IndexFunc(documents, func(d model.Summary) bool { return d.ID == id }); i >= 0 {
		return documents[i].Heading()
	}
	return ""
}
