package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/theme"
)

// Fill is how full a Mark is.
type Fill int

// The fills: hollow is new, half is in progress, full is done, crossed is
// skipped.
const (
	Hollow Fill = iota
	Half
	Full
	Crossed
)

// Mark is a small circle that shows how far something is.
type Mark struct {
	widget.BaseWidget
	fill    Fill
	flagged bool
}

// NewMark returns a mark.
func NewMark() *Mark {
	m := &Mark{}
	m.ExtendBaseWidget(m)
	return m
}

// Set shows another fill; flagged adds a dot in the colour of warnings.
func (m *Mark) Set(fill Fill, flagged bool) {
	if fill == m.fill && flagged == m.flagged {
		return
	}
	m.fill, m.flagged = fill, flagged
	m.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (m *Mark) CreateRenderer() fyne.WidgetRenderer {
	m.ExtendBaseWidget(m)
	r := &markRenderer{
		m: m, ring: canvas.NewCircle(color.Transparent), half: canvas.NewArc(180, 360, 0, color.Transparent),
		bar: canvas.NewLine(color.Transparent), flag: canvas.NewCircle(color.Transparent),
	}
	r.Refresh()
	return r
}

type markRenderer struct {
	m          *Mark
	ring, flag *canvas.Circle
	half       *canvas.Arc
	bar        *canvas.Line
}

const markSize = 9

func (r *markRenderer) Layout(s fyne.Size) {
	x, y := (s.Width-markSize)/2, (s.Height-markSize)/2
	r.ring.Resize(fyne.NewSize(markSize, markSize))
	r.ring.Move(fyne.NewPos(x, y))
	r.half.Resize(fyne.NewSize(markSize, markSize))
	r.half.Move(fyne.NewPos(x, y))
	r.bar.Position1, r.bar.Position2 = fyne.NewPos(x-1, y+markSize/2), fyne.NewPos(x+markSize+1, y+markSize/2)
	r.flag.Resize(fyne.NewSize(5, 5))
	r.flag.Move(fyne.NewPos(x+markSize-2, y-2))
}

func (r *markRenderer) MinSize() fyne.Size { return fyne.NewSize(14, 14) }

func (r *markRenderer) Refresh() {
	p := theme.Now()
	ink := p.Accent
	if r.m.fill == Hollow || r.m.fill == Crossed {
		ink = p.Muted
	}
	empty := ink
	empty.A = 0
	r.ring.StrokeColor, r.ring.StrokeWidth, r.ring.FillColor = ink, 1.2, empty
	if r.m.fill == Full {
		r.ring.FillColor = ink
	}
	r.half.FillColor, r.bar.StrokeColor, r.bar.StrokeWidth, r.flag.FillColor = ink, ink, 1.2, p.Warning
	show(r.half, r.m.fill == Half)
	show(r.bar, r.m.fill == Crossed)
	show(r.flag, r.m.flagged)
	canvas.Refresh(r.m)
}

func (r *markRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.half, r.bar, r.flag}
}

func (r *markRenderer) Destroy() {}
