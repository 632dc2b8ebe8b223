package agree

// assignment finds the matching of greatest weight in a sparse bipartite
// graph, by shortest augmenting paths with potentials (Jonker and Volgenant
// 1987). Each row has a column of its own beside the real ones which stands
// for "no partner" and costs nothing, so a search never goes further than the
// gain reaches.
type assignment struct {
	first    []int // of each row's edges in targets; one more at the end
	targets  []target
	rowPrice []int64
	colPrice []int64
	rowOf    []int // by column, -1: free
	colOf    []int // by row
	distance []int64
	from     []int // row over which a column was reached
	seen     []int // the search in which the column was last reached
	done     []int // the search in which the column was last settled
	open     []int
	settled  []int
}

type target struct {
	col  int
	cost int64
}

// solve returns the column of each row, or -1. Weights must be positive.
func (s *assignment) solve(edges []edge, rows, cols int) []int {
	s.prepare(edges, rows, cols)
	for row := range rows {
		s.augment(row, row+1)
	}
	for row, col := range s.colOf {
		if col >= cols {
			s.colOf[row] = -1
		}
	}
	return s.colOf
}

func (s *assignment) prepare(edges []edge, rows, cols int) {
	s.first = filled(s.first, rows+1, 0)
	for _, e := range edges {
		s.first[e.a+1]++
	}
	for row := range rows {
		s.first[row+1] += s.first[row] + 1 // and one for no partner
	}
	s.targets = filled(s.targets, len(edges)+rows, target{})
	next := filled(s.open, rows, 0)
	copy(next, s.first)
	for _, e := range edges {
		s.targets[next[e.a]] = target{e.b, -e.weight}
		next[e.a]++
	}
	for row := range rows {
		s.targets[next[row]] = target{cols + row, 0}
	}
	all := cols + rows
	s.rowPrice, s.colPrice = filled(s.rowPrice, rows, 0), filled(s.colPrice, all, 0)
	s.rowOf, s.colOf = filled(s.rowOf, all, -1), filled(s.colOf, rows, -1)
	s.distance, s.from = filled(s.distance, all, 0), filled(s.from, all, 0)
	s.seen, s.done = filled(s.seen, all, 0), filled(s.done, all, 0)
	s.open = next
}

// filled returns n times the value, in the memory of s where it is enough.
func filled[T any](s []T, n int, value T) []T {
	if cap(s) < n {
		s = make([]T, n, 2*n)
	}
	s = s[:n]
	for i := range s {
		s[i] = value
	}
	return s
}

// augment gives the row a column, along the cheapest path to a free one.
func (s *assignment) augment(row, search int) {
	s.open, s.settled = s.open[:0], s.settled[:0]
	s.reach(row, 0, search)
	for {
		col := s.nearest(search)
		if s.rowOf[col] < 0 {
			s.reprice(row, s.distance[col])
			s.flip(row, col)
			return
		}
		s.settled = append(s.settled, col)
		s.reach(s.rowOf[col], s.distance[col], search)
	}
}

// reach looks at the columns beside a row that is this far away.
func (s *assignment) reach(row int, far int64, search int) {
	for _, t := range s.targets[s.first[row]:s.first[row+1]] {
		if s.done[t.col] == search {
			continue
		}
		d := far + t.cost - s.rowPrice[row] - s.colPrice[t.col]
		switch {
		case s.seen[t.col] != search:
			s.seen[t.col] = search
			s.open = append(s.open, t.col)
		case d >= s.distance[t.col]:
			continue
		}
		s.distance[t.col], s.from[t.col] = d, row
	}
}

// nearest settles and returns the open column that is nearest; a row's own
// column is always among them.
func (s *assignment) nearest(search int) int {
	best := 0
	for i, col := range s.open {
		if d := s.distance[col] - s.distance[s.open[best]]; d < 0 || d == 0 && col < s.open[best] {
			best = i
		}
	}
	col := s.open[best]
	s.open[best] = s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	s.done[col] = search
	return col
}

// reprice keeps every reduced cost at or above zero, and at zero along the
// path.
func (s *assignment) reprice(row int, length int64) {
	s.rowPrice[row] += length
	for _, col := range s.settled {
		s.rowPrice[s.rowOf[col]] += length - s.distance[col]
		s.colPrice[col] -= length - s.distance[col]
	}
}

func (s *assignment) flip(row, col int) {
	for {
		r := s.from[col]
		s.rowOf[col] = r
		s.colOf[r], col = col, s.colOf[r]
		if r == row {
			return
		}
	}
}
