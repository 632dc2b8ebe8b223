package gui

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	ftheme "fyne.io/fyne/v2/theme"

	"dragoman/app/gui/theme"
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
		if o.FillColor == nil || o.FillColor == color.Transparent { // nothing else is left out by the painter
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

// What has no ground of its own stands on the colour in which the window is
// cleared, which must be the right one.
func TestGroundsHaveTheirColours(t *testing.T) {
	for _, mode := range []theme.Mode{theme.LightMode, theme.DarkMode} {
		s := newStage(t)
		s.setMode(mode)
		s.runID("edit.find")
		p := theme.Now()
		for name, at := range map[string]struct {
			object fyne.CanvasObject
			want   color.NRGBA
		}{
			"the documents": {s.space.documents.Object(), p.Panel},
			"the inspector": {s.space.inspector.Object(), p.Panel},
			"the labels":    {s.space.labels.Object(), p.Panel},
			"the find bar":  {s.space.find.object, p.Panel},
			"the article":   {s.space.article.view, p.Paper},
		} {
			if got := s.colourBehind(at.object); got != at.want {
				t.Errorf("%v: behind %s is %v, want %v", mode, name, got, at.want)
			}
		}
		s.session.CloseDocument()
		s.space.showEmpty(true)
		if got := s.colourBehind(s.space.empty); got != p.Paper {
			t.Errorf("%v: behind what is said where no document is open is %v, want %v", mode, got, p.Paper)
		}
	}
}

// colourBehind returns the colour of what fills the window behind the lower left
// corner of what is shown, where nothing else is.
func (s *stage) colourBehind(o fyne.CanvasObject) color.NRGBA {
	corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).AddXY(3, o.Size().Height-4)
	ground := ftheme.Color(ftheme.ColorNameBackground) // in which the painter clears the window
	var walk func(o fyne.CanvasObject, at fyne.Position)
	walk = func(o fyne.CanvasObject, at fyne.Position) {
		at = at.Add(o.Position())
		inside := corner.Subtract(at)
		if !o.Visible() || inside.X < 0 || inside.Y < 0 || inside.X >= o.Size().Width || inside.Y >= o.Size().Height {
			return
		}
		var parts []fyne.CanvasObject
		switch o := o.(type) {
		case *canvas.Rectangle:
			if o.FillColor != nil && o.FillColor != color.Transparent {
				ground = o.FillColor
			}
		case *canvas.Image:
			ground = o.Image.At(0, 0)
		case *fyne.Container:
			parts = o.Objects
		case fyne.Widget:
			parts = test.WidgetRenderer(o).Objects()
		}
		for _, part := range parts {
			walk(part, at)
		}
	}
	walk(s.win.Content(), fyne.NewPos(0, 0))
	return color.NRGBAModel.Convert(ground).(color.NRGBA)
}
