package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/theme"
)

// Panes shows three panes side by side, with thin borders that can be dragged.
// The outer panes keep their share of a window of any size until a person
// chooses a width.
type Panes struct {
	widget.BaseWidget
	left, middle, right fyne.CanvasObject
	borders             [2]*border
	chosen              [2]float32 // widths of the outer panes; 0 follows the window
}

// NewPanes returns the panes.
func NewPanes(left, middle, right fyne.CanvasObject) *Panes {
	p := &Panes{left: left, middle: middle, right: right}
	for i := range p.borders {
		p.borders[i] = newBorder(func(dx float32) { p.drag(i, dx) })
	}
	p.ExtendBaseWidget(p)
	return p
}

// SetWidths sets the widths of the outer panes; 0 follows the window.
func (p *Panes) SetWidths(left, right float32) {
	p.chosen = [2]float32{left, right}
	p.Refresh()
}

// Widths returns the widths that a person chose, 0 where none was.
func (p *Panes) Widths() (left, right float32) { return p.chosen[0], p.chosen[1] }

const (
	leftShare, rightShare = 264.0 / 1280, 316.0 / 1280
	narrowest, middleMin  = 180, 360
)

// widths returns the widths of the outer panes in a window of this width.
func (p *Panes) widths(window float32) (left, right float32) {
	left, right = p.chosen[0], p.chosen[1]
	if left == 0 {
		left = min(max(window*leftShare, 220), 380)
	}
	if right == 0 {
		right = min(max(window*rightShare, 296), 440)
	}
	if over := left + right + middleMin - window; over > 0 {
		left = max(narrowest, left-over/2)
		right = max(narrowest, window-middleMin-left)
	}
	return left, right
}

func (p *Panes) drag(i int, dx float32) {
	left, right := p.widths(p.Size().Width)
	if i == 0 {
		p.chosen[0] = max(narrowest, left+dx)
	} else {
		p.chosen[1] = max(narrowest, right-dx)
	}
	p.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (p *Panes) CreateRenderer() fyne.WidgetRenderer { return &panesRenderer{p} }

type panesRenderer struct{ p *Panes }

func (r *panesRenderer) Layout(s fyne.Size) {
	left, right := r.p.widths(s.Width)
	put := func(o fyne.CanvasObject, x, w float32) {
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, s.Height))
	}
	put(r.p.left, 0, left)
	put(r.p.middle, left, s.Width-left-right)
	put(r.p.right, s.Width-right, right)
	put(r.p.borders[0], left-borderHit/2, borderHit)
	put(r.p.borders[1], s.Width-right-borderHit/2, borderHit)
}

func (r *panesRenderer) MinSize() fyne.Size {
	h := max(r.p.left.MinSize().Height, r.p.middle.MinSize().Height, r.p.right.MinSize().Height)
	return fyne.NewSize(2*narrowest+middleMin, h)
}

func (r *panesRenderer) Refresh() {
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}

func (r *panesRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.p.left, r.p.middle, r.p.right, r.p.borders[0], r.p.borders[1]}
}

func (r *panesRenderer) Destroy() {}

const borderHit = 7

// border is the thin line between two panes.
type border struct {
	widget.BaseWidget
	dragged func(dx float32)
	line    *canvas.Rectangle
}

func newBorder(dragged func(dx float32)) *border {
	b := &border{dragged: dragged, line: canvas.NewRectangle(color.Transparent)}
	b.ExtendBaseWidget(b)
	return b
}

// Dragged implements fyne.Draggable.
func (b *border) Dragged(e *fyne.DragEvent) { b.dragged(e.Dragged.DX) }

// DragEnd implements fyne.Draggable.
func (b *border) DragEnd() {}

// Cursor implements desktop.Cursorable.
func (b *border) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// CreateRenderer implements fyne.Widget.
func (b *border) CreateRenderer() fyne.WidgetRenderer {
	b.line.FillColor = theme.Now().Line
	return &borderRenderer{b}
}

type borderRenderer struct{ b *border }

func (r *borderRenderer) Layout(s fyne.Size) {
	r.b.line.Move(fyne.NewPos(float32(int(s.Width/2)), 0))
	r.b.line.Resize(fyne.NewSize(1, s.Height))
}

func (r *borderRenderer) MinSize() fyne.Size { return fyne.NewSize(borderHit, 1) }

func (r *borderRenderer) Refresh() {
	r.b.line.FillColor = theme.Now().Line
	r.b.line.Refresh()
}

func (r *borderRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.b.line} }
func (r *borderRenderer) Destroy()                     {}
