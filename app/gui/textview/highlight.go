package textview

import (
	"image/color"
	"unicode/utf8"

	"dragoman/app/gui/textview/flow"
	"dragoman/app/gui/theme"
	"dragoman/model"
)

// highlight is the part of a fragment that lies in one line.
type highlight struct {
	mark    int
	rects   []flow.Rect // in pixels of the view
	lane    int
	colour  color.NRGBA
	opacity float32
	pattern model.Pattern
	tag     string // empty where the line does not hold the annotation's start
	tagLook TagLook
	tagX    float32 // where the annotation starts
	toLeft  bool    // it goes to the left from there
	ends    bool    // the fragment ends in this line
}

// look is all that the highlight of a fragment is painted from; the colours of
// labels and the geometry are not part of it, since a change of those paints
// everything again.
type look struct {
	span     model.Span
	lane     int
	fragment int
	style    string
	tag      string
	tagLook  TagLook
	opacity  float32
}

// looksIn returns what is to be highlighted in a line.
func (v *View) looksIn(line model.Span) []look {
	var out []look
	v.index.Visit(line, func(i flow.Interval, lane int) bool {
		e := v.index.Entry(i.Key)
		m := v.marked.at(int(e.Mark))
		out = append(out, look{i.Span, lane, int(e.Fragment), m.Style, m.Tag, m.TagLook, m.Opacity})
		return true
	})
	return out
}

// lanesShown is how many lanes of underlines have a place of their own.
const lanesShown = 3

// grid is where the parts of a highlight stand, from the top of a line.
type grid struct {
	tintTop, tintHeight float32
	laneTop, lanePitch  float32
	lineHeight, solid   float32 // of underlines
	tagTop, tagHeight   float32
	tagText             int
}

// grid returns the places for the text below the head.
func (v *View) grid() grid { return v.gridOf(v.flow.Heads()) }

// gridOf returns the places for a block: tints from above the capitals to below
// the descenders, underlines beneath, tags above.
func (v *View) gridOf(block int) grid { return v.gridFor(v.flow.MetricsOf(block)) }

func (v *View) gridFor(m flow.Metrics) grid {
	u, letters := float32(v.size)/18, float32(m.Size)/18
	base := float32(m.Baseline)
	top := base - round(17*letters)
	return grid{
		tintTop: top, tintHeight: round(24 * letters),
		laneTop: base + round(5*letters), lanePitch: max(3, round(4*u)), lineHeight: max(4, round(5*u)), solid: max(1, round(2*u)),
		tagTop: top - round(9*u), tagHeight: round(12 * u), tagText: max(6, int(9*u)),
	}
}

func round(x float32) float32 { return float32(int(x + 0.5)) }

// highlights returns what is highlighted in a line, outer annotations before
// those inside them.
func (v *View) highlights(l *flow.Line, at flow.Slot) []highlight {
	var out []highlight
	v.index.Visit(l.Span, func(i flow.Interval, lane int) bool {
		e := v.index.Entry(i.Key)
		h := highlight{mark: int(e.Mark), lane: lane, rects: v.rectsIn(at, i.Span)}
		if len(h.rects) == 0 {
			return true
		}
		v.dress(&h)
		h.ends = i.Span.End <= l.Span.End
		if e.Fragment != 0 || i.Span.Start < l.Span.Start {
			h.tag = ""
		} else {
			pt := v.flow.PointOf(flow.Position{Offset: i.Span.Start})
			h.tagX, h.toLeft = float32(v.column.x)+pt.X, pt.RightToLeft
		}
		out = append(out, h)
		return true
	})
	return out
}

// rectsIn returns the parts of a line that a span covers, in pixels of the view.
func (v *View) rectsIn(at flow.Slot, s model.Span) []flow.Rect {
	rects := v.flow.RectsIn(at.Block, at.Line, s)
	for i := range rects {
		rects[i].Left += float32(v.column.x)
		rects[i].Right += float32(v.column.x)
	}
	return rects
}

// dress gives a highlight the looks of its mark.
func (v *View) dress(h *highlight) {
	m := v.marked.at(h.mark)
	h.colour, h.opacity, h.tagLook = v.style.Muted, m.Opacity, m.TagLook
	if l, ok := v.labels[m.Style]; ok {
		h.colour, h.pattern, h.tag = l.colour(v.style), l.Pattern, l.Tag
	}
	if m.Tag != "" {
		h.tag = m.Tag
	}
	if h.opacity == 0 {
		h.opacity = 1
	}
}

// tags paints the tags of a line's highlights in the space above it. Where
// there is no room for one beside those before it, it is a coloured stub, and
// where there is none for that, nothing. It returns the room that they took.
func (r *row) tags(v *View, hs []highlight, g grid) (taken []area) {
	for _, h := range hs {
		if h.tag == "" {
			continue
		}
		w := g.tagHeight + float32(utf8.RuneCountInString(h.tag)-1)*g.tagHeight*0.6
		a, stub, ok := tagPlace(h, taken, w, g)
		if !ok {
			continue
		}
		taken = append(taken, a)
		r.tag(v, h, a, g, stub)
	}
	return taken
}

// legible is the least opacity of a filled tag, whose letter must read on it.
const legible = 0.8

// tag paints a tag: a label's filled or in outline, a person's in a box of ink.
func (r *row) tag(v *View, h highlight, a area, g grid, stub bool) {
	ground, ink := theme.Tag(h.colour)
	switch {
	case stub && h.tagLook == TagBoxed:
		r.fill(a, v.style.Ink, 2)
		return
	case h.tagLook == TagFilled || stub:
		r.fill(a, fade(ground, max(h.opacity, legible)), 2)
	case h.tagLook == TagOutlined:
		ink = ground
		r.framed(a, v.style.Paper, ground, 2)
	default:
		ink = v.style.Ink
		r.framed(a, v.style.Paper, ink, 3)
	}
	if !stub {
		r.inside(v, v.fonts.tag, h.tag, a, g.tagText, ink)
	}
}

// inside writes a short string in the middle of an area.
func (p *pool) inside(v *View, fonts *flow.Fonts, s string, a area, px int, c color.NRGBA) {
	const capitals = 0.714 // height of capitals of the interface's font
	font := fonts.First()
	baseline := a.y + (a.h+capitals*float32(px))/2
	x := a.x + (a.w-fonts.Width(s, font, px))/2
	p.text(s, x, v.textTop(fonts, font, px, int(baseline+0.5)), px, c, v.fonts.source(font))
}

// tagPlace returns where a tag of width w can stand: at the start of its
// highlight, beside the tags that are there, or as a stub.
func tagPlace(h highlight, taken []area, w float32, g grid) (a area, stub, ok bool) {
	const stubWidth = 3
	for _, width := range []float32{w, stubWidth} {
		for _, shift := range tagShifts(h, taken, 2*w+stubWidth) {
			a = area{h.tagX + shift, g.tagTop, width, g.tagHeight}
			if h.toLeft {
				a.x = h.tagX - shift - width
			}
			if free(a, taken) {
				return a, width != w, true
			}
		}
	}
	return area{}, false, false
}

// tagShifts returns how far from the start of its highlight a tag may stand:
// not at all, or just behind a tag that is there, as far as reach.
func tagShifts(h highlight, taken []area, reach float32) []float32 {
	shifts := []float32{0}
	for _, t := range taken {
		shift := t.x + t.w + 1 - h.tagX
		if h.toLeft {
			shift = h.tagX - t.x + 1
		}
		if shift > 0 && shift <= reach {
			shifts = append(shifts, shift)
		}
	}
	return shifts
}

func free(a area, taken []area) bool {
	for _, t := range taken {
		if a.x < t.x+t.w && t.x < a.x+a.w {
			return false
		}
	}
	return true
}
