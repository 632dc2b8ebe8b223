package textview

import (
	"math"

	"fyne.io/fyne/v2"

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
	m := v.flow.Metrics()
	hs := v.highlights(l, at)
	if d == fewest && len(hs) > fewHighlights {
		hs = hs[:fewHighlights]
	}
	g := v.grid()
	for _, h := range hs {
		for _, rect := range h.rects {
			r.fill(area{rect.Left, g.tintTop, rect.Right - rect.Left, g.tintHeight}, fade(h.colour, v.style.Tint*h.opacity), 2)
		}
	}
	for _, h := range hs {
		for _, rect := range h.rects {
			r.underline(h, rect, g)
		}
	}
	r.letters(v, v.flow, l, m, float32(v.column.x))
	if d == everything {
		r.tags(v, hs, g)
	}
}

// letters paints the text of a line whose left edge is x.
func (r *row) letters(v *View, f *flow.Flow, l *flow.Line, m flow.Metrics, x float32) {
	for _, p := range l.Pieces {
		switch p.Kind {
		case flow.Text, flow.Missing:
			px := p.Font.Size(m.Size)
			c := v.style.Ink
			if p.Kind == flow.Missing || f == v.headline.byline {
				c = v.style.Muted
			}
			r.text(p.Draw, x+p.X, v.textTop(f.Fonts(), p.Font, px, m.Baseline), px, c, v.fonts.source(p.Font), fyne.TextStyle{})
		case flow.Hidden:
			r.hiddenName(v, f, p, m, x)
		case flow.Thin:
			r.fill(area{x + p.X + p.Width/2 - 0.5, float32(m.Baseline - m.Size*7/10), 1.5, float32(m.Size)}, v.style.Warning, 0)
		}
	}
}

// textTop returns where text must be drawn so that its baseline stands at y:
// the painter puts it at the next whole pixel below the ascent.
func (v *View) textTop(fonts *flow.Fonts, font *flow.Font, px, y int) float32 {
	s := v.page.scale
	return float32(y) - float32(math.Ceil(float64(fonts.Ascent(font, px)*s)))/s
}

// hiddenName paints the name of a hidden character in a small frame.
func (r *row) hiddenName(v *View, f *flow.Flow, p flow.Piece, m flow.Metrics, x float32) {
	px, font := flow.LabelSize(m.Size), f.Fonts().First()
	top := m.Baseline - px*5/4
	r.frame(area{x + p.X + 0.5, float32(top), p.Width - 1, float32(px*3/2 + 1)}, v.style.Warning, 1, 2)
	r.text(p.Draw, x+p.X+2.5, v.textTop(f.Fonts(), font, px, m.Baseline), px, v.style.Warning, v.fonts.source(font), fyne.TextStyle{})
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
