package gui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dragoman/app/command"
)

// Every row of a chooser can be clicked, also the one that Enter would take.
func TestEveryChoiceCanBeClicked(t *testing.T) {
	for row := range 2 {
		s := newStage(t)
		taken := -1
		s.Choose("Which?", []command.Choice{{Title: "Speaker"}, {Title: "Addressee"}}, func(i int) { taken = i })
		test.TapCanvas(s.win.Canvas(), s.middleOfChoice(row))
		if taken != row {
			t.Errorf("a click on row %d takes %d", row, taken)
		}
		if len(s.sheets) > 0 {
			t.Errorf("after a click on row %d the choice stays open", row)
		}
	}
}

// middleOfChoice returns where a row of the chooser is that is open.
func (s *stage) middleOfChoice(row int) fyne.Position {
	s.t.Helper()
	for _, o := range test.LaidOutObjects(s.win.Canvas().Overlays().Top()) {
		if r, ok := o.(*choiceRow); ok {
			if row == 0 {
				at := fyne.CurrentApp().Driver().AbsolutePositionForObject(r)
				return at.AddXY(r.Size().Width/2, r.Size().Height/2)
			}
			row--
		}
	}
	s.t.Fatal("there is no such row")
	return fyne.Position{}
}
