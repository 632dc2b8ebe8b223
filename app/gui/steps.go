package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/ui"
)

// stepsSheet lists the steps that reach over documents, the last first, and
// takes the last one back.
func (w *Window) stepsSheet() {
	steps, err := w.session.Steps(w.ctx)
	if err != nil {
		w.Fail(err)
		return
	}
	list := ui.Column(8)
	for _, step := range steps {
		detail := string(step.By) + " · " + step.At.Local().Format("2 January 2006, 15:04")
		look := ui.Plain
		if step.Undone {
			detail += " · undone"
			look.Role = ui.Muted
		}
		list.Add(ui.Column(1, ui.NewText(capital(step.Name), look), ui.NewText(detail, ui.Caption)))
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
	s = w.openSheet("Steps of the project", container.NewVScroll(list), fyne.NewSize(560, 460), "Close", undo, redo)
}
