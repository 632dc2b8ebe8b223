package gui

import (
	"fmt"

	"dragoman/app/command"
	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/model"

	"fyne.io/fyne/v2"
)

// chooseAnnotator lets the person say who works: one of those who have
// annotated here, or another name.
func (w *Window) chooseAnnotator() {
	names := job.Annotators(w.session.Documents())
	var choices []command.Choice
	var people []model.Annotator
	for _, n := range names {
		if n == model.Gold {
			continue
		}
		people = append(people, n)
		hint := fmt.Sprintf("annotations in %s", count(w.setsOf(n), "document"))
		if n == w.session.Annotator() {
			hint += " · now"
		}
		choices = append(choices, command.Choice{Title: string(n), Hint: hint})
	}
	choices = append(choices, command.Choice{Title: "Another name…", Hint: "a new set of annotations, beside the others"})
	w.Choose("Who annotates?", choices, func(i int) {
		if i < len(people) {
			w.switchAnnotator(people[i])
			return
		}
		w.nameSheet()
	})
}

// setsOf returns how many documents an annotator has a set in.
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
	w.space.inspector.Annotation.Leave()
	if err := w.session.SwitchAnnotator(w.ctx, name); err != nil {
		w.Fail(err)
		return
	}
	w.settings.setAnnotatorIn(w.opened.Path, name)
	w.update()
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
