package agree

import (
	"cmp"
	"slices"

	"dragoman/model"
)

// Pair says that annotation A of the first slice and B of the second
// correspond. Both are indexes.
type Pair struct{ A, B int }

// Match returns which annotation of a corresponds to which of b, in the order
// of a. Each has at most one partner, and partners share at least one byte of
// their fragments. Of all such matchings it is one that is best by these
// figures, the first that differs deciding:
//
//  1. how many pairs have the same fragments and label;
//  2. how many pairs have the same fragments;
//  3. the sum over pairs of the overlap (Jaccard index of the covered bytes)
//     and 1 where the labels are the same;
//  4. how many pairs have the same label;
//  5. how many pairs there are.
//
// So no count of pairs with the same place, label or both depends on which of
// two equally good matchings was found. Neither the order of the annotations
// nor their ids make a difference, and Match(b, a) gives the same pairs. An
// annotation that is there twice is matched once.
//
// Greedy matchers, such as that of the SemEval 2013 task 9 scorer and its
// descendants, depend on order and can lose an exact match; this is an
// assignment problem, solved by shortest augmenting paths (Jonker and Volgenant
// 1987) over the pairs that overlap.
func Match(a, b []model.Annotation) []Pair {
	labels := labelsIn(a, b)
	x, y := itemsOf(a, labels), itemsOf(b, labels)
	var m matcher
	pairs := m.match(x, y)
	found := make([]Pair, len(pairs))
	for i, p := range pairs {
		found[i] = Pair{x[p.A].index, y[p.B].index}
	}
	slices.SortFunc(found, func(p, q Pair) int { return cmp.Compare(p.A, q.A) })
	return found
}

// matcher matches sorted items. It keeps its memory for the next match; the
// zero value is ready.
type matcher struct {
	pairs        []Pair
	restA, restB []int // items without a partner that is the same
	edges        []edge
	active       [2][]int
	component    []int
	sizes        []int // rows of each component, by its root
	assignment
}

// edge is a pair that overlaps; a and b index restA and restB.
type edge struct {
	a, b          int
	overlap       float64
	sameFragments bool
	sameLabel     bool
	weight        int64
}

// match returns the pairs of a best matching as indexes into a and b. They are
// valid until the next call.
func (m *matcher) match(a, b []item) []Pair {
	m.matchSame(a, b)
	if len(m.restA) == 0 || len(m.restB) == 0 {
		return m.pairs
	}
	// One orientation for both ways round, so that ties fall the same way.
	restA, restB, swapped := m.restA, m.restB, false
	if m.compareRests(a, b) > 0 {
		a, b, restA, restB, swapped = b, a, restB, restA, true
	}
	m.sweep(a, b, restA, restB)
	m.weigh(len(restA), len(restB))
	for i, j := range m.solve(m.edges, len(restA), len(restB)) {
		switch {
		case j < 0:
		case swapped:
			m.pairs = append(m.pairs, Pair{restB[j], restA[i]})
		default:
			m.pairs = append(m.pairs, Pair{restA[i], restB[j]})
		}
	}
	return m.pairs
}

// matchSame pairs what has the same fragments and label: every best matching
// holds these pairs.
func (m *matcher) matchSame(a, b []item) {
	m.pairs, m.restA, m.restB = m.pairs[:0], m.restA[:0], m.restB[:0]
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch c := compareItems(a[i], b[j]); {
		case c < 0:
			m.restA = append(m.restA, i)
			i++
		case c > 0:
			m.restB = append(m.restB, j)
			j++
		default:
			m.pairs = append(m.pairs, Pair{i, j})
			i, j = i+1, j+1
		}
	}
	for ; i < len(a); i++ {
		m.restA = append(m.restA, i)
	}
	for ; j < len(b); j++ {
		m.restB = append(m.restB, j)
	}
}

func (m *matcher) compareRests(a, b []item) int {
	for i := range min(len(m.restA), len(m.restB)) {
		if c := compareItems(a[m.restA[i]], b[m.restB[i]]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(m.restA), len(m.restB))
}

// sweep finds the edges: it goes along the text and keeps, for each side, the
// items that have not ended.
func (m *matcher) sweep(a, b []item, restA, restB []int) {
	m.edges = m.edges[:0]
	m.active[0], m.active[1] = m.active[0][:0], m.active[1][:0]
	for i, j := 0, 0; i < len(restA) || j < len(restB); {
		if j == len(restB) || i < len(restA) && a[restA[i]].hull.Start <= b[restB[j]].hull.Start {
			x := a[restA[i]]
			m.active[1] = stillOpen(m.active[1], b, restB, x.hull.Start)
			for _, k := range m.active[1] {
				m.link(i, k, x, b[restB[k]])
			}
			m.active[0] = append(m.active[0], i)
			i++
			continue
		}
		y := b[restB[j]]
		m.active[0] = stillOpen(m.active[0], a, restA, y.hull.Start)
		for _, k := range m.active[0] {
			m.link(k, j, a[restA[k]], y)
		}
		m.active[1] = append(m.active[1], j)
		j++
	}
}

func stillOpen(active []int, items []item, rest []int, at int) []int {
	return slices.DeleteFunc(active, func(k int) bool { return items[rest[k]].hull.End <= at })
}

func (m *matcher) link(i, j int, x, y item) {
	if shared(x, y) == 0 {
		return
	}
	m.edges = append(m.edges, edge{
		a: i, b: j, overlap: overlap(x, y),
		sameFragments: compareFragments(x, y) == 0, sameLabel: x.label == y.label,
	})
}

// weigh folds the criteria 2 to 5 of Match into one whole number for each
// edge. It is sized by the connected component, in which at most size pairs
// can be chosen, so that no criterion reaches into the one above it. The
// overlap is rounded to one part in steps: a million, or fewer in a component
// of more than a thousand.
func (m *matcher) weigh(n, k int) {
	m.connect(n, k)
	m.sizes = filled(m.sizes, n+k, 0)
	for v := range n {
		m.sizes[m.root(v)]++
	}
	for i, e := range m.edges {
		pairs := int64(m.sizes[m.root(e.a)] + 1)
		steps := max(1, min(1<<20, 1<<60/(pairs*pairs*pairs*pairs)))
		w := 1 + int64(e.overlap*float64(steps)+0.5)*pairs*pairs
		if e.sameLabel {
			w += pairs + steps*pairs*pairs
		}
		if e.sameFragments {
			w += 2 * steps * pairs * pairs * pairs
		}
		m.edges[i].weight = w
	}
}

// connect makes the connected components: the vertices are restA, then restB.
func (m *matcher) connect(n, k int) {
	m.component = m.component[:0]
	for v := range n + k {
		m.component = append(m.component, v)
	}
	for _, e := range m.edges {
		m.component[m.root(e.a)] = m.root(n + e.b)
	}
}

func (m *matcher) root(v int) int {
	for m.component[v] != v {
		m.component[v] = m.component[m.component[v]]
		v = m.component[v]
	}
	return v
}
