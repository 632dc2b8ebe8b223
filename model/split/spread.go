package split

import (
	"math"
	"slices"
)

// What the exchanges for labels cost and are good for.
const (
	exchanges = 100  // at most, so that few documents leave the part that they drew
	window    = 64   // groups of each part that are looked at: those with common labels alone
	goodShare = 0.02 // of what a part ought to have of a label: so much may be missed
)

// spread exchanges groups of the same size, which leaves the shares of the
// documents as they are, until each part has of each label what it ought to
// within goodShare or one annotation, or no exchange is to the good.
func (a *assigner) spread(order, of []int) {
	for range exchanges {
		if a.spreadWell() {
			return
		}
		candidates, best := a.candidates(order, of), exchange{}
		gain := 0.0
		for from := range a.parts {
			for to := range from {
				for _, give := range candidates[from] {
					for _, take := range candidates[to] {
						if g := a.gain(give, take, from, to); g > gain+1e-9 {
							gain, best = g, exchange{from: from, to: to, give: give, take: take}
						}
					}
				}
			}
		}
		if gain == 0 {
			return
		}
		a.move(of, best.give, best.to)
		a.move(of, best.take, best.from)
	}
}

func (a *assigner) spreadWell() bool {
	for p := range a.parts {
		for l := range a.total {
			if want := a.wants(p, l); math.Abs(float64(a.has[p][l])-want) > max(1, goodShare*want) {
				return false
			}
		}
	}
	return true
}

// wants returns how often a part ought to have a label.
func (a *assigner) wants(part, label int) float64 {
	return a.parts[part].Share * float64(a.total[label])
}

// candidates returns the groups of each part that were placed last, of those
// that have a label.
func (a *assigner) candidates(order, of []int) [][]int {
	candidates := make([][]int, len(a.parts))
	for _, g := range slices.Backward(order) {
		if p := of[g]; len(candidates[p]) < window && slices.Max(append([]int{0}, a.groups[g].Labels...)) > 0 {
			candidates[p] = append(candidates[p], g)
		}
	}
	return candidates
}

// gain returns by how much the exchange brings two parts nearer to their shares
// of labels, as use measures it.
func (a *assigner) gain(give, take, from, to int) float64 {
	g, t := a.groups[give], a.groups[take]
	if g.Documents != t.Documents {
		return 0
	}
	gain := 0.0
	for l, total := range a.total {
		if change := float64(t.label(l) - g.label(l)); change != 0 && total > 0 {
			gain += a.nearer(from, l, change) + a.nearer(to, l, -change)
		}
	}
	return gain
}

// nearer returns by how much a change of a label brings a part nearer to its
// share: the decrease of the square of what it misses, in proportion to what it
// ought to have, as in the chi-squared test.
func (a *assigner) nearer(part, label int, change float64) float64 {
	want := a.wants(part, label)
	return change * (2*(want-float64(a.has[part][label])) - change) / want
}

// label returns how often the group has a label.
func (g Group) label(l int) int {
	if l < len(g.Labels) {
		return g.Labels[l]
	}
	return 0
}
