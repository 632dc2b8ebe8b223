package flow

import (
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// GlyphID is the number of a glyph in its font.
type GlyphID = font.GID

// Segment is a part of the outline of a glyph, in units of its font; y goes up.
type Segment = font.Segment

// Glyph is a glyph of a piece, in the order of drawing. The pen starts at the
// left edge of the piece on the baseline and moves by Advance behind each glyph.
type Glyph struct {
	ID               GlyphID
	Advance          fixed.Int26_6 // pixels
	XOffset, YOffset fixed.Int26_6 // from the pen; up
	First            bool          // of a run: the painter sets it at a whole pixel
}

// outlined returns the glyphs of runs, or nil where one of them is no outline
// but a picture, or missing.
func (f *Font) outlined(runs []shaping.Output) []Glyph {
	n := 0
	for _, r := range runs {
		n += len(r.Glyphs)
	}
	glyphs := make([]Glyph, 0, n)
	for _, r := range runs {
		for i, g := range r.Glyphs {
			if !f.hasOutline(g.GlyphID) {
				return nil
			}
			glyphs = append(glyphs, Glyph{g.GlyphID, g.Advance, g.XOffset, g.YOffset, i == 0})
		}
	}
	return glyphs
}

func (f *Font) hasOutline(id GlyphID) bool {
	has, known := f.outlines[id]
	if !known {
		_, has = f.face().GlyphData(id).(font.GlyphOutline)
		has = has && id != 0
		f.outlines[id] = has
	}
	return has
}

// Outline returns the outline of a glyph, empty for one that is nothing but
// space or is no outline.
func (f *Font) Outline(id GlyphID) []Segment {
	o, _ := f.face().GlyphData(id).(font.GlyphOutline)
	return o.Segments
}

// UnitsPerEm returns how many units of outlines are the size of the font.
func (f *Font) UnitsPerEm() float32 { return float32(f.face().Upem()) }
