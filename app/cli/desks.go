package cli

import (
	"context"
	"slices"

	"dragoman/app/session"
	"dragoman/model"
)

// openDesks is how many desks are kept open, so that edits that go back and
// forth between documents do not read each anew.
const openDesks = 16

// desks keeps the desks of one annotator that were used last. A document has
// at most one.
type desks struct {
	store     session.Store
	annotator model.Annotator
	recent    []*session.Desk // the one used last is last
}

func newDesks(store session.Store, annotator model.Annotator) *desks {
	return &desks{store: store, annotator: annotator}
}

// open returns the desk of a document; model.ErrNotFound.
func (d *desks) open(ctx context.Context, id model.DocumentID) (*session.Desk, error) {
	i := slices.IndexFunc(d.recent, func(x *session.Desk) bool { return x.Document().ID == id })
	if i >= 0 {
		desk := d.recent[i]
		d.recent = append(slices.Delete(d.recent, i, i+1), desk)
		return desk, nil
	}
	desk, err := session.OpenDesk(ctx, d.store, id, d.annotator)
	if err != nil {
		return nil, err
	}
	if len(d.recent) == openDesks {
		d.recent = slices.Delete(d.recent, 0, 1)
	}
	d.recent = append(d.recent, desk)
	return desk, nil
}
