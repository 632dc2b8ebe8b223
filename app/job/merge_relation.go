package job

import (
	"slices"

	"dragoman/model"
)

// relation tells how the set that comes, with its past, stands to the one that
// is there.
func (mt *meeting) relation(set model.AnnotationSet, past []model.PastChange, bare bool) string {
	ours, theirs := mt.end(), model.TipOf(past)
	switch {
	case mt.fresh():
		return SetAdded
	case ours == theirs:
		return SetSame
	case passed(mt.history, theirs):
		return SetOlder
	case ours != "" && passed(past, ours):
		return SetUpdated
	case sameState(mt.now, set, bare):
		return SetSame
	case wasIn(past, mt.now, bare || mt.bare()):
		return SetUpdated
	case wasIn(mt.history, set, bare):
		return SetOlder
	}
	return SetWaits
}

// bare reports whether the set stands as a file without history had it.
func (mt *meeting) bare() bool {
	last := len(mt.history) - 1
	return last >= 0 && mt.history[last].At.Equal(unknownTime)
}

// passed reports whether the history holds the tip.
func passed(history []model.PastChange, tip string) bool {
	return slices.ContainsFunc(history, func(p model.PastChange) bool { return p.Tip == tip })
}

// sameState reports whether the sets say the same. A file without history does
// not say of a gold set's sources what was judged, and why.
func sameState(a, b model.AnnotationSet, bare bool) bool {
	if bare {
		a.Verdicts, b.Verdicts = nil, nil
	}
	return a.Equal(b)
}

// wasIn reports whether what the history tells was once in the state of the
// set. A history that cannot be followed was not.
func wasIn(history []model.PastChange, set model.AnnotationSet, bare bool) bool {
	found := false
	replay(history, set, func(state model.AnnotationSet) { found = found || sameState(state, set, bare) })
	return found
}

// leadsTo reports whether the changes of the history end with the set.
func leadsTo(history []model.PastChange, set model.AnnotationSet) bool {
	var last model.AnnotationSet
	whole := replay(history, set, func(state model.AnnotationSet) { last = state })
	return whole && last.Equal(set)
}

// replay shows every state that the history of the set tells. It reports
// whether all of it could be followed.
func replay(history []model.PastChange, set model.AnnotationSet, show func(model.AnnotationSet)) bool {
	state := model.AnnotationSet{Document: set.Document, Annotator: set.Annotator}
	for _, p := range history {
		next, err := state.Apply(p.Change)
		if err != nil {
			return false
		}
		state = next
		show(state)
	}
	return true
}
