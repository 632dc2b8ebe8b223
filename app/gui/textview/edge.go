package textview

import (
	"slices"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/textview/flow"
	"dragoman/model"
	"dragoman/model/segment"
)

// edgeReach is how far from an edge, in pixels, a press takes hold of it.
const edgeReach = 5

// edgeAt returns the fragment of the active annotation of which an edge is under
// a point, and whether it is its start. Other annotations have no edges to
// drag, so that a selection can begin where they do.
func (v *View) edgeAt(pos fyne.Position) (fragment int, start, ok bool) {
	m, active := v.mark(v.active)
	if !active || v.readOnly {
		return 0, false, false
	}
	at := v.port.SlotAt(int(pos.Y))
	for i, s := range m.Fragments {
		if v.atEdge(pos, at, flow.Position{Offset: s.End, Affinity: flow.Upstream}) {
			return i, false, true
		}
		if v.atEdge(pos, at, flow.Position{Offset: s.Start}) {
			return i, true, true
		}
	}
	return 0, false, false
}

func (v *View) atEdge(pos fyne.Position, at flow.Slot, p flow.Position) bool {
	if !(model.Span{Start: v.flow.Line(at.Block, at.Line).Span.Start, End: v.flow.Line(at.Block, at.Line).Span.End + 1}).Contains(p.Offset) {
		return false
	}
	pt := v.flow.PointOf(p)
	d := pos.X - float32(v.column.x) - pt.X
	return pt.Block == at.Block && pt.Line == at.Line && d <= edgeReach && d >= -edgeReach
}

// pressEdge takes hold of an edge of the active annotation.
func (v *View) pressEdge(pos fyne.Position) bool {
	fragment, start, ok := v.edgeAt(pos)
	if !ok {
		return false
	}
	m, _ := v.mark(v.active)
	p := &v.pointer
	p.resizing, p.fragment, p.atStart = true, fragment, start
	p.preview = slices.Clone(m.Fragments)
	return true
}

// dragEdge moves the edge under the pointer. It keeps to the edges of words;
// with Shift held, to those of grapheme clusters. A fragment keeps at least one
// cluster, and stays between its neighbours.
func (v *View) dragEdge(pos fyne.Position) {
	m, ok := v.mark(v.active)
	if !ok {
		return
	}
	p := &v.pointer
	off := v.positionAt(pos).Offset
	if v.Modifiers()&fyne.KeyModifierShift == 0 {
		off = v.snap(v.wordEdge(off, p.atStart), !p.atStart)
	}
	s := m.Fragments[p.fragment]
	text := v.article.Text
	if p.atStart {
		low := 0
		if p.fragment > 0 {
			low = m.Fragments[p.fragment-1].End
		}
		s.Start = min(max(off, low), segment.PreviousGrapheme(text, s.End))
	} else {
		high := len(text)
		if p.fragment+1 < len(m.Fragments) {
			high = m.Fragments[p.fragment+1].Start
		}
		s.End = max(min(off, high), segment.NextGrapheme(text, s.Start))
	}
	p.preview[p.fragment] = s
	v.page.sync()
}

// wordEdge returns the start or end of a word nearest to off.
func (v *View) wordEdge(off int, start bool) int {
	text := v.article.Text
	w := segment.Word(text, off)
	if start {
		return nearest(off, w.Start, segment.NextWordStart(text, off))
	}
	if w.End <= off {
		return w.End
	}
	return nearest(off, w.End, max(0, segment.Word(text, segment.PreviousWord(text, w.Start)).End))
}

func nearest(off, a, b int) int {
	if max(a-off, off-a) <= max(b-off, off-b) {
		return a
	}
	return b
}

// dropEdge ends a drag and says what became of the annotation.
func (v *View) dropEdge() {
	p := &v.pointer
	if !p.resizing {
		return
	}
	fragments := p.preview
	p.resizing, p.preview = false, nil
	m, ok := v.mark(v.active)
	if ok && !model.EqualSpans(m.Fragments, fragments) && v.OnResize != nil {
		v.OnResize(m.ID, fragments)
	}
	v.page.sync()
}
