package session

import (
	"context"
	"fmt"
	"slices"

	"dragoman/model"
	"dragoman/model/agree"
)

// Filter returns which differences are of interest.
func (r *Review) Filter() ReviewFilter { return r.filter }

// SetFilter says which differences are of interest. Where the current case is
// not of them, the first that is becomes current.
func (r *Review) SetFilter(filter ReviewFilter) {
	r.filter = filter
	if differences := r.Differences(); len(differences) > 0 && !slices.Contains(differences, r.current) {
		r.current = differences[0]
	}
	r.tell()
}

// Differences returns which of Cases differ and pass the filter.
func (r *Review) Differences() []int { return r.differences(r.filter) }

func (p page) differences(filter ReviewFilter) []int {
	var indexes []int
	for i, c := range p.cases {
		if c.Kind != agree.Agreed && filter.keeps(c) {
			indexes = append(indexes, i)
		}
	}
	return indexes
}

func (f ReviewFilter) keeps(c ReviewCase) bool {
	return (f.Kind == "" || c.Kind == f.Kind) && (f.Label == "" || c.labels(f.Label)) && (!f.OpenOnly || c.Open()) &&
		(f.Annotator == "" || slices.ContainsFunc(c.said(), func(s said) bool { return s.annotator == f.Annotator }))
}

// Current returns which of Cases is current, if one is.
func (r *Review) Current() (int, bool) { return r.current, r.current >= 0 }

// at returns the current case.
func (r *Review) at() (ReviewCase, bool) {
	if r.current < 0 {
		return ReviewCase{}, false
	}
	return r.cases[r.current], true
}

// Select makes one of Cases current, an agreed one too. An index that there is
// not changes nothing.
func (r *Review) Select(i int) {
	if i < 0 || i >= len(r.cases) {
		return
	}
	r.current = i
	r.tell()
}

// Step makes the next difference of the document current that passes the
// filter, or with -1 the one before. It reports whether there is one; where
// there is none everything stays.
func (r *Review) Step(by int) bool {
	i, ok := beyond(r.Differences(), r.current, by)
	if ok {
		r.Select(i)
	}
	return ok
}

// Beyond returns the search for the next difference that passes the filter in
// the documents behind this one in the list, or with -1 before it.
func (r *Review) Beyond(by int) Beyond {
	b := Beyond{shelf: r.shelf(), filter: r.filter}
	documents := r.session.documents
	for at := r.session.index(r.Document().ID) + by; at >= 0 && at < len(documents); at += by {
		if r.Compares(documents[at]) {
			b.documents = append(b.documents, documents[at].ID)
		}
	}
	return b
}

// Beyond is a search for a difference in other documents. It knows nothing of
// the review that it came from, and may run on another goroutine.
type Beyond struct {
	shelf
	filter    ReviewFilter
	documents []model.DocumentID
}

// Run returns the first document that has such a difference, or "" for none. It
// tells progress how many documents it has looked at.
func (b Beyond) Run(ctx context.Context, progress func(done, total int)) (model.DocumentID, error) {
	for i, id := range b.documents {
		progress(i, len(b.documents))
		p, err := b.page(ctx, id)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return "", fmt.Errorf("look for a difference: %w", err)
		}
		if len(p.differences(b.filter)) > 0 {
			return id, nil
		}
	}
	return "", nil
}

// Arrive makes the document that Beyond found the one that is reviewed, and its
// first difference that passes the filter current, or with -1 its last.
func (r *Review) Arrive(ctx context.Context, id model.DocumentID, by int) error {
	p, err := r.shelf().page(ctx, id)
	if err != nil {
		return r.session.failed(fmt.Errorf("review: %w", err))
	}
	r.show(p)
	r.current = -1
	if differences := r.Differences(); len(differences) > 0 {
		r.current = differences[0]
		if by < 0 {
			r.current = differences[len(differences)-1]
		}
	}
	r.tell()
	return nil
}

// beyond returns the first of the rising indexes behind at, or the last before
// it when by is negative.
func beyond(indexes []int, at, by int) (int, bool) {
	if by > 0 {
		i := slices.IndexFunc(indexes, func(i int) bool { return i > at })
		if i >= 0 {
			return indexes[i], true
		}
		return 0, false
	}
	for _, i := range slices.Backward(indexes) {
		if i < at {
			return i, true
		}
	}
	return 0, false
}

// OpenDocument makes another document the one that is reviewed, whoever has a
// set in it; model.ErrNotFound.
func (r *Review) OpenDocument(ctx context.Context, id model.DocumentID) error {
	p, err := r.shelf().page(ctx, id)
	if err != nil {
		return r.session.failed(fmt.Errorf("review: %w", err))
	}
	r.turn(p)
	return nil
}
