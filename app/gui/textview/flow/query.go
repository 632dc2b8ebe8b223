package flow

import "dragoman/model"

// Affinity says which side of an offset a caret belongs to where the two sides
// stand at different places: at the end of a wrapped line and at a change of
// direction.
type Affinity uint8

// The affinities.
const (
	Downstream Affinity = iota // the side of the character behind the offset
	Upstream                   // the side of the character before it
)

// Position is a place for a caret.
type Position struct {
	Offset   int
	Affinity Affinity
}

// Point is where a caret stands: its x, and its line.
type Point struct {
	X           float32
	Block, Line int
	RightToLeft bool // of the character whose edge it is
}

// Rect is a part of a line: the x of its edges, and its line.
type Rect struct {
	Left, Right float32
	Block, Line int
}

// PointOf returns where a caret stands. An offset within a grapheme cluster has
// a place in proportion.
func (f *Flow) PointOf(p Position) Point {
	b := f.BlockAt(p.Offset)
	k := f.blocks[b]
	off := min(p.Offset, int(k.end))
	e := f.at(b)
	cell := e.s.cellAt(off - int(k.start))
	n := e.s.lineAt(cell)
	if p.Affinity == Upstream && n > 0 && int(k.start)+int(e.s.cells[e.s.lines[n]].off) == off {
		n--
	}
	l := f.Line(b, n)
	pt := Point{X: l.start(), Block: b, Line: n, RightToLeft: l.RightToLeft}
	if i := l.pieceOf(off, p.Affinity); i >= 0 {
		pt.X, pt.RightToLeft = l.Pieces[i].x(off), l.Pieces[i].RightToLeft
	}
	return pt
}

// start returns the x at which an empty line begins.
func (l *Line) start() float32 {
	if l.RightToLeft {
		return l.X + l.Width
	}
	return l.X
}

// pieceOf returns the piece whose edge a caret at off stands at, or -1 in an
// empty line.
func (l *Line) pieceOf(off int, a Affinity) int {
	before, behind := -1, -1
	for i, p := range l.Pieces {
		switch {
		case p.Span.Start < off && off < p.Span.End:
			return i
		case p.Span.End == off:
			before = i
		case p.Span.Start == off:
			behind = i
		}
	}
	if behind < 0 || a == Upstream && before >= 0 {
		return before
	}
	return behind
}

// OffsetAt returns the caret position nearest to x in line n of block b.
func (f *Flow) OffsetAt(b, n int, x float32) Position {
	l := f.Line(b, n)
	var best *Piece
	for i := range l.Pieces {
		p := &l.Pieces[i]
		if p.hasCaret() && (best == nil || p.distance(x) < best.distance(x)) {
			best = p
		}
	}
	if best == nil {
		return Position{Offset: l.Span.Start}
	}
	x = min(max(x, best.X), best.X+best.Width)
	off, behind := best.nearest(x)
	if behind {
		return Position{off, Upstream}
	}
	return Position{Offset: off}
}

// distance returns how far x lies outside the piece.
func (p *Piece) distance(x float32) float32 { return max(0, p.X-x, x-p.X-p.Width) }

// Within reports whether x lies on the text of line n of block b, and the byte
// offset of the start of the cluster there.
func (f *Flow) Within(b, n int, x float32) (off int, ok bool) {
	l := f.Line(b, n)
	for i := range l.Pieces {
		p := &l.Pieces[i]
		if x < p.X || x >= p.X+p.Width {
			continue
		}
		for k := 0; k+1 < len(p.stops); k++ {
			left, right := min(p.stops[k].x, p.stops[k+1].x), max(p.stops[k].x, p.stops[k+1].x)
			if left <= x && x < right {
				return p.stops[k].off, true
			}
		}
	}
	return 0, false
}

// RectsIn returns the parts of line n of block b that s covers, one for each
// stretch that is not interrupted, from left to right. White space that hangs
// over the end of the line has none. Hidden characters alone have a narrow one.
func (f *Flow) RectsIn(b, n int, s model.Span) []Rect {
	l := f.Line(b, n)
	if out := l.rects(b, n, s); len(out) > 0 {
		return out
	}
	for _, m := range l.Hidden {
		if m.Span.Overlaps(s) {
			return []Rect{{m.X - hiddenWidth/2, m.X + hiddenWidth/2, b, n}}
		}
	}
	return nil
}

// hiddenWidth is how wide a span of hidden characters alone is shown, in pixels.
const hiddenWidth = 3.0

func (l *Line) rects(b, n int, s model.Span) []Rect {
	var out []Rect
	for i := range l.Pieces {
		p := &l.Pieces[i]
		if p.Hanging || !p.Span.Overlaps(s) {
			continue
		}
		left, right := p.edges(s)
		if right <= left {
			continue
		}
		if k := len(out) - 1; k >= 0 && left-out[k].Right < 0.01 {
			out[k].Right = right
			continue
		}
		out = append(out, Rect{left, right, b, n})
	}
	return out
}

// Rects returns the parts of all lines that s covers, in the order of lines.
// It shapes all of s: for a long span ask RectsIn for the visible lines.
func (f *Flow) Rects(s model.Span) []Rect {
	var out []Rect
	for b := f.BlockAt(s.Start); b < len(f.blocks) && int(f.blocks[b].start) < s.End; b++ {
		for n := range f.Lines(b) {
			if f.Line(b, n).Span.Overlaps(s) {
				out = append(out, f.RectsIn(b, n, s)...)
			}
		}
	}
	return out
}
