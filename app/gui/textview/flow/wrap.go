package flow

import "golang.org/x/image/math/fixed"

// wrap cuts the block into lines of at most width pixels, at the places of
// UAX #14, and within a word that is wider than a line. White space hangs over
// the end of a line.
func (s *shaped) wrap(width int) {
	if s.lines != nil && s.width == width {
		return
	}
	s.width = width
	s.lines = append(s.lines[:0], 0)
	limit := fixed.I(width)
	var x fixed.Int26_6
	start, opportunity := 0, -1
	for i := 0; i < len(s.cells)-1; i++ {
		c := s.cells[i]
		if i > start && c.flags&mayBreak != 0 {
			opportunity = i
		}
		at := -1
		switch {
		case i > start && c.flags&mustBreak != 0:
			at = i
		case c.flags&blank == 0 && x+c.adv > limit && i > start:
			at = s.breakBefore(start, i, opportunity)
		}
		if at > start {
			s.lines = append(s.lines, int32(at))
			start, opportunity, x = at, -1, s.advance(at, i)
		}
		x += c.adv
	}
}

// breakBefore returns the cell at which the line that starts at start and is
// full before cell i ends: the last opportunity, else the last cluster.
func (s *shaped) breakBefore(start, i, opportunity int) int {
	if opportunity > start {
		return opportunity
	}
	for i > start && s.cells[i].flags&caret == 0 {
		i--
	}
	return i
}

// advance returns the width of the cells from first until end.
func (s *shaped) advance(first, end int) fixed.Int26_6 {
	var sum fixed.Int26_6
	for _, c := range s.cells[first:end] {
		sum += c.adv
	}
	return sum
}

// lineCells returns the cells of line n.
func (s *shaped) lineCells(n int) (first, end int) {
	first, end = int(s.lines[n]), len(s.cells)-1
	if n+1 < len(s.lines) {
		end = int(s.lines[n+1])
	}
	return first, end
}

// lineAt returns the line that holds the cell.
func (s *shaped) lineAt(cell int) int {
	lo, hi := 0, len(s.lines)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; int(s.lines[mid]) <= cell {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// cellAt returns the cell that holds the byte off of the block; the last, empty
// one at the end.
func (s *shaped) cellAt(off int) int {
	lo, hi := 0, len(s.cells)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; int(s.cells[mid].off) <= off {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}
