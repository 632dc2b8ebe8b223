package flow

import (
	"slices"
	"unicode/utf8"

	"github.com/go-text/typesetting/shaping"

	"dragoman/model"
)

// Line is a line of text in visual order. Lines are kept and shared: they must
// not be changed.
type Line struct {
	Span        model.Span   // its bytes, without the separator behind it
	Pieces      []Piece      // from left to right
	Hidden      []HiddenMark // in reading order within each piece
	X           float32      // left edge, which is not 0 in a right-to-left block
	Width       float32      // without white space hanging over the end
	RightToLeft bool         // direction of its paragraph
}

// Piece is a part of a line that is drawn at once.
type Piece struct {
	Kind        Kind
	Span        model.Span
	X, Width    float32
	RightToLeft bool
	Font        *Font   // of Text and Missing
	Draw        string  // what to draw, without hidden characters
	Glyphs      []Glyph // what Draw is drawn with; none where it has no outlines, or hangs
	Hanging     bool    // white space at the end of the line

	stops []stop // in reading order, and the end
}

// stop is where a cell of a piece starts in reading order.
type stop struct {
	off   int
	x     float32
	caret bool // a grapheme cluster starts here
}

// line builds line n of block b, which must be shaped and wrapped.
func (f *Flow) line(b, n int, s *shaped) *Line {
	first, end := s.lineCells(n)
	base := int(f.blocks[b].start)
	l := &Line{
		Span:        model.Span{Start: base + int(s.cells[first].off), End: base + int(s.cells[end].off)},
		RightToLeft: s.base == 1,
	}
	parts := f.parts(b, s, first, end)
	levels := make([]uint8, len(parts))
	hanging := float32(0)
	for i, p := range parts {
		if levels[i] = p.run.level; p.hanging {
			levels[i] = s.base // rule L1
			hanging += p.width()
		} else {
			l.Width += p.width()
		}
	}
	x := float32(0)
	if l.RightToLeft {
		l.X = float32(f.width) - l.Width
		x = l.X - hanging
	}
	for _, i := range visualOrder(levels) {
		p := f.piece(base, parts[i], levels[i], x)
		l.Pieces = append(l.Pieces, p)
		l.Hidden = f.hiddenIn(l.Hidden, parts[i], p)
		x += p.Width
	}
	return l
}

// part is a part of a run that stands in one line.
type part struct {
	run     run
	cells   []cell // measured as drawn
	limit   cell   // behind the last
	hanging bool
	draw    string
	glyphs  []Glyph
}

func (p part) width() float32 {
	sum := float32(0)
	for _, c := range p.cells {
		sum += float32(c.adv) / 64
	}
	return sum
}

// parts cuts the cells of a line into parts of runs, white space at its end
// apart.
func (f *Flow) parts(b int, s *shaped, first, end int) []part {
	hang := end
	for hang > first && s.cells[hang-1].flags&blank != 0 {
		hang--
	}
	var out []part
	for _, r := range s.runs {
		for _, cut := range [2][2]int{{max(r.first, first), min(r.end, hang)}, {max(r.first, hang), min(r.end, end)}} {
			if cut[0] >= cut[1] {
				continue
			}
			p := part{run: r, cells: s.cells[cut[0]:cut[1]], limit: s.cells[cut[1]], hanging: cut[0] >= hang}
			if r.font != nil {
				f.draw(b, &p)
			}
			out = append(out, p)
		}
	}
	return out
}

// draw notes what a part of block b is drawn with. One that is not a whole run
// is measured again, as it is drawn.
func (f *Flow) draw(b int, p *part) {
	fonts, px := f.FontsOf(b), f.MetricsOf(b).Size
	var runs []shaping.Output
	if len(p.cells) < p.run.end-p.run.first {
		p.cells = append([]cell(nil), p.cells...)
		p.draw, runs = fonts.measure(p.cells, f.blockText(b), int(p.limit.off), p.run, px)
	} else if p.draw, _ = drawn(p.cells, f.blockText(b), int(p.limit.off), p.run); p.draw != "" {
		runs = fonts.shape([]rune(p.draw), p.run.font, p.run.font.Size(px))
	}
	if !p.hanging {
		p.glyphs = p.run.font.outlined(runs)
	}
}

// piece places a part of the block that starts at byte base at x.
func (f *Flow) piece(base int, p part, level uint8, x float32) Piece {
	out := Piece{
		Kind: p.run.kind, X: x, Width: p.width(), RightToLeft: level&1 == 1, Font: p.run.font, Hanging: p.hanging,
		Draw: p.draw, Glyphs: p.glyphs,
		Span:  model.Span{Start: base + int(p.cells[0].off), End: base + int(p.limit.off)},
		stops: make([]stop, 0, len(p.cells)+1),
	}
	at, sign := x, float32(1)
	if out.RightToLeft {
		at, sign = x+out.Width, -1
	}
	for _, c := range p.cells {
		out.stops = append(out.stops, stop{base + int(c.off), at, c.flags&caret != 0})
		at += sign * float32(c.adv) / 64
	}
	out.stops = append(out.stops, stop{base + int(p.limit.off), at, p.limit.flags&caret != 0})
	return out
}

// hiddenIn adds to marks the hidden characters of a part that is drawn as p.
// Those that stand at the same place are one mark.
func (f *Flow) hiddenIn(marks []HiddenMark, part part, p Piece) []HiddenMark {
	for i, c := range part.cells {
		if c.flags&unseen == 0 {
			continue
		}
		at := p.stops[i]
		r, size := utf8.DecodeRuneInString(f.text[at.off:])
		n := f.noticeAt(at.off)
		last := len(marks) - 1
		if last >= 0 && abs(marks[last].X-at.x) < 0.01 && marks[last].Span.End == at.off {
			marks[last] = marks[last].with(r, n, at.off+size)
			continue
		}
		marks = append(marks, HiddenMark{
			Span: model.Span{Start: at.off, End: at.off + size}, X: at.x, Count: 1, Notice: n, code: HiddenCode(r),
		})
	}
	return marks
}

// x returns where the byte off of the piece starts, in the middle of a cell in
// proportion to its bytes.
func (p *Piece) x(off int) float32 {
	lo, hi := 0, len(p.stops)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; p.stops[mid].off <= off {
			lo = mid
		} else {
			hi = mid
		}
	}
	s := p.stops[lo]
	if s.off >= off || lo+1 == len(p.stops) {
		return s.x
	}
	next := p.stops[lo+1]
	return s.x + (next.x-s.x)*float32(off-s.off)/float32(next.off-s.off)
}

// edges returns the left and right edge of the part of s that lies in the
// piece.
func (p *Piece) edges(s model.Span) (left, right float32) {
	a, b := p.x(max(s.Start, p.Span.Start)), p.x(min(s.End, p.Span.End))
	return min(a, b), max(a, b)
}

// hasCaret reports whether a grapheme cluster starts or ends in the piece: a
// hidden character within a cluster has no place for a caret.
func (p *Piece) hasCaret() bool {
	return slices.ContainsFunc(p.stops, func(s stop) bool { return s.caret })
}

// nearest returns the caret position of the piece, which has one, that is
// nearest to x, and whether it is the far edge, in reading order, of the cluster that x is in.
func (p *Piece) nearest(x float32) (off int, behind bool) {
	best := -1
	for i, s := range p.stops {
		if s.caret && (best < 0 || abs(x-s.x) < abs(x-p.stops[best].x)) {
			best = i
		}
	}
	s := p.stops[best]
	return s.off, best == len(p.stops)-1 || p.RightToLeft && s.x < x || !p.RightToLeft && s.x > x
}

func abs(x float32) float32 { return max(x, -x) }
