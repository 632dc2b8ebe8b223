package gui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	ftheme "fyne.io/fyne/v2/theme"

	"dragoman/app/gui/ui"
)

// TestTextsNameTheirFonts: where a text leaves the choice of fonts to the
// toolkit, all of them are read for it, once for each style and each part of
// the window with a theme of its own, and kept. Fields cannot name one, so they
// stand under the theme of the program everywhere.
func TestTextsNameTheirFonts(t *testing.T) {
	s := newStage(t)
	s.runID("project.annotations")
	texts, fields := 0, 0
	look := func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *canvas.Text:
			texts++
			if o.FontSource == nil && o.Text != "" {
				t.Errorf("%q names no font", o.Text)
			}
		case *ui.Entry, *ui.Select:
			fields++
			if got, want := ftheme.CurrentForWidget(o.(fyne.Widget)), s.app.Settings().Theme(); got != want {
				t.Errorf("the field %T stands under the theme %T", o, got)
			}
		}
	}
	eachObject(s.root, look)
	for _, o := range s.win.Canvas().Overlays().List() {
		eachObject(o, look)
	}
	if texts < 60 || fields < 3 {
		t.Errorf("only %d texts and %d fields were looked at", texts, fields)
	}
}

// eachObject calls f with an object and what it is made of, but for what is in
// a field.
func eachObject(o fyne.CanvasObject, f func(fyne.CanvasObject)) {
	f(o)
	switch o := o.(type) {
	case *ui.Entry, *ui.Select:
	case *fyne.Container:
		for _, child := range o.Objects {
			eachObject(child, f)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			eachObject(child, f)
		}
	}
}
