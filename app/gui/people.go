package gui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/command"
	"dragoman/app/gui/ui"
	"dragoman/app/session"
	"dragoman/model"
)

// chooseAnnotator lets the person say who works: one of those who have
// annotated here, the owner, or another name.
func (w *Window) chooseAnnotator() {
	people := w.everyone()
	var choices []command.Choice
	for _, n := range people {
		var hints []string
		if sets := w.setsOf(n); sets > 0 { // of others only where they may be seen
			hints = append(hints, "annotations in "+count(sets, "document"))
		}
		if n == w.session.Annotator() {
			hints = append(hints, "now")
		}
		choices = append(choices, command.Choice{Title: string(n), Hint: strings.Join(hints, " · ")})
	}
	choices = append(choices, command.Choice{Title: "Another name…", Hint: "a new set of annotations, beside the others"},
		command.Choice{Title: "People…", Hint: "who owns the project, and who sees whose work"})
	w.Choose("Who annotates?", choices, func(i int) {
		switch {
		case i < len(people):
			w.switchAnnotator(people[i])
		case i == len(people):
			w.nameSheet()
		default:
			w.peopleSheet()
		}
	})
}

// askWhoWorks lets the person say who works, before anything is annotated, in a
// project in which several people have and which does not say whose it is. Its
// owner is not asked again.
func (w *Window) askWhoWorks() {
	last := w.settings.annotatorIn(w.opened.Path)
	if w.opened.Annotator != "" || last != "" && last == w.session.Owner() || w.session.Alone() {
		return
	}
	w.chooseAnnotator()
}

// people is the dialog that says who works in the project, whose it is, and
// whether annotators see each other's annotations.
type people struct {
	w     *Window
	names []model.Annotator // "" first: nobody
	owner *ui.Select
	rule  *fyne.Container
	note  *ui.Text
	sheet *sheet
}

// peopleSheet shows who works here; each choice takes effect at once.
func (w *Window) peopleSheet() { w.openPeople() }

func (w *Window) openPeople() *people {
	p := &people{w: w, names: []model.Annotator{""}, rule: container.NewStack(), note: ui.NewText("", ui.Look{Role: ui.Muted})}
	titles := []string{"Nobody: everyone may review"}
	chosen := 0
	for _, name := range w.everyone() {
		if name == w.session.Owner() {
			chosen = len(p.names)
		}
		p.names, titles = append(p.names, name), append(titles, string(name))
	}
	p.owner = ui.NewSelect(titles, nil)
	p.owner.Selected = titles[chosen]
	p.owner.OnChanged = func(string) { p.setOwner() }
	p.show()
	other := ui.NewButton(ui.Quiet, "Somebody else works now…", func() {
		p.sheet.close()
		w.chooseAnnotator()
	})
	content := ui.Column(12,
		named("Works now", ui.Between(ui.NewText(string(w.session.Annotator()), ui.Strong), other)),
		named("Owns the project, hands its documents out and reviews", p.owner),
		named("Annotators", p.rule), p.note)
	p.sheet = w.openSheet("People", content, fyne.NewSize(520, 400), "Close")
	return p
}

// everyone returns all who have worked here, who works now and the owner, by
// name.
func (w *Window) everyone() []model.Annotator {
	names := append(w.session.Annotators(), w.session.Annotator(), w.session.Owner())
	names = slices.DeleteFunc(names, func(n model.Annotator) bool { return n == "" })
	slices.Sort(names)
	return slices.Compact(names)
}

// show shows the rule as it is, and what it means.
func (p *people) show() {
	s := p.w.session
	shown := 0
	if s.AllShown() {
		shown = 1
	}
	p.rule.Objects = []fyne.CanvasObject{oneOf([]string{"do not see each other’s annotations", "see each other’s annotations"}, shown, p.setShown)}
	p.rule.Refresh()
	text := "They work blind: nothing of the others’ work is shown to them, so what agreement says is about independent work."
	switch {
	case shown == 1:
		text = "Everybody may look at everybody’s annotations and review. Agreement says which sets were made after others could be seen."
	case s.Owner() == "":
		text += " Say who owns the project, so that this person can see all of it."
	default:
		text += " Only " + string(s.Owner()) + " sees all of it."
	}
	p.note.Set(text)
}

// refused says why who works may not change the rules, or "".
func (p *people) refused() string {
	if owner := p.w.session.Owner(); owner != "" && owner != p.w.session.Annotator() {
		return "Only " + string(owner) + ", who owns the project, can change this. Choose at the top right who works."
	}
	return ""
}

func (p *people) setOwner() {
	at := max(0, p.owner.SelectedIndex())
	p.change(func() error { return p.w.session.SetOwner(p.w.ctx, p.names[at]) })
	now := slices.Index(p.names, p.w.session.Owner())
	if now >= 0 && now != at {
		p.owner.SetSelectedIndex(now)
	}
}

func (p *people) setShown(i int) {
	p.change(func() error { return p.w.session.SetOthersShown(p.w.ctx, i == 1) })
}

// change makes a change that only the owner may make, and shows what holds
// then.
func (p *people) change(do func() error) {
	if reason := p.refused(); reason != "" {
		p.sheet.note.Set(reason)
		p.show()
		return
	}
	p.sheet.note.Set("")
	p.w.Fail(do())
	p.show()
	p.w.update()
}

// setsOf returns in how many documents who works may see a set of the annotator.
func (w *Window) setsOf(name model.Annotator) int {
	n := 0
	for _, d := range w.session.Documents() {
		for _, s := range d.Sets {
			if s.Annotator == name {
				n++
			}
		}
	}
	return n
}

func (w *Window) switchAnnotator(name model.Annotator) {
	w.leaving(func() {
		if err := w.session.SwitchAnnotator(w.ctx, name); err != nil {
			w.Fail(err)
			return
		}
		w.settings.setAnnotatorIn(w.opened.Path, name)
		w.update()
		w.noteWaiting()
	})
}

// nameSheet asks for a name.
func (w *Window) nameSheet() {
	name := w.field("Your name", "")
	var s *sheet
	take := ui.NewButton(ui.Primary, "Annotate under this name", func() {
		parsed, err := session.ParseAnnotator(name.Text)
		if err != nil {
			w.Fail(err)
			return
		}
		s.close()
		w.switchAnnotator(parsed)
	})
	content := ui.Column(10, ui.NewText("Each name has annotations of its own in every document. Nobody overwrites anybody.", ui.Prose), name)
	s = w.openSheet("Who annotates?", content, fyne.NewSize(440, 220), "Cancel", take)
	w.win.Canvas().Focus(name)
}
