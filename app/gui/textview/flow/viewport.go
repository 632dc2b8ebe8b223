package flow

import "dragoman/model"

// Viewport is the part of a flow that is seen through a window of some height.
// It is anchored to a block: heights that become known above it move nothing
// that is seen.
type Viewport struct {
	flow   *Flow
	height int
	head   int // empty space above the first block
	foot   int // empty space below the last
	block  int // at the top of the window
	rest   int // of that block, above the window; negative in the head
}

// NewViewport returns a view of the start of the flow, with empty space of head
// pixels above the text and foot pixels below it.
func NewViewport(f *Flow, height, head, foot int) *Viewport {
	v := &Viewport{flow: f, height: height, head: head, foot: foot}
	v.ScrollToY(0)
	return v
}

// Shape changes the size of the window and of the space around the text and
// keeps the first line where it is. Call it also after the flow's width or
// metrics have changed, with the offset that Top gave before.
func (v *Viewport) Shape(height, head, foot int, top model.Span) {
	atStart := v.block == 0 && v.rest <= 0
	v.height, v.head, v.foot = height, head, foot
	if atStart {
		v.block, v.rest = 0, min(v.rest, 0)
		if v.rest < -head {
			v.rest = -head
		}
		v.settle()
		return
	}
	v.anchor(top.Start)
}

// Top returns the first line of the window that is seen whole, or the empty
// span at the start.
func (v *Viewport) Top() model.Span {
	for _, s := range v.Slots() {
		if s.Y >= 0 {
			return v.flow.Line(s.Block, s.Line).Span
		}
	}
	return model.Span{}
}

// anchor puts the line that holds off at the top of the window.
func (v *Viewport) anchor(off int) {
	pt := v.flow.PointOf(Position{Offset: off})
	v.block, v.rest = pt.Block, pt.Line*v.flow.MetricsOf(pt.Block).LineHeight
	v.settle()
}

// ScrollBy moves the window down by dy pixels, up when negative, as far as the
// text goes, and returns by how much it moved.
func (v *Viewport) ScrollBy(dy int) int {
	before := v.y()
	v.rest += dy
	v.settle()
	return v.y() - before
}

// y returns the distance from the top of the head to the top of the window, as
// far as heights are known.
func (v *Viewport) y() int { return v.head + v.flow.Top(v.block) + v.rest }

// settle moves the anchor to the block at the top of the window, and the window
// back to the text where it went beyond.
func (v *Viewport) settle() {
	v.settleTop()
	if below := v.below(); below < v.height {
		v.rest -= v.height - below
		v.settleTop()
	}
}

func (v *Viewport) settleTop() {
	for v.rest < 0 && v.block > 0 {
		v.block--
		v.rest += v.flow.Height(v.block)
	}
	if v.block == 0 {
		v.rest = max(v.rest, -v.head)
	}
	for v.block+1 < len(v.flow.blocks) {
		h := v.flow.Height(v.block)
		if v.rest < h {
			return
		}
		v.rest -= h
		v.block++
	}
}

// below returns how many pixels of text and foot are below the top of the
// window, at least; it looks no further than the window is high.
func (v *Viewport) below() int {
	sum := -v.rest
	for b := v.block; sum < v.height; b++ {
		if b == len(v.flow.blocks) {
			return sum + v.foot
		}
		sum += v.flow.Height(b)
	}
	return sum
}

// ScrollToY moves the top of the window to a distance from the top of the head,
// as far as heights are known: for a scroll bar.
func (v *Viewport) ScrollToY(y int) {
	v.block, v.rest = v.flow.BlockAtY(max(0, y-v.head))
	if y < v.head {
		v.block, v.rest = 0, y-v.head
	} else if was, now := v.flow.heightNow(v.block), v.flow.Height(v.block); was > 0 {
		v.rest = v.rest * now / was
	}
	v.settle()
}

// Extent returns the distance from the top of the head to the top of the
// window, and the height of all, as far as heights are known.
func (v *Viewport) Extent() (y, total int) {
	return v.y(), v.head + v.flow.Top(len(v.flow.blocks)) + v.foot
}

// Height returns the height of the window.
func (v *Viewport) Height() int { return v.height }

// HeadY returns the y of the top of the head in the window, and whether any of
// it is seen.
func (v *Viewport) HeadY() (y int, seen bool) {
	if v.block > 0 || v.rest >= 0 {
		return 0, false
	}
	return -v.head - v.rest, true
}

// Slot is a line that is seen, and the y of its top in the window.
type Slot struct {
	Block, Line, Y int
}

// Slots returns the lines that are at least partly seen, from the top.
func (v *Viewport) Slots() []Slot {
	var out []Slot
	y := -v.rest
	for b := v.block; b < len(v.flow.blocks) && y < v.height; b++ {
		h := v.flow.MetricsOf(b).LineHeight
		for n := range v.flow.Lines(b) {
			top := y + n*h
			if top+h > 0 && top < v.height {
				out = append(out, Slot{b, n, top})
			}
		}
		y += v.flow.Height(b)
	}
	return out
}

// Block returns the first block that is at least partly seen.
func (v *Viewport) Block() int { return v.block }

// Y returns the y in the window of the top of line n of block b, which may lie
// far outside.
func (v *Viewport) Y(b, n int) int {
	v.flow.at(b)
	return v.flow.Top(b) + n*v.flow.MetricsOf(b).LineHeight - v.flow.Top(v.block) - v.rest
}

// SlotAt returns the line at y of the window, the nearest where there is none.
func (v *Viewport) SlotAt(y int) Slot {
	slots := v.Slots()
	found := Slot{Block: v.block}
	for i, s := range slots {
		if i == 0 || s.Y <= y {
			found = s
		}
	}
	return found
}

// OffsetAt returns the caret position nearest to a point of the window.
func (v *Viewport) OffsetAt(x float32, y int) Position {
	s := v.SlotAt(y)
	return v.flow.OffsetAt(s.Block, s.Line, x)
}

// Visible returns the bytes of the lines that are at least partly seen.
func (v *Viewport) Visible() model.Span {
	slots := v.Slots()
	if len(slots) == 0 {
		return model.Span{}
	}
	a, z := slots[0], slots[len(slots)-1]
	return model.Span{Start: v.flow.Line(a.Block, a.Line).Span.Start, End: v.flow.Line(z.Block, z.Line).Span.End}
}

// Show scrolls as little as needed to bring the offset into the window with at
// least margin pixels above and below; an offset far away comes to a third of
// the window.
func (v *Viewport) Show(off, margin int) {
	pt := v.flow.PointOf(Position{Offset: off})
	y, h := v.Y(pt.Block, pt.Line), v.flow.MetricsOf(pt.Block).LineHeight
	margin = max(0, min(margin, (v.height-h)/2))
	switch {
	case y < -v.height || y > 2*v.height:
		v.block, v.rest = pt.Block, pt.Line*h-v.height/3
		v.settle()
	case y < margin:
		v.ScrollBy(y - margin)
	case y+h > v.height-margin:
		v.ScrollBy(y + h - v.height + margin)
	}
}
