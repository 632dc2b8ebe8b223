package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/theme"
)

// Row is content that can be pressed: it has a ground when it is chosen or the
// pointer is on it.
type Row struct {
	widget.BaseWidget
	Chosen   bool
	OnTapped func()
	OnHover  func(on bool) // told when the pointer comes and goes; nil is allowed
	Content  fyne.CanvasObject

	hovered, focused bool
}

// NewRow returns a row with a little space around the content.
func NewRow(content fyne.CanvasObject, tapped func()) *Row {
	r := &Row{Content: content, OnTapped: tapped}
	r.ExtendBaseWidget(r)
	return r
}

// Tapped implements fyne.Tappable.
func (r *Row) Tapped(*fyne.PointEvent) {
	if r.OnTapped != nil {
		r.OnTapped()
	}
}

// MouseIn implements desktop.Hoverable.
func (r *Row) MouseIn(*desktop.MouseEvent) { r.hover(true) }

// MouseMoved implements desktop.Hoverable.
func (r *Row) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (r *Row) MouseOut() { r.hover(false) }

func (r *Row) hover(on bool) {
	r.hovered = on
	r.Refresh()
	if r.OnHover != nil {
		r.OnHover(on)
	}
}

// Cursor implements desktop.Cursorable.
func (r *Row) Cursor() desktop.Cursor {
	if r.OnTapped == nil {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// CreateRenderer implements fyne.Widget.
func (r *Row) CreateRenderer() fyne.WidgetRenderer {
	r.ExtendBaseWidget(r)
	ground := canvas.NewRectangle(color.Transparent)
	ground.CornerRadius = 6
	return &rowRenderer{r, ground}
}

type rowRenderer struct {
	r      *Row
	ground *canvas.Rectangle
}

const rowPadX, rowPadY = 6, 3

func (w *rowRenderer) Layout(s fyne.Size) {
	w.ground.Resize(s)
	w.r.Content.Move(fyne.NewPos(rowPadX, rowPadY))
	w.r.Content.Resize(fyne.NewSize(s.Width-2*rowPadX, s.Height-2*rowPadY))
}

func (w *rowRenderer) MinSize() fyne.Size {
	return w.r.Content.MinSize().Add(fyne.NewSize(2*rowPadX, 2*rowPadY))
}

func (w *rowRenderer) Refresh() {
	p := theme.Now()
	w.ground.FillColor = color.Transparent
	if w.r.hovered && w.r.OnTapped != nil {
		w.ground.FillColor = p.Hover
	}
	if w.r.Chosen {
		w.ground.FillColor = p.Selection
	}
	w.ground.StrokeWidth, w.ground.StrokeColor = 0, color.Transparent
	if w.r.focused {
		w.ground.StrokeWidth, w.ground.StrokeColor = 2, p.Accent
	}
	w.ground.Refresh()
	w.r.Content.Refresh()
}

func (w *rowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{w.ground, w.r.Content}
}

func (w *rowRenderer) Destroy() {}
