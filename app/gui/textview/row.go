package textview

import (
	"image/color"
	"math"
	"strings"

	"dragoman/app/gui/textview/flow"
	"dragoman/model"
)

// row is a painted line. Its objects are placed from the top of the line, so
// that scrolling moves its box alone.
type row struct {
	*pool
	span  model.Span
	shows []look
	stale bool
}

// detail is how much of the highlights a row shows.
type detail int

// The details, from all to the least: tags are left out first, then all but the
// longest highlights of a line.
const (
	everything detail = iota
	withoutTags
	fewest
)

// fewHighlights is how many highlights a line shows in the least detail.
const fewHighlights = 4

// build paints a line of text with its highlights.
func (r *row) build(v *View, l *flow.Line, at flow.Slot, d detail) {
	r.begin()
	r.span, r.stale = l.Span, false
	r.shows = v.looksIn(l.Span)
	m := v.flow.MetricsOf(at.Block)
	hs := v.highlights(l, at)
	if d == fewest && len(hs) > fewHighlights {
		hs = hs[:fewHighlights]
	}
	g := v.gridOf(at.Block)
	for _, h := range hs {
		if h.lane >= lanesShown {
			continue // more tints would hide the letters
		}
		for _, rect := range h.rects {
			r.fill(area{rect.Left, g.tintTop, rect.Right - rect.Left, g.tintHeight}, fade(h.colour, v.style.Tint*h.opacity), 2)
		}
	}
	for _, h := range hs {
		for _, rect := range h.rects {
			r.underline(h, rect, g)
		}
	}
	r.letters(v, v.flow.FontsOf(at.Block), l, m, spot{x: float32(v.column.x)}, v.style.Ink)
	var taken []area
	if d == everything {
		taken = r.tags(v, hs, g)
	}
	r.hidden(v, l, float32(v.column.x), g, taken, d == everything)
}

// letters paints the text of a line whose left top corner is at a spot.
func (p *pool) letters(v *View, fonts *flow.Fonts, l *flow.Line, m flow.Metrics, at spot, ink color.NRGBA) {
	for i := range l.Pieces {
		piece := &l.Pieces[i]
		if strings.Trim(piece.Draw, " \u00a0\u200f") == "" && piece.Kind == flow.Text {
			continue // nothing to see
		}
		if piece.Font == nil {
			continue // a tab
		}
		px, c := piece.Font.Size(m.Size), ink
		if piece.Kind == flow.Missing {
			c = v.style.Muted
		}
		x, y := at.x+piece.X, v.textTop(fonts, piece.Font, px, int(at.y)+m.Baseline)
		if len(piece.Glyphs) == 0 {
			p.text(piece.Draw, x, y, px, c, v.fonts.source(piece.Font))
			continue
		}
		p.print(v, setting{piece, fonts, px, c, v.page.scale}, x, y)
	}
}

// textTop returns where text must be drawn so that its baseline stands at y:
// the painter puts it at the next whole pixel below the ascent.
func (v *View) textTop(fonts *flow.Fonts, font *flow.Font, px, y int) float32 {
	s := v.page.scale
	return float32(y) - float32(math.Ceil(float64(fonts.Ascent(font, px)*s)))/s
}

// underline paints one underline of a highlight in its lane.
func (r *row) underline(h highlight, rect flow.Rect, g grid) {
	y := g.laneTop + float32(min(h.lane, lanesShown-1))*g.lanePitch
	left, right := rect.Left, rect.Right
	if h.ends && right-left > 6 {
		right--
	}
	a := area{left, y, right - left, g.lineHeight}
	c := fade(h.colour, h.opacity)
	if h.pattern == model.Solid || h.pattern == "" {
		a.h = g.solid
		r.fill(a, c, 0)
		return
	}
	r.pattern(a, h.pattern, c)
}
