package textview

import (
	"image/color"
	"sort"

	"dragoman/app/gui/textview/flow"
	"dragoman/model"
)

// paintUnder paints what lies below the text: the hits of a search, the
// selection, and the outlines of the active annotation and its partners with
// the lines between them.
func (v *View) paintUnder(p *pool, slots []flow.Slot) {
	p.begin()
	seen := v.port.Visible()
	for i, s := range v.foundIn(seen) {
		v.paintSpan(slots, s, func(a area, _ grid) { p.fill(a, v.style.Found, 2) })
		if v.current >= 0 && i == v.current-v.firstFound(seen) {
			v.paintSpan(slots, s, func(a area, _ grid) { p.frame(a, v.style.Accent, 1.5, 2) })
		}
	}
	for _, s := range v.Selection() {
		v.paintSpan(slots, s, func(a area, _ grid) { p.fill(a, v.style.Selection, 0) })
	}
	v.outline(p, slots, v.frame, 2, 2, v.style.Accent)
	m, ok := v.mark(v.active)
	if !ok {
		return
	}
	v.paintElbows(p, slots)
	for _, partner := range v.partners() {
		v.outline(p, slots, partner.Fragments, 1, 1, fade(v.style.Accent, 0.75))
	}
	v.outline(p, slots, v.shownFragments(m), 2, 2, v.style.Accent)
}

// outline frames fragments, with their underlines, at some distance.
func (v *View) outline(p *pool, slots []flow.Slot, fragments []model.Span, distance, width float32, c color.NRGBA) {
	seen := v.port.Visible()
	for _, s := range fragments {
		if !seen.Overlaps(s) {
			continue // and nobody needs to know its lanes
		}
		lane := float32(v.outerLane(s))
		v.paintSpan(slots, s, func(a area, g grid) {
			a.h = max(a.h, g.laneTop+lane*g.lanePitch+g.solid-g.tintTop)
			p.frame(a.grow(distance), c, width, 4)
		})
	}
}

// outerLane returns the outermost lane that is shown of what lies within a span.
func (v *View) outerLane(s model.Span) int {
	outer := 0
	v.index.Visit(s, func(i flow.Interval, lane int) bool {
		if s.Covers(i.Span) {
			outer = max(outer, min(lane, lanesShown-1))
		}
		return true
	})
	return outer
}

// paintSpan calls paint with the place of each visible part of a span, and the
// grid of its line.
func (v *View) paintSpan(slots []flow.Slot, s model.Span, paint func(area, grid)) {
	for _, at := range slots {
		if !v.flow.Line(at.Block, at.Line).Span.Overlaps(s) {
			continue
		}
		g := v.gridOf(at.Block)
		for _, r := range v.rectsIn(at, s) {
			paint(area{r.Left, float32(at.Y) + g.tintTop, r.Right - r.Left, g.tintHeight}, g)
		}
	}
}

// firstFound returns the first hit that ends behind the start of s.
func (v *View) firstFound(s model.Span) int {
	return sort.Search(len(v.found), func(i int) bool { return v.found[i].End > s.Start })
}

// foundIn returns the hits in s.
func (v *View) foundIn(s model.Span) []model.Span {
	from := v.firstFound(s)
	end := from
	for end < len(v.found) && v.found[end].Start < s.End {
		end++
	}
	return v.found[from:end]
}

// paintOver paints what lies above the text: the names of links, the caret and
// the scroll bar.
func (v *View) paintOver(p *pool, slots []flow.Slot) {
	p.begin()
	if v.active != "" {
		v.paintLinks(p, slots)
	}
	v.paintCaret(p, slots)
	v.paintBar(p)
}

// shownFragments returns the fragments of a mark, or those that dragging its
// edge would give it.
func (v *View) shownFragments(m Mark) []model.Span {
	if v.pointer.resizing && m.ID == v.active {
		return v.pointer.preview
	}
	return m.Fragments
}

func (a area) grow(d float32) area { return area{a.x - d, a.y - d, a.w + 2*d, a.h + 2*d} }

func (v *View) paintCaret(p *pool, slots []flow.Slot) {
	if !v.focused {
		return
	}
	pt := v.flow.PointOf(v.selection.caret)
	g := v.gridOf(pt.Block)
	for _, at := range slots {
		if at.Block == pt.Block && at.Line == pt.Line {
			x := min(pt.X, float32(v.column.width))
			p.fill(area{float32(v.column.x) + x - 1, float32(at.Y) + g.tintTop, 2, g.tintHeight}, v.style.Accent, 0)
		}
	}
}

// paintBar paints a slim scroll bar where the article is longer than the view.
func (v *View) paintBar(p *pool) {
	if a, ok := v.bar(); ok {
		c := v.style.Line
		if v.pointer.onBar || v.pointer.scrolling {
			c = v.style.Muted
		}
		p.fill(a, c, 3)
	}
}

// bar returns the place of the scroll bar's thumb, and false without one.
func (v *View) bar() (area, bool) {
	y, total := v.port.Extent()
	height := float32(v.port.Height())
	if total <= v.port.Height() {
		return area{}, false
	}
	length := max(28, height*height/float32(total))
	top := (height - length) * float32(y) / float32(total-v.port.Height())
	return area{v.Size().Width - 9, min(max(top, 0), height-length), 6, length}, true
}
