package agree

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// Align returns the best alignment of the units of two annotators: the one of
// least disorder, exactly. Its unitary alignments of a's units come first, in
// their order, then what is left of b's.
//
// Aligning two units instead of leaving both alone gains twice Empty less
// their dissimilarity. Only pairs that gain are looked at, which are near each
// other, and the best choice of them is an assignment problem (Mathet,
// Widlöcher and Métivier 2015, section 4.6).
func (d Dissimilarity) Align(a, b []Unit) [][]int {
	var memory aligning
	return d.align(a, b, &memory)
}

// aligning is what a search for the best alignment works with, kept for the
// next one.
type aligning struct {
	assignment
	edges []edge
}

func (d Dissimilarity) align(a, b []Unit, memory *aligning) [][]int {
	memory.edges = d.gains(a, b, memory.edges[:0])
	alignment := make([][]int, 0, max(len(a), len(b)))
	slots := make([]int, 2*(len(a)+len(b)))
	pair := func(i, j int) {
		unitary := slots[:2:2]
		slots = slots[2:]
		unitary[0], unitary[1] = i, j
		alignment = append(alignment, unitary)
	}
	aligned := make([]bool, len(b))
	for i, j := range memory.solve(memory.edges, len(a), len(b)) {
		pair(i, j) // the solver's -1 is None
		if j != None {
			aligned[j] = true
		}
	}
	for j, done := range aligned {
		if !done {
			pair(None, j)
		}
	}
	return alignment
}

// gainScale turns gains, which are between 0 and 2 delta_empty, into whole
// numbers, which a search for the greatest sum does not round.
const gainScale = 1 << 40

// gains adds the pairs of units that are better aligned than alone.
func (d Dissimilarity) gains(a, b []Unit, edges []edge) []edge {
	d = d.orDefault()
	reach := math.Sqrt(2 / d.Position) // in common lengths: further apart, nothing is gained
	classes := byLength(b)
	for _, of := range byLength(a) {
		for _, class := range classes {
			far := reach * float64(of.longest+class.longest)
			nearby(of.units, class.units, far, func(i, j int) {
				gain := 2 - d.Between(a[i], b[j])/d.Empty
				if gain*gainScale >= 1 {
					edges = append(edges, edge{a: i, b: j, weight: int64(gain * gainScale)})
				}
			})
		}
	}
	return edges
}

// nearby calls f with the indexes of all two units that start no further apart
// than that.
func nearby(a, b []placed, far float64, f func(i, j int)) {
	first := 0
	for _, p := range a {
		for first < len(b) && float64(p.start-b[first].start) > far {
			first++
		}
		for _, q := range b[first:] {
			if float64(q.start-p.start) > far {
				break
			}
			f(p.index, q.index)
		}
	}
}

// lengthClass are units of about the same length, by start.
type lengthClass struct {
	longest int
	units   []placed
}

type placed struct{ start, index int }

// byLength sorts units into classes whose lengths differ at most twofold, so
// that one long unit does not make all others look far around.
func byLength(units []Unit) []lengthClass {
	var classes [bits.UintSize + 1]lengthClass
	for i, u := range units {
		class := &classes[bits.Len(uint(max(0, u.length())))]
		class.longest = max(class.longest, u.length())
		class.units = append(class.units, placed{u.Start, i})
	}
	for _, class := range classes {
		slices.SortStableFunc(class.units, func(p, q placed) int { return cmp.Compare(p.start, q.start) })
	}
	return slices.DeleteFunc(classes[:], func(c lengthClass) bool { return len(c.units) == 0 })
}
