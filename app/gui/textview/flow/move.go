package flow

import "iter"

// Beside returns the caret position one grapheme cluster to the right or left
// of p as the eye sees it, in the next or previous line at the end of a line.
func (f *Flow) Beside(p Position, right bool) Position {
	pt := f.PointOf(p)
	l := f.Line(pt.Block, pt.Line)
	if next, ok := l.cross(pt.X, right); ok {
		return f.atLineStart(pt, next)
	}
	forward := right != l.RightToLeft
	b, n, ok := f.Neighbour(pt.Block, pt.Line, step(forward))
	if !ok {
		return p
	}
	target := Position{Offset: f.Line(b, n).Span.Start}
	if !forward {
		target = Position{f.Line(b, n).Span.End, Upstream}
	}
	if target.Offset == p.Offset && f.PointOf(target) != pt {
		return f.Beside(target, right)
	}
	return target
}

func step(forward bool) int {
	if forward {
		return 1
	}
	return -1
}

// atLineStart makes a position at the end of a wrapped line the same offset at
// the start of the next line.
func (f *Flow) atLineStart(pt Point, p Position) Position {
	if p.Offset == f.Line(pt.Block, pt.Line).Span.End && pt.Line+1 < f.Lines(pt.Block) {
		return Position{Offset: p.Offset}
	}
	return p
}

// cross returns the far edge of the first cluster to the right or left of x.
func (l *Line) cross(x float32, right bool) (Position, bool) {
	var found Position
	best, ok := float32(0), false
	for i := range l.Pieces {
		p := &l.Pieces[i]
		for a, b := range p.clusters() {
			middle := (a.x + b.x) / 2
			if a.x == b.x || right && middle <= x || !right && middle >= x {
				continue
			}
			d := abs(middle - x)
			if ok && d >= best {
				continue
			}
			best, ok = d, true
			if right == !p.RightToLeft {
				found = Position{b.off, Upstream}
			} else {
				found = Position{Offset: a.off}
			}
		}
	}
	return found, ok
}

// clusters yields where each grapheme cluster of the piece starts and ends, in
// reading order.
func (p *Piece) clusters() iter.Seq2[stop, stop] {
	return func(yield func(stop, stop) bool) {
		from := -1
		for i, s := range p.stops {
			if !s.caret {
				continue
			}
			if from >= 0 && !yield(p.stops[from], s) {
				return
			}
			from = i
		}
	}
}

// Neighbour returns the line delta lines below line n of block b (above, when
// negative), and false when there is none so far; then it is the last or first.
func (f *Flow) Neighbour(b, n, delta int) (block, line int, ok bool) {
	for delta > 0 {
		if rest := f.Lines(b) - 1 - n; delta <= rest {
			return b, n + delta, true
		} else if b+1 == len(f.blocks) {
			return b, n + rest, false
		} else {
			delta -= rest + 1
			b, n = b+1, 0
		}
	}
	for delta < 0 {
		if -delta <= n {
			return b, n + delta, true
		} else if b == 0 {
			return 0, 0, false
		}
		delta += n + 1
		b--
		n = f.Lines(b) - 1
	}
	return b, n, true
}

// Vertical returns the caret position delta lines below p at the x goal; above
// the first line it is the start of the text, below the last its end.
func (f *Flow) Vertical(p Position, goal float32, delta int) Position {
	pt := f.PointOf(p)
	b, n, ok := f.Neighbour(pt.Block, pt.Line, delta)
	switch {
	case ok:
		return f.OffsetAt(b, n, goal)
	case delta < 0:
		return Position{}
	}
	return Position{Offset: len(f.text)}
}

// LineEdge returns the start or end of the line that p is in.
func (f *Flow) LineEdge(p Position, end bool) Position {
	pt := f.PointOf(p)
	l := f.Line(pt.Block, pt.Line)
	if end {
		return Position{l.Span.End, Upstream}
	}
	return Position{Offset: l.Span.Start}
}

// RightToLeft reports whether the paragraph that holds the offset is.
func (f *Flow) RightToLeft(off int) bool { return f.at(f.BlockAt(off)).s.base == 1 }
