package gui

import (
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/ui"
	"dragoman/model"
	"dragoman/storage/format"
)

// statusChoices are the choices of what leaves by how far it is.
var statusChoices = []struct {
	title      string
	status     model.Status
	everything bool
}{
	{"What is finished", model.StatusUnset, false},
	{"Everything", model.StatusUnset, true},
	{"Done", model.StatusDone, false},
	{"In progress", model.StatusInProgress, false},
	{"New", model.StatusNew, false},
}

var (
	unitTitles = []string{"What the format counts", "Code points", "UTF-16 units", "Bytes"}
	unitValues = []format.Unit{format.Auto, format.CodePoint, format.UTF16, format.Byte}
	cutTitles  = []string{"Grow to whole words", "Shrink to whole words", "Are left out"}
	cutValues  = []format.Cut{format.Expand, format.Contract, format.Drop}
	byTitles   = []string{"Reprints stay together", "Each by itself", "By date, the newest last", "Each source in one part"}
	byValues   = []string{"cluster", "random", "date", "source"}
)

// makeChoices makes the fields of the left side.
func (e *exporter) makeChoices(formats []string) {
	changed := func(string) { e.look() }
	pick := func(options []string) *widget.Select {
		s := widget.NewSelect(options, nil)
		s.Selected = options[0]
		s.OnChanged = changed
		return s
	}
	e.format, e.who = pick(formats), pick(e.readPeople())
	var titles []string
	for _, s := range statusChoices {
		titles = append(titles, s.title)
	}
	e.status, e.unit, e.cut, e.by = pick(titles), pick(unitTitles), pick(cutTitles), pick(byTitles)
	e.suggested = widget.NewCheck("Suggestions nobody looked at, too", func(bool) { e.look() })
	e.layers = widget.NewCheck("Write them in further columns", func(bool) { e.look() })
	e.prefer = e.w.field("the longest stays; or labels: denial, person", "")
	e.parts = e.w.field("one; or train=0.8, dev=0.1, test=0.1", "")
	e.seed = e.w.field("", "1")
	for _, entry := range []*ui.Entry{e.prefer, e.parts, e.seed} {
		entry.OnChanged = changed
	}
}

// layOut shows the choices that the format has a use for.
func (e *exporter) layOut() {
	f := e.chosen()
	divided := strings.TrimSpace(e.parts.Text) != ""
	shown := fmt.Sprint(f.Name, divided, e.layers.Checked)
	if shown == e.shown {
		return
	}
	e.shown = shown
	e.choices.RemoveAll()
	e.choices.Add(named("Format", e.format))
	e.choices.Add(ui.NewText(f.Title+".", ui.Caption))
	e.choices.Add(named("Whose annotations", e.who))
	e.choices.Add(named("Which of them", e.status))
	if !f.Drafts {
		e.choices.Add(e.suggested)
	}
	if f.Unit != format.Auto {
		e.choices.Add(named("Offsets count", e.unit))
	}
	if f.Tokens && !f.Keeps.Cuts {
		e.choices.Add(named("Annotations that cut a word", e.cut))
	}
	if !f.Keeps.Overlaps {
		e.layOutOverlaps(f)
	}
	e.choices.Add(named("Parts", e.parts))
	if divided {
		e.choices.Add(container.NewGridWithColumns(2, named("Divided", e.by), named("Seed", e.seed)))
	}
}

func (e *exporter) layOutOverlaps(f format.Format) {
	if !f.Layers || !e.layers.Checked {
		e.choices.Add(named("Where annotations overlap", e.prefer))
	}
	if f.Layers {
		e.choices.Add(e.layers)
	}
}

// seedOf reads the start of random numbers.
func seedOf(text string) (uint64, error) {
	seed, err := strconv.ParseUint(strings.TrimSpace(text), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("the seed is a whole number, such as 7")
	}
	return seed, nil
}
