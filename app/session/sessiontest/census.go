package sessiontest

import (
	"context"
	"slices"

	"dragoman/model"
)

// Census says what the list of documents does.
func (p *Project) Census(ctx context.Context) (model.Census, error) {
	list, err := p.Documents(ctx)
	return model.CensusOf(list), err
}

// Unfinished goes through the list of documents.
func (p *Project) Unfinished(ctx context.Context, whose model.Annotator) (model.Unfinished, error) {
	var u model.Unfinished
	add := func(count *int, work model.UnfinishedWork) {
		if *count++; *count <= model.FirstUnfinished {
			u.First = append(u.First, work)
		}
	}
	list, err := p.Documents(ctx)
	for _, d := range list {
		d.Sets = slices.DeleteFunc(d.Sets, func(s model.SetSummary) bool { return whose != "" && s.Annotator != whose })
		if len(d.Sets) == 0 {
			add(&u.Bare, model.UnfinishedWork{Document: d.ID})
		}
		for _, set := range d.Sets {
			if set.Status == model.StatusInProgress {
				add(&u.InProgress, model.UnfinishedWork{Document: d.ID, Annotator: set.Annotator})
			}
		}
	}
	return u, err
}
