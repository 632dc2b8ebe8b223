package split

import "slices"

// even moves and exchanges groups as long as that brings the parts nearer to
// their shares of the documents: groups of many documents may not have fit.
func (a *assigner) even(order, of []int) {
	for slices.Min(a.room) < 0 {
		sizes := a.sizes(order, of)
		best := exchange{}
		for from := range a.parts {
			for to := range a.parts {
				if from != to {
					best = a.better(best, sizes, from, to)
				}
			}
		}
		if best.gain == 0 {
			return
		}
		a.move(of, best.give, best.to)
		if best.take >= 0 {
			a.move(of, best.take, best.from)
		}
	}
}

// short returns how many documents the part has less than its share, which need
// not be whole.
func (a *assigner) short(part int) float64 { return float64(a.room[part]) + a.rest[part] }

func (a *assigner) move(of []int, group, to int) {
	a.put(group, of[group], -1)
	a.put(group, to, +1)
	of[group] = to
}

// exchange is a group that one part gives to another, and the one that it takes
// for it, -1 for none.
type exchange struct {
	from, to   int
	give, take int
	gain       float64 // by how much the squares of what the two miss get less
}

// better returns the best of an exchange and those between two parts. Of those
// of the same gain it is the one that comes first by the order of the parts,
// then the one of the smaller groups.
func (a *assigner) better(best exchange, sizes [][]bySize, from, to int) exchange {
	try := func(e exchange, net int) {
		// Of the shares themselves: the whole documents of the quotas are not
		// what large groups come nearest to.
		x, y, n := a.short(from), a.short(to), float64(net)
		if e.gain = 2 * n * (y - x - n); e.gain > best.gain+1e-9 {
			best = e
		}
	}
	for _, give := range sizes[from] {
		try(exchange{from: from, to: to, give: give.group, take: -1}, give.documents)
		for _, take := range sizes[to] {
			try(exchange{from: from, to: to, give: give.group, take: take.group}, give.documents-take.documents)
		}
	}
	return best
}

// bySize is a group of a size.
type bySize struct{ documents, group int }

// sizes returns for each part a group of each size that it has, the smaller
// first: the one that was placed last, whose labels are the most common.
func (a *assigner) sizes(order, of []int) [][]bySize {
	sizes := make([][]bySize, len(a.parts))
	for _, g := range slices.Backward(order) {
		s, n := sizes[of[g]], a.groups[g].Documents
		if len(s) == 0 || s[len(s)-1].documents != n {
			sizes[of[g]] = append(s, bySize{n, g})
		}
	}
	return sizes
}
