package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"dragoman/app/gui/theme"
)

// Who types sees where: a field with the focus shows a cursor, and one ground.
func TestAFieldShowsItsCursor(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(theme.LightMode))
	for name, e := range map[string]*Entry{"line": NewEntry("Search"), "note": NewNoteEntry("Note")} {
		w := test.NewTempWindow(t, e)
		w.Resize(fyne.NewSize(300, 120))
		w.Canvas().Focus(e)
		test.Type(e, "word")
		cursors, grounds := 0, 0
		var walk func(o fyne.CanvasObject)
		walk = func(o fyne.CanvasObject) {
			if !o.Visible() {
				return
			}
			switch o := o.(type) {
			case *canvas.Rectangle:
				if o.Size().Width >= 200 {
					grounds++
				} else if o.Size().Width >= 1 && o.Size().Height >= 10 {
					cursors++
				}
			case *fyne.Container:
				for _, c := range o.Objects {
					walk(c)
				}
			case fyne.Widget:
				for _, c := range test.WidgetRenderer(o).Objects() {
					walk(c)
				}
			}
		}
		walk(e)
		if cursors != 1 || grounds != 1 {
			t.Errorf("%s: %d cursors, %d grounds", name, cursors, grounds)
		}
	}
}
