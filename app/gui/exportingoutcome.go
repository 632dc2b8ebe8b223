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
		e.w.addLosses(e.outcome, "Lost, for the format cannot hold it", o.result.Losses)
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

// exportSummary says in a sentence what leaves and what is lost.
func exportSummary(r job.ExportResult) string {
	text := count(r.Documents, "document") + ", " + count(r.Sets, "annotation set") + ". "
	if n := r.LeftOut.Count(); n > 0 {
		text += fmt.Sprintf("Left out, for it is unfinished: %d. ", n)
	}
	if r.Losses.Count() == 0 {
		return text + "Nothing is lost."
	}
	return text + "The format cannot hold " + count(r.Losses.Count(), "thing") + "."
}

// addLosses lists losses below a heading: how many of which kind, the first of
// them, and what to choose instead.
func (w *Window) addLosses(list *fyne.Container, title string, losses format.Losses) {
	if len(losses) == 0 {
		return
	}
	list.Add(section(list, title))
	for _, l := range losses {
		l = w.inWords(l)
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

// insteadHere is what to choose in the window, where that is not what to say on
// the command line.
var insteadHere = map[string]string{
	format.LossFragment: "choose what becomes of them, or JSON Lines, brat or CSV",
	format.LossOverlap:  "choose which labels stay, or a format that keeps overlaps",
	format.LossCut:      "have them grow or shrink to whole words, or choose a format that counts characters",
	format.LossMoved:    "have them left out, or choose a format that counts characters",
	job.LeftInProgress:  "choose “Everything” under “Which of them”",
	job.LeftBare:        "choose “Everything” under “Which of them”",
	job.LeftSuggestions: "choose that they are taken too",
}

// inWords returns the loss as the window tells it: documents by their titles,
// and what can be chosen here.
func (w *Window) inWords(l format.Loss) format.Loss {
	if here, there := insteadHere[l.Kind]; there && l.Instead != "" {
		l.Instead = here
	}
	l.Examples = slices.Clone(l.Examples)
	for i, example := range l.Examples {
		rest, is := strings.CutPrefix(example, "document ")
		id, what, split := strings.Cut(rest, ": ")
		if title := w.titleByID(model.DocumentID(id)); is && split && title != "" {
			l.Examples[i] = "“" + title + "”: " + what
		}
	}
	return l
}

// titleByID returns the title of a document, or "".
func (w *Window) titleByID(id model.DocumentID) string {
	if w.session == nil {
		return ""
	}
	documents := w.session.Documents()
	if i := slices.IndexFunc(documents, func(d model.Summary) bool { return d.ID == id }); i >= 0 {
		return documents[i].Title
	}
	return ""
}
