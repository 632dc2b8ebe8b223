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

// figures measures agreement while documents pass.
type figures struct {
	annotators []model.Annotator // without gold
	all        *agree.Accumulator
	ids        map[model.DocumentID]string // of documents with two sets, in the page
}

func newFigures(annotators []model.Annotator) *figures {
	f := &figures{ids: map[model.DocumentID]string{}}
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
	if len(sets) > 1 {
		f.ids[g.document.ID] = id
	}
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
	return p.newAgreement(report, f.ids), nil
}
