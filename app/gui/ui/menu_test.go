package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// A click on an item reaches it, though the row that is painted lies on top.
func TestMenuTakesAClick(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, NewNatural("Text", Plain))
	w.Resize(fyne.NewSize(400, 300))
	done := ""
	m := ShowMenu(w.Canvas(), fyne.NewPos(10, 10), []MenuItem{
		{Title: "First", Do: func() { done = "first" }}, {}, {Title: "Second", Do: func() { done = "second" }},
	})
	row := m.rows[2]
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(row)
	at = at.AddXY(row.Size().Width/2, row.Size().Height/2)
	test.MoveMouse(w.Canvas(), at)
	if !row.Chosen {
		t.Error("the pointer marks nothing")
	}
	test.TapCanvas(w.Canvas(), at)
	if done != "second" {
		t.Errorf("the click did %q", done)
	}
}
