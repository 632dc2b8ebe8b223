package html

import (
	"context"
	"fmt"
	"slices"

	"dragoman/model"
	"dragoman/model/agree"
	"dragoman/model/segment"
)

// samples is how often the bootstrap draws for the intervals, which always
// gives the same.
const samples = 1000

// figures measures agreement while documents pass: of all annotators, and of
// each pair over the documents that both worked on.
type figures struct {
	annotators []model.Annotator // without gold
	all        *agree.Accumulator
	pairs      map[[2]model.Annotator]*agree.Accumulator // of three annotators and more
	ids        map[model.DocumentID]string               // of documents with two sets, in the page
}

func newFigures(annotators []model.Annotator) *figures {
	f := &figures{pairs: map[[2]model.Annotator]*agree.Accumulator{}, ids: map[model.DocumentID]string{}}
	f.annotators = slices.DeleteFunc(slices.Clone(annotators), func(a model.Annotator) bool { return a == model.Gold })
	if len(f.annotators) > 1 {
		f.all = agree.New(agree.Options{
			Annotators: f.annotators, Samples: samples, Seed: 1, Tokens: segment.Tokens, Tokenizer: segment.Tokenizer,
		})
	}
	return f
}

// add measures a document that stands in the page under that id.
func (f *figures) add(g group, id string) {
	if f.all == nil {
		return
	}
	sets, _ := g.split()
	f.all.Add(f.all.Measure(g.document, sets))
	if len(sets) < 2 {
		return
	}
	f.ids[g.document.ID] = id
	if len(f.annotators) < 3 {
		return
	}
	for i, a := range sets {
		for _, b := range sets[i+1:] {
			pair := f.pair(a.Annotator, b.Annotator)
			pair.Add(pair.Measure(g.document, sets))
		}
	}
}

func (f *figures) pair(a, b model.Annotator) *agree.Accumulator {
	key := [2]model.Annotator{a, b}
	if f.pairs[key] == nil {
		f.pairs[key] = agree.New(agree.Options{Annotators: key[:], Tokens: segment.Tokens})
	}
	return f.pairs[key]
}

// agreement returns what was measured, and nil where no document has the sets
// of two annotators.
func (p *page) agreement(ctx context.Context) (*agreement, error) {
	f := p.figures
	if len(f.ids) == 0 {
		return nil, nil
	}
	report, err := f.all.Report(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("measure agreement: %w", err)
	}
	var pairs []pairFigures
	for key, pair := range f.pairs {
		r, err := pair.Report(ctx, nil)
		if err != nil {
			return nil, fmt.Errorf("measure agreement of %s and %s: %w", key[0], key[1], err)
		}
		pairs = append(pairs, pairFigures{key[0], key[1], r.Overall.Strict.F1, r.Documents})
	}
	return p.newAgreement(report, pairs, f.ids), nil
}
