package job

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"dragoman/model"
)

// Owed says what became of the documents that an annotator was handed.
type Owed struct {
	Annotator  model.Annotator   `json:"annotator"`
	Assigned   int               `json:"assigned"`
	NotBegun   int               `json:"not_begun"` // no set of the annotator is here
	InProgress int               `json:"in_progress"`
	Done       int               `json:"done"`
	Missing    []MissingDocument `json:"missing"` // those not begun, by title
}

// MissingDocument is a document that has not come back.
type MissingDocument struct {
	ID    model.DocumentID `json:"id"`
	Title string           `json:"title"`
}

// Outstanding compares what was handed out with what has come back, by
// annotator. It is empty when nothing was handed out. What is in the bin is not
// waited for.
func Outstanding(ctx context.Context, project Reader) ([]Owed, error) {
	assignments, err := project.Assignments(ctx)
	if err != nil {
		return nil, fmt.Errorf("read what was handed out: %w", err)
	}
	owed := []Owed{}
	if len(assignments) == 0 {
		return owed, nil
	}
	documents, err := project.Documents(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the list of documents: %w", err)
	}
	byID := make(map[model.DocumentID]model.Summary, len(documents))
	for _, d := range documents {
		byID[d.ID] = d
	}
	for _, a := range assignments { // they are sorted by annotator
		document, there := byID[a.Document]
		if !there { // it is in the bin
			continue
		}
		if len(owed) == 0 || owed[len(owed)-1].Annotator != a.Annotator {
			owed = append(owed, Owed{Annotator: a.Annotator, Missing: []MissingDocument{}})
		}
		owed[len(owed)-1].count(document)
	}
	for _, o := range owed {
		slices.SortFunc(o.Missing, func(x, y MissingDocument) int {
			return cmp.Or(cmp.Compare(x.Title, y.Title), cmp.Compare(x.ID, y.ID))
		})
	}
	return owed, nil
}

func (o *Owed) count(d model.Summary) {
	o.Assigned++
	i := slices.IndexFunc(d.Sets, func(s model.SetSummary) bool { return s.Annotator == o.Annotator })
	switch {
	case i < 0 || d.Sets[i].Status == model.StatusUnset && d.Sets[i].Annotations == 0:
		o.NotBegun++
		o.Missing = append(o.Missing, MissingDocument{d.ID, d.Heading()})
	case d.Sets[i].Status == model.StatusDone:
		o.Done++
	default:
		o.InProgress++
	}
}
