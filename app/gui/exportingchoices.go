package gui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/model"
	"dragoman/storage/format"
)

// statusChoice is what leaves by how far it is.
type statusChoice struct {
	title      string
	status     model.Status
	everything bool
}

// statusChoices are those there are; the first is for formats without Drafts.
var statusChoices = []statusChoice{
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
	partTitles = []string{"Are left out", "Become one annotation each", "Become one over all"}
	partValues = []format.Parts{format.Leave, format.Divide, format.Fill}
	byTitles   = []string{"Reprints stay together", "Each by itself", "By date, the newest last", "Each source in one part"}
	byValues   = []string{"cluster", "random", "date", "source"}
)

// makeChoices makes the fields of the left side.
func (e *exporter) makeChoices(formats []string) {
	changed := func(string) { e.look(0) }
	pick := func(options []string) *ui.Select {
		s := ui.NewSelect(options, nil)
		s.Selected = options[0]
		s.OnChanged = changed
		return s
	}
	e.format, e.who = pick(formats), pick(e.readPeople())
	e.status, e.unit, e.fragments = pick(statusTitles()), pick(unitTitles), pick(partTitles)
	e.cut, e.by = pick(cutTitles), pick(byTitles)
	e.suggested = pick([]string{"Are left out", "Are taken too"})
	e.overlaps = pick([]string{"One of them stays", "All stay, in further columns"})
	e.prefer = e.w.field("the longest stays; or labels: denial, person", "")
	e.parts = e.w.field("one; or train=0.8, dev=0.1, test=0.1", "")
	e.seed = e.w.field("", "1")
	for _, entry := range e.fields() {
		entry.OnChanged = func(string) { e.look(typingPause) }
	}
}

func statusTitles() []string {
	var titles []string
	for _, s := range statusChoices {
		titles = append(titles, s.title)
	}
	return titles
}

// statusChoice returns what is chosen of how far things are.
func (e *exporter) statusChoice() statusChoice {
	return statusChoices[slices.Index(statusTitles(), e.status.Selected)]
}

// offerStatuses proposes everything where the format tells how far each thing
// is, and what is finished elsewhere; what else was chosen stays.
func (e *exporter) offerStatuses(f format.Format) {
	titles := statusTitles()
	if f.Drafts {
		titles = titles[1:]
	}
	e.status.Options = titles
	if proposals := statusTitles()[:2]; f.Drafts != e.drafts && slices.Contains(proposals, e.status.Selected) {
		e.status.Selected = titles[0]
	}
	e.drafts = f.Drafts
	e.status.Refresh()
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

// offerPeople offers everybody at once only where the format holds several
// annotators, or there is but one. Gold goes before the others, then who works.
func (e *exporter) offerPeople(f format.Format) {
	people := e.readPeople()
	if several := len(e.annotators) > 2; several && !f.Sets {
		e.annotators, people = e.annotators[1:], people[1:]
	}
	if !slices.Contains(people, e.who.Selected) {
		e.who.Selected = people[0]
		for _, a := range []model.Annotator{e.w.session.Annotator(), model.Gold} {
			if slices.Contains(people, string(a)) {
				e.who.Selected = string(a)
			}
		}
	}
	e.who.Options = people
	e.who.Refresh()
}

// layOut shows the choices that the format has a use for.
func (e *exporter) layOut() {
	f := e.chosen()
	divided := strings.TrimSpace(e.parts.Text) != ""
	shown := fmt.Sprintln(f.Name, divided, e.layered())
	if shown == e.shown {
		return
	}
	if !strings.HasPrefix(e.shown, f.Name+" ") {
		e.offerStatuses(f)
		e.offerPeople(f)
	}
	e.shown = shown
	e.choices.RemoveAll()
	e.choices.Add(named("Format", e.format))
	if _, what := formatTitle(f); what != "" {
		e.choices.Add(ui.NewText(what+".", ui.Small))
	}
	var fields []fyne.CanvasObject
	add := func(used bool, name string, field fyne.CanvasObject) {
		if used {
			fields = append(fields, named(name, field))
		}
	}
	add(true, "Whose annotations", e.who)
	add(true, fieldStatus, e.status)
	add(!f.Drafts, "Suggestions nobody looked at", e.suggested)
	add(f.Unit != format.Auto && !f.OneUnit, fieldUnit, e.unit)
	add(f.Flat || !f.Keeps.Fragments, fieldFragments, e.fragments)
	add(f.Tokens && (f.Flat || !f.Keeps.Cuts), fieldCut, e.cut)
	add(f.Layers, fieldOverlaps, e.overlaps)
	for pair := range slices.Chunk(fields, 2) {
		e.choices.Add(container.NewGridWithColumns(2, pair...))
	}
	if e.chooses() {
		e.choices.Add(named(fieldPrefer, e.prefer))
	}
	e.choices.Add(named("Parts", e.parts))
	if divided {
		e.choices.Add(container.NewGridWithColumns(2, named("Divided", e.by), named("Seed", e.seed)))
	}
}

// layered reports whether what overlaps goes into further columns.
func (e *exporter) layered() bool { return e.chosen().Layers && e.overlaps.SelectedIndex() == 1 }

// chooses reports whether one stays of annotations that overlap.
func (e *exporter) chooses() bool {
	f := e.chosen()
	return (f.Flat || !f.Keeps.Overlaps) && !e.layered()
}

// seedOf reads the start of random numbers.
func seedOf(text string) (uint64, error) {
	seed, err := strconv.ParseUint(strings.TrimSpace(text), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("the seed is a whole number, such as 7")
	}
	return seed, nil
}

// remember keeps what is chosen for the next export of this project.
func (e *exporter) remember() {
	var chosen []string
	for _, s := range e.selects() {
		chosen = append(chosen, s.Selected)
	}
	for _, field := range e.fields() {
		chosen = append(chosen, field.Text)
	}
	e.w.exports[e.w.opened.Path] = chosen
}

// recall chooses what was chosen for the export before, where that is there.
func (e *exporter) recall() {
	chosen, selects := e.w.exports[e.w.opened.Path], e.selects()
	if len(chosen) == 0 {
		return
	}
	for i, s := range selects {
		if slices.Contains(s.Options, chosen[i]) {
			s.Selected = chosen[i]
		}
	}
	for i, field := range e.fields() {
		field.Text = chosen[len(selects)+i]
	}
	e.drafts = e.chosen().Drafts
}

func (e *exporter) selects() []*ui.Select {
	return []*ui.Select{e.format, e.who, e.status, e.suggested, e.unit, e.fragments, e.cut, e.overlaps, e.by}
}

func (e *exporter) fields() []*ui.Entry { return []*ui.Entry{e.prefer, e.parts, e.seed} }
