package textview

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// pool hands out canvas objects and takes them all back at begin, so that
// painting again makes no new ones. The objects that are handed out stand in
// box, in their order.
type pool struct {
	box      *fyne.Container
	rects    []*canvas.Rectangle
	texts    []*canvas.Text
	patterns []*picture
	prints   []*print
	nRects   int
	nTexts   int
	nPattern int
	nPrints  int
}

func newPool() *pool { return &pool{box: &fyne.Container{}} }

// begin takes all objects back.
func (p *pool) begin() {
	p.nRects, p.nTexts, p.nPattern, p.nPrints = 0, 0, 0, 0
	p.box.Objects = p.box.Objects[:0]
}

// area is a rectangle in pixels.
type area struct{ x, y, w, h float32 }

// fill adds a filled rectangle.
func (p *pool) fill(a area, c color.Color, radius float32) {
	r := p.rect(a)
	r.FillColor, r.StrokeColor, r.StrokeWidth, r.CornerRadius = c, nil, 0, radius
}

// frame adds the outline of a rectangle, drawn inside it.
func (p *pool) frame(a area, c color.Color, width, radius float32) {
	r := p.rect(a)
	r.FillColor, r.StrokeColor, r.StrokeWidth, r.CornerRadius = color.Transparent, c, width, radius
}

// framed adds a filled rectangle with an outline of one pixel.
func (p *pool) framed(a area, ground, line color.Color, radius float32) {
	r := p.rect(a)
	r.FillColor, r.StrokeColor, r.StrokeWidth, r.CornerRadius = ground, line, 1, radius
}

func (p *pool) rect(a area) *canvas.Rectangle {
	if p.nRects == len(p.rects) {
		p.rects = append(p.rects, &canvas.Rectangle{})
	}
	r := p.rects[p.nRects]
	p.nRects++
	r.Move(fyne.NewPos(a.x, a.y))
	r.Resize(fyne.NewSize(a.w, a.h))
	p.box.Objects = append(p.box.Objects, r)
	return r
}

// text adds a string with its top left corner at x, y.
func (p *pool) text(s string, x, y float32, px int, c color.Color, source fyne.Resource) {
	if p.nTexts == len(p.texts) {
		p.texts = append(p.texts, &canvas.Text{})
	}
	t := p.texts[p.nTexts]
	p.nTexts++
	t.Text, t.TextSize, t.Color, t.FontSource = s, float32(px), c, source
	t.Move(fyne.NewPos(x, y))
	t.Resize(fyne.NewSize(1, textReach*float32(px))) // what has no height vanishes as soon as its top is cut off
	p.box.Objects = append(p.box.Objects, t)
}

// textReach is how far letters reach below the top of their text, in their size:
// to below the baseline, and no further than any font does, lest the painter
// centres them.
const textReach = 1.1

// pattern adds a patterned underline.
func (p *pool) pattern(a area, k patternKind, c color.NRGBA) {
	p.raster(a, string(k), func(_, h int) func(x, y int) float64 { return coverage(k, h) }, c)
}

// raster adds a picture of one colour that looks tells apart from others.
func (p *pool) raster(a area, looks string, ink func(w, h int) func(x, y int) float64, c color.NRGBA) {
	if p.nPattern == len(p.patterns) {
		p.patterns = append(p.patterns, newPicture(canvas.ImageScalePixels))
	}
	l := p.patterns[p.nPattern]
	p.nPattern++
	i := inked{looks, c}
	l.set(a, i, func(w, h int) image.Image { return i.drawn(w, h, ink(w, h)) })
	p.box.Objects = append(p.box.Objects, l.raster)
}
