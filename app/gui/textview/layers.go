package textview

import (
	"fyne.io/fyne/v2"

	"dragoman/app/gui/textview/flow"
	"dragoman/model"
)

var fyneBold = fyne.TextStyle{Bold: true}

// paintUnder paints what lies below the text: the selection and the hits of a
// search.
func (v *View) paintUnder(p *pool, slots []flow.Slot) {
	p.begin()
	seen := v.port.Visible()
	for i, s := range v.foundIn(seen) {
		c := v.style.Found
		v.paintSpan(slots, s, func(a area) { p.fill(a, c, 2) })
		if i == v.current-v.firstFound(seen) && v.current >= 0 {
			v.paintSpan(slots, s, func(a area) { p.frame(a, v.style.Accent, 1.5, 2) })
		}
	}
	for _, s := range v.Selection() {
		v.paintSpan(slots, s, func(a area) { p.fill(a, v.style.Selection, 0) })
	}
}

// paintSpan calls paint with the place of each visible part of a span.
func (v *View) paintSpan(slots []flow.Slot, s model.Span, paint func(area)) {
	g := v.grid()
	for _, at := range slots {
		if !v.flow.Line(at.Block, at.Line).Span.Overlaps(s) {
			continue
		}
		for _, r := range v.rectsIn(at, s) {
			paint(area{r.Left, float32(at.Y) + g.tintTop, r.Right - r.Left, g.tintHeight})
		}
	}
}

// firstFound returns the first hit that ends behind the start of s.
func (v *View) firstFound(s model.Span) int {
	for i, h := range v.found {
		if h.End > s.Start {
			return i
		}
	}
	return len(v.found)
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

// paintOver paints what lies above the text: links, the frame of the active
// annotation, the caret and the scroll bar.
func (v *View) paintOver(p *pool, slots []flow.Slot) {
	p.begin()
	if m, ok := v.mark(v.active); ok {
		v.paintLinks(p, slots)
		for _, s := range v.shownFragments(m) {
			v.paintSpan(slots, s, func(a area) { p.frame(a.grow(2), v.style.Accent, 2, 4) })
		}
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
	g := v.grid()
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
