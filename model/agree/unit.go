package agree

import (
	"cmp"
	"slices"
)

// Unit is what an annotator marked on a continuum: the code points
// [Start, End), with a label. The continuum is a text, or the texts of several
// documents laid end to end; each fragment of an annotation is a unit.
type Unit struct {
	Start, End int
	Label      string
}

func (u Unit) length() int { return u.End - u.Start }

// inOrder returns the units of each annotator by start, without those of
// length zero, which cover nothing. It copies only where it has to.
func inOrder(annotators [][]Unit) [][]Unit {
	empty := func(u Unit) bool { return u.length() <= 0 }
	byStart := func(a, b Unit) int { return cmp.Compare(a.Start, b.Start) }
	ordered := make([][]Unit, len(annotators))
	for i, units := range annotators {
		if slices.ContainsFunc(units, empty) {
			units = slices.DeleteFunc(slices.Clone(units), empty)
		}
		if !slices.IsSortedFunc(units, byStart) {
			units = slices.Clone(units)
			slices.SortStableFunc(units, byStart)
		}
		ordered[i] = units
	}
	return ordered
}

// unitLabels returns the labels of all units, sorted.
func unitLabels(annotators [][]Unit) []string {
	seen := map[string]bool{}
	var labels []string
	for _, units := range annotators {
		for _, u := range units {
			if !seen[u.Label] {
				seen[u.Label] = true
				labels = append(labels, u.Label)
			}
		}
	}
	slices.Sort(labels)
	return labels
}

// gap is the value of a section that is no unit.
const gap = 0

// section is a unit or a gap between units, in the continuum of one annotator.
type section struct {
	start, end int
	value      int // gap, or the label counted from 1
}

func (s section) length() int { return s.end - s.start }

// cut divides the continuum of one annotator into sections. The units are
// sorted. It reports false when two of them overlap.
func cut(length int, units []Unit, value func(Unit) int) ([]section, bool) {
	sections := make([]section, 0, 2*len(units)+1)
	at := 0
	for _, u := range units {
		if u.Start < at {
			return nil, false
		}
		if u.Start > at {
			sections = append(sections, section{at, u.Start, gap})
		}
		sections = append(sections, section{u.Start, u.End, value(u)})
		at = u.End
	}
	if at < length {
		sections = append(sections, section{at, length, gap})
	}
	return sections, true
}

// cutAll divides the continuum of every annotator.
func cutAll(length int, annotators [][]Unit, value func(Unit) int) ([][]section, bool) {
	continua := make([][]section, len(annotators))
	for i, units := range annotators {
		sections, ok := cut(length, units, value)
		if !ok {
			return nil, false
		}
		continua[i] = sections
	}
	return continua, true
}

// meet calls f with each two sections of a and b that intersect, in order.
func meet(a, b []section, f func(g, h section)) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		g, h := a[i], b[j]
		f(g, h)
		if g.end <= h.end {
			i++
		}
		if h.end <= g.end {
			j++
		}
	}
}

// pairs calls f with each two of n annotators.
func pairs(n int, f func(i, j int)) {
	for i := range n {
		for j := i + 1; j < n; j++ {
			f(i, j)
		}
	}
}
