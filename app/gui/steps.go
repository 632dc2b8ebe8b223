package gui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/ui"
	"dragoman/model"
)

// stepsSheet lists the steps that reach over documents, the last first, says
// what taking the last one back would do, and does it.
func (w *Window) stepsSheet() {
	steps, err := w.session.Steps(w.ctx)
	if err != nil {
		w.Fail(err)
		return
	}
	list := ui.Column(10)
	for _, step := range steps {
		list.Add(stepRow(step))
	}
	if len(steps) == 0 {
		list.Add(ui.NewText("No step reaches over several documents yet: an import, an edit of the labels, a new title.", ui.Look{Role: ui.Muted}))
	}
	var s *sheet
	again := func(do func() error) func() {
		return func() {
			err := do()
			s.close()
			w.Fail(err)
			if err == nil {
				w.stepsSheet()
			}
		}
	}
	undo := ui.NewButton(ui.Primary, "Undo the last step", again(func() error { return w.session.UndoStep(w.ctx) }))
	redo := ui.NewButton(ui.Quiet, "Redo", again(func() error { return w.session.RedoStep(w.ctx) }))
	_, noUndo := w.session.CanUndoStep(w.ctx)
	_, noRedo := w.session.CanRedoStep(w.ctx)
	undo.Disabled, redo.Disabled = noUndo != nil, noRedo != nil
	var what fyne.CanvasObject
	if noUndo == nil {
		what = w.undoing(steps)
	}
	content := ui.Frame(nil, what, nil, nil, container.NewVScroll(ui.Pad(0, 0, 0, 10, list)))
	s = w.openSheet("Steps of the project", content, fyne.NewSize(600, 480), "Close", undo, redo)
}

// stepRow shows a step: what it was, and below it who did it and when.
func stepRow(step model.StepInfo) fyne.CanvasObject {
	title, detail := ui.Plain, string(step.By)
	if step.Undone {
		title.Role = ui.Muted
		detail += " · undone"
	}
	when := ui.NewNatural(step.At.Local().Format("2 January 2006, 15:04"), ui.Caption)
	return ui.Column(1, ui.Between(ui.NewText(capital(step.Name), title), when), ui.NewText(detail, ui.Caption))
}

// undoing says what taking back the last step of the list that stands would do.
func (w *Window) undoing(steps []model.StepInfo) fyne.CanvasObject {
	for _, info := range steps {
		if info.Undone {
			continue
		}
		step, err := w.opened.Project.Step(w.ctx, info.Number)
		if err != nil {
			return ui.Pad(10, 0, 0, 0, ui.NewText(capital(err.Error())+".", ui.Look{Role: ui.Warning}))
		}
		if step.Empty() {
			continue // undo passes it over too
		}
		text := fmt.Sprintf("Undoing “%s”: %s", strings.NewReplacer("“", "‘", "”", "’").Replace(info.Name), describeUndo(step))
		return ui.Pad(10, 0, 0, 0, ui.Column(8, ui.NewRule(), ui.NewText(text, ui.Prose)))
	}
	return nil
}

// describeUndo says in plain words what taking a step back does.
func describeUndo(step model.Step) string {
	var parts []string
	if step.Schema != nil {
		parts = append(parts, "The labels and relations become what they were before.")
	}
	parts = append(parts, describeDocuments(step.Documents)...)
	parts = append(parts, describeChanges(step.Changes)...)
	return strings.Join(append(parts, "No document leaves the project, and Redo does the step again."), " ")
}

// describeDocuments says what taking edits of documents back does. Documents
// that were added stay.
func describeDocuments(edits []model.DocumentEdit) []string {
	out, in, facts := 0, 0, 0
	for _, d := range edits {
		if d.Properties == nil || d.Properties.Old == nil || d.Properties.New == nil {
			continue
		}
		was, is := *d.Properties.Old, *d.Properties.New
		switch {
		case was.Binned == "" && is.Binned != "":
			out++
		case was.Binned != "" && is.Binned == "":
			in++
		}
		if was.Binned = is.Binned; !was.Equal(is) {
			facts++
		}
	}
	var parts []string
	if out > 0 {
		parts = append(parts, count(out, "document")+" will come back out of the bin.")
	}
	if in > 0 {
		parts = append(parts, count(in, "document")+" will go into the bin again.")
	}
	if facts > 0 {
		parts = append(parts, "The title and the facts of "+count(facts, "document")+" become what they were before.")
	}
	return parts
}

// describeChanges says what taking changes back does to annotations.
func describeChanges(changes []model.Change) []string {
	documents := map[model.DocumentID]bool{}
	gone, back, other := 0, 0, 0
	for _, c := range changes {
		documents[c.Document] = true
		for _, e := range c.Annotations {
			switch {
			case e.Old == nil:
				gone++
			case e.New == nil:
				back++
			default:
				other++
			}
		}
	}
	var parts []string
	where := " in " + count(len(documents), "document")
	if gone > 0 {
		parts = append(parts, count(gone, "annotation")+where+" will be taken away.")
	}
	if back > 0 {
		parts = append(parts, count(back, "annotation")+where+" will come back.")
	}
	if other > 0 {
		parts = append(parts, count(other, "annotation")+where+" will be as before.")
	}
	if len(parts) == 0 && len(changes) > 0 {
		parts = append(parts, "The annotation sets"+where+" will be as before.")
	}
	return parts
}
