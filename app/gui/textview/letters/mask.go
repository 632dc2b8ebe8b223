package letters

import (
	"image"
	"image/draw"
	"iter"
	"math"

	"github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/vector"

	"dragoman/app/gui/textview/flow"
)

// sized is a font at a size. Its glyphs lie together, as in a type case.
type sized struct {
	font *flow.Font
	size float32
}

// glyph is a glyph that starts in a part of a pixel: its number, and the steps to
// the right and down.
type glyph uint64

func glyphOf(id flow.GlyphID, x, y uint8) glyph { return glyph(id)<<16 | glyph(x)<<8 | glyph(y) }

func (g glyph) id() flow.GlyphID     { return flow.GlyphID(g >> 16) }
func (g glyph) part() (x, y float32) { return float32(g>>8&0xFF) / steps, float32(g&0xFF) / steps }

// mask is how much of each pixel a glyph covers.
type mask struct {
	left, top     int // of its first pixel, from the glyph's origin
	width, height int
	pixels        []uint8
}

// typeCase is the glyphs of a font at a size that are there.
type typeCase struct {
	sized
	masks map[glyph]mask
}

func (p *Press) caseOf(s sized) typeCase {
	masks, ok := p.cases[s]
	if !ok {
		masks = map[glyph]mask{}
		p.cases[s] = masks
	}
	return typeCase{s, masks}
}

// at returns the mask of a glyph whose origin is at x, y, made when it is first
// asked for, and the pixel where it begins.
func (p *Press) at(c typeCase, id flow.GlyphID, x, y float32) (m mask, left, top int) {
	column, xPart := place(x)
	line, yPart := place(y)
	g := glyphOf(id, xPart, yPart)
	m, ok := c.masks[g]
	if !ok {
		if p.kept++; p.kept > maxMasks {
			for _, masks := range p.cases {
				clear(masks)
			}
			p.kept = 1
		}
		m = p.make(c.sized, g)
		c.masks[g] = m
	}
	return m, column + m.left, line + m.top
}

// make rasterises a glyph.
func (p *Press) make(s sized, g glyph) mask {
	p.made++
	outline := s.font.Outline(g.id())
	o := onto{scale: s.size / s.font.UnitsPerEm()}
	o.x, o.y = g.part()
	m := o.bounds(outline)
	if m.width <= 0 || m.height <= 0 {
		return mask{}
	}
	o.x, o.y = o.x-float32(m.left), o.y-float32(m.top)
	p.raster.Reset(m.width, m.height)
	p.raster.DrawOp = draw.Src
	for _, s := range outline {
		o.draw(&p.raster, s)
	}
	p.raster.ClosePath()
	m.pixels = make([]uint8, m.width*m.height)
	to := &image.Alpha{Pix: m.pixels, Stride: m.width, Rect: image.Rect(0, 0, m.width, m.height)}
	p.raster.Draw(to, to.Rect, image.Opaque, image.Point{})
	return m
}

// onto places outlines on pixels.
type onto struct{ scale, x, y float32 }

// at returns where a point is, in 64ths of a pixel as the toolkit has it.
func (o onto) at(p opentype.SegmentPoint) (x, y float32) {
	return float32(int((p.X*o.scale+o.x)*64)) / 64, float32(int((o.y-p.Y*o.scale)*64)) / 64
}

// bounds returns an empty mask that has room for an outline.
func (o onto) bounds(outline []flow.Segment) mask {
	left, top := math.Inf(1), math.Inf(1)
	right, bottom := math.Inf(-1), math.Inf(-1)
	for _, s := range outline {
		for _, p := range s.ArgsSlice() {
			x, y := o.at(p)
			left, right = min(left, float64(x)), max(right, float64(x))
			top, bottom = min(top, float64(y)), max(bottom, float64(y))
		}
	}
	if left > right {
		return mask{}
	}
	m := mask{left: int(math.Floor(left)), top: int(math.Floor(top))}
	m.width, m.height = int(math.Ceil(right))-m.left, int(math.Ceil(bottom))-m.top
	return m
}

// draw adds a segment. Curves become lines here, for the rasteriser makes so few
// of small ones that letters lose their shape.
func (o onto) draw(r *vector.Rasterizer, s flow.Segment) {
	ax, ay := o.at(s.Args[0])
	bx, by := o.at(s.Args[1])
	cx, cy := o.at(s.Args[2])
	px, py := r.Pen()
	switch s.Op {
	case opentype.SegmentOpMoveTo:
		r.ClosePath()
		r.MoveTo(ax, ay)
	case opentype.SegmentOpLineTo:
		r.LineTo(ax, ay)
	case opentype.SegmentOpQuadTo:
		for t := range cuts(bend(px, py, ax, ay, bx, by)) {
			u := 1 - t
			r.LineTo(u*u*px+2*u*t*ax+t*t*bx, u*u*py+2*u*t*ay+t*t*by)
		}
		r.LineTo(bx, by)
	case opentype.SegmentOpCubeTo:
		for t := range cuts(max(bend(px, py, ax, ay, cx, cy), bend(px, py, bx, by, cx, cy))) {
			u := 1 - t
			r.LineTo(u*u*u*px+3*u*u*t*ax+3*u*t*t*bx+t*t*t*cx, u*u*u*py+3*u*u*t*ay+3*u*t*t*by+t*t*t*cy)
		}
		r.LineTo(cx, cy)
	}
}

// bend tells how far a curve from a to c with the handle b is from a line: the
// square of the deviation, in 64ths of a pixel.
func bend(ax, ay, bx, by, cx, cy float32) float64 {
	dx, dy := 64*float64(ax-2*bx+cx), 64*float64(ay-2*by+cy)
	return dx*dx + dy*dy
}

// cuts yields where on a curve of that bend, between 0 and 1, a line ends and
// the next begins, so that nobody sees that they are lines.
func cuts(bend float64) iter.Seq[float32] {
	return func(yield func(float32) bool) {
		n := 1 + int(math.Sqrt(math.Sqrt(3*bend)))
		for i := 1; i < n; i++ {
			if !yield(float32(i) / float32(n)) {
				return
			}
		}
	}
}
