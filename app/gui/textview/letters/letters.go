// Package letters makes pictures of set text. It rasterises each glyph once for
// each place within a pixel that it can start at, keeps the result, and puts
// pictures together from that: setting a page again costs the copying of bytes.
// It knows no toolkit.
package letters

import (
	"encoding/binary"
	"image"
	"image/color"
	"math"

	"golang.org/x/image/vector"

	"dragoman/app/gui/textview/flow"
)

// steps is how many places within a pixel a glyph can start at: a stem is at
// most 1/32 of a pixel from where it should be, which nobody sees.
const steps = 16

// maxMasks bounds the glyphs that are kept; all are dropped when there are
// more. One takes some 300 bytes.
const maxMasks = 4096

// Press makes pictures. Make it with New; it belongs to one goroutine.
type Press struct {
	cases map[sized]map[glyph]mask
	kept  int // masks in all cases
	made  int // masks made so far, for tests

	raster vector.Rasterizer
	ground []uint8     // how much of each pixel of a picture is covered
	sheet  *image.RGBA // the picture that was made last
}

// New returns a press that keeps nothing yet.
func New() *Press { return &Press{cases: map[sized]map[glyph]mask{}, sheet: &image.RGBA{}} }

// Text is a text to be made a picture of.
type Text struct {
	Font   *flow.Font
	Size   float32 // in pixels of the picture
	Scale  float32 // pixels of the picture for one of Glyphs
	Glyphs []flow.Glyph
}

// Picture returns a picture of w by h pixels of a text, the pen starting at its
// left edge with the baseline at y, in the ink. What reaches over its edges is
// cut off. The picture is valid until the next is made.
func (p *Press) Picture(t Text, y, w, h int, ink color.NRGBA) *image.RGBA {
	w, h = max(1, w), max(1, h)
	p.ground = resized(p.ground, w*h)
	pen, set := float32(0), p.caseOf(sized{t.Font, t.Size})
	for _, g := range t.Glyphs {
		if g.First {
			pen = float32(int(pen))
		}
		x := pen + float32(g.XOffset)/64*t.Scale
		m, left, top := p.at(set, g.ID, x, float32(y)-float32(g.YOffset)/64*t.Scale)
		m.lay(p.ground, left, top, w, h)
		pen += float32(g.Advance) / 64 * t.Scale
	}
	p.sheet.Pix = resized(p.sheet.Pix, 4*w*h)
	p.sheet.Stride, p.sheet.Rect = 4*w, image.Rect(0, 0, w, h)
	inks := shades(ink)
	for i, c := range p.ground {
		if c > 0 {
			binary.LittleEndian.PutUint32(p.sheet.Pix[4*i:], inks[c])
		}
	}
	return p.sheet
}

// resized returns s with n zeros, in its own memory where there is enough.
func resized(s []uint8, n int) []uint8 {
	if cap(s) < n {
		return make([]uint8, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// shades returns an ink at each coverage, in premultiplied colours of four bytes.
func shades(ink color.NRGBA) (out [256]uint32) {
	part := func(v uint8, coverage int) uint32 {
		return uint32((int(v)*int(ink.A)*coverage + 255*255/2) / (255 * 255))
	}
	for c := range out {
		out[c] = part(ink.R, c) | part(ink.G, c)<<8 | part(ink.B, c)<<16 | part(255, c)<<24
	}
	return out
}

// lay puts a glyph on a ground of w by h pixels. Where it covers what another
// does, coverage adds up, as within one outline.
func (m mask) lay(ground []uint8, left, top, w, h int) {
	from, to := max(0, -left), min(m.width, w-left)
	if from >= to {
		return
	}
	for row := max(0, -top); row < min(m.height, h-top); row++ {
		source := m.pixels[row*m.width+from : row*m.width+to]
		target := ground[(top+row)*w+left+from:][:len(source)]
		for i, c := range source {
			target[i] = uint8(min(255, int(target[i])+int(c)))
		}
	}
}

// place returns the pixel in which x lies, and the step within it.
func place(x float32) (pixel int, part uint8) {
	at := int(math.Floor(float64(x*steps + 0.5)))
	pixel = int(math.Floor(float64(at) / steps))
	return pixel, uint8(at - pixel*steps)
}
