package agree

import (
	"slices"

	"dragoman/model"
)

// Shared is the strict F1 of two annotators over the documents in which both
// have a set, whether or not the others have one there too.
type Shared struct {
	A, B      model.Annotator // A was named first
	Documents int
	F1        Value
}

// sharing counts what a pair of annotators did in documents in which not all
// of those who are compared have a set.
type sharing struct {
	documents, correct, annotations int64
}

// share counts for each pair what both did in a document. sets are by
// annotator, nil where one has none.
func (acc *Accumulator) share(sets []*model.AnnotationSet) []sharing {
	shared := make([]sharing, acc.pairs())
	acc.each(func(pair, a, b int) {
		if sets[a] == nil || sets[b] == nil {
			return
		}
		x, y := acc.counting(sets[a]), acc.counting(sets[b])
		shared[pair] = sharing{1, int64(CountSpans(x, y).Strict.Correct), int64(len(x) + len(y))}
	})
	return shared
}

// counting returns the annotations that the report is about.
func (acc *Accumulator) counting(set *model.AnnotationSet) []model.Annotation {
	if acc.opt.Label == "" {
		return set.Annotations
	}
	return slices.DeleteFunc(slices.Clone(set.Annotations), func(a model.Annotation) bool { return a.Label != acc.opt.Label })
}

func (acc *Accumulator) addShared(shared []sharing) {
	for pair, s := range shared {
		sum := &acc.shared[pair]
		sum.documents += s.documents
		sum.correct += s.correct
		sum.annotations += s.annotations
	}
}

// sharedBy returns the figures of each pair: all counts what is in the
// documents in which all have a set.
func (acc *Accumulator) sharedBy(all counted) []Shared {
	var shared []Shared
	acc.each(func(pair, a, b int) {
		more := acc.shared[pair]
		s := Shared{A: acc.opt.Annotators[a], B: acc.opt.Annotators[b], Documents: len(acc.documents) + int(more.documents)}
		s.F1 = ratio(float64(2*(all.pair(pair, countStrict)+more.correct)), float64(all.annotations(a)+all.annotations(b)+more.annotations), whyBothEmpty)
		if s.Documents == 0 {
			s.F1 = Undefined("there is no document in which both have annotations")
		}
		shared = append(shared, s)
	})
	return shared
}
