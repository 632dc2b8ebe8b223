package html

import (
	"cmp"
	"slices"

	"dragoman/model"
)

// maxLanes is how many underlines may stand below each other. What finds no
// lane has its tag in the text and its entry in the list all the same; and no
// browser has to nest elements deeper than this.
const maxLanes = 8

// setLanes gives each saying the first lane that is free all along its
// fragments: short ones next to the words, those of one place in the order of
// the annotators, gold below all that it overlaps.
func setLanes(sayings []*saying) {
	order := slices.Clone(sayings)
	slices.SortStableFunc(order, func(a, b *saying) int {
		return cmp.Or(rank(a)-rank(b), a.Place.size-b.Place.size)
	})
	var lanes []lane
	for _, s := range order {
		s.lane = laneFor(s, lanes)
		if s.lane == len(lanes) {
			lanes = append(lanes, nil)
		}
		lanes[s.lane].take(s.fragments)
	}
}

// laneFor returns the first lane that is free for a saying; for one of the
// gold set, the first of those below all that it overlaps.
func laneFor(s *saying, lanes []lane) int {
	free := func(l lane) bool { return l.free(s.fragments) }
	if !s.gold {
		if i := slices.IndexFunc(lanes, free); i >= 0 {
			return i
		}
		return len(lanes)
	}
	at := len(lanes)
	for at > 0 && free(lanes[at-1]) {
		at--
	}
	return at
}

func rank(s *saying) int {
	if s.gold {
		return 1
	}
	return 0
}

// lane holds the spans that are taken, sorted.
type lane []model.Span

func (l lane) at(s model.Span) int {
	i, _ := slices.BinarySearchFunc(l, s.Start, func(x model.Span, start int) int { return cmp.Compare(x.End, start+1) })
	return i
}

// free reports whether none of the fragments overlaps what is taken.
func (l lane) free(fragments []model.Span) bool {
	return !slices.ContainsFunc(fragments, func(f model.Span) bool {
		i := l.at(f)
		return i < len(l) && l[i].Overlaps(f)
	})
}

func (l *lane) take(fragments []model.Span) {
	for _, f := range fragments {
		*l = slices.Insert(*l, l.at(f), f)
	}
}
