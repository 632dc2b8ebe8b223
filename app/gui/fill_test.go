package gui

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// Without a graphics card a frame costs what it fills. The painter clears the
// window in the colour of its panels, so that nothing but the paper needs a
// ground of its own, and that is no rectangle, the dearest of fills.
func TestAFrameFillsLittleTwice(t *testing.T) {
	s, d := newBigStage(t, 1000)
	s.space.openDocument(d.ID)
	size := s.win.Canvas().Size()
	window := size.Width * size.Height
	rectangles, pictures := filled(s.win.Content())
	if part := rectangles / window; part > 0.2 {
		t.Errorf("rectangles fill %.2f of the window", part)
	}
	if part := pictures / window; part < 0.3 || part > 0.9 {
		t.Errorf("pictures, of which one is the paper, fill %.2f of the window", part)
	}
}

// filled returns how many pixels rectangles and pictures fill together, each as
// often as it is filled.
func filled(o fyne.CanvasObject) (rectangles, pictures float32) {
	if !o.Visible() {
		return 0, 0
	}
	area := o.Size().Width * o.Size().Height
	var parts []fyne.CanvasObject
	switch o := o.(type) {
	case *canvas.Rectangle:
		if o.FillColor == nil || o.FillColor == color.Transparent {
			area = 0
		}
		return area, 0
	case *canvas.Image, *canvas.Raster:
		return 0, area
	case *fyne.Container:
		parts = o.Objects
	case fyne.Widget:
		parts = test.WidgetRenderer(o).Objects()
	}
	for _, part := range parts {
		r, p := filled(part)
		rectangles, pictures = rectangles+r, pictures+p
	}
	return rectangles, pictures
}
