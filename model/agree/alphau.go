package agree

import "slices"

// disagreement is what was observed among annotators about so many units, and
// what chance would give.
type disagreement struct {
	units              int // without those of length zero
	observed, expected float64
}

// alpha returns 1 - observed / expected. Where all units that there are have
// length zero it is 0, as published with DKPro Statistics.
func (d disagreement) alpha(annotators int) Value {
	switch {
	case annotators < 2:
		return Undefined(whyAlone)
	case d.units == 0:
		return Value{}
	case d.expected == 0:
		return Undefined(whyNoChance)
	}
	return Value{V: 1 - d.observed/d.expected}
}

func (d disagreement) plus(e disagreement) disagreement {
	return disagreement{d.units + e.units, d.observed + e.observed, d.expected + e.expected}
}

// alphaU returns the disagreement of Krippendorff's alpha_u for the units of
// one label: alpha_u = 1 - observed / expected.
//
// With m annotators on a continuum of length L, the observed disagreement is
// the distance of all two intersecting sections of each two annotators,
//
//	Do = 2 / (m(m-1)L²) · Σ_{i<j} Σ_{g,h} distance(g, h)
//
// and the expected one that of all ways to lay the N units and the gaps,
//
//	De = 2/L · Σ_units [ (N-1)/3·(2l³-3l²+l) + l²·Σ_{gaps g ≥ l} (g-l+1) ]
//	     / ( mL(mL-1) - Σ_units l(l-1) )
//
// (l a unit's length, g a gap's). Over several labels the disagreements are
// added up. Source: Krippendorff (2004), Measuring the reliability of
// qualitative text analysis data, Quality & Quantity 38:787-800, and Content
// Analysis, 2nd edition, page 254. The article of 1995 (On the reliability of
// unitizing continuous data, Sociological Methodology 25:47-76) has a small
// error in De, corrected there.
func alphaU(length int, continua [][]section) disagreement {
	m, l := float64(len(continua)), float64(length)
	var observed float64
	pairs(len(continua), func(i, j int) {
		meet(continua[i], continua[j], func(g, h section) { observed += distance(g, h) })
	})
	units, gaps := lengths(continua)
	if len(units) == 0 || len(continua) < 2 {
		return disagreement{}
	}
	positions := m * l * (m*l - 1)
	for _, u := range units {
		positions -= float64(u) * float64(u-1)
	}
	return disagreement{
		units:    len(units),
		observed: 2 * observed / (m * (m - 1) * l * l),
		expected: 2 / l * chance(units, gaps) / positions,
	}
}

// distance is the difference of two intersecting sections of two annotators:
// of two units the squares of how far their starts and their ends are apart,
// of a unit within a gap the square of its length, else nothing.
func distance(g, h section) float64 {
	switch {
	case g.value != gap && h.value != gap:
		start, end := float64(g.start-h.start), float64(g.end-h.end)
		return start*start + end*end
	case g.value != gap && h.start <= g.start && g.end <= h.end:
		return float64(g.length()) * float64(g.length())
	case h.value != gap && g.start <= h.start && h.end <= g.end:
		return float64(h.length()) * float64(h.length())
	}
	return 0
}

// lengths returns how long the units and the gaps of all annotators are, the
// longest first.
func lengths(continua [][]section) (units, gaps []int) {
	for _, sections := range continua {
		for _, s := range sections {
			if s.value == gap {
				gaps = append(gaps, s.length())
			} else {
				units = append(units, s.length())
			}
		}
	}
	for _, sorted := range [][]int{units, gaps} {
		slices.Sort(sorted)
		slices.Reverse(sorted)
	}
	return units, gaps
}

// chance is the sum over units in the expected disagreement of alphaU. Both
// lengths are sorted, the longest first.
func chance(units, gaps []int) float64 {
	others := float64(len(units) - 1)
	var sum, fitting float64 // fitting: the length of the gaps that are as long as the unit
	n := 0                   // how many they are
	for _, unit := range units {
		for ; n < len(gaps) && gaps[n] >= unit; n++ {
			fitting += float64(gaps[n])
		}
		l := float64(unit)
		sum += others/3*(2*l*l*l-3*l*l+l) + l*l*(fitting-float64(n)*(l-1))
	}
	return sum
}
