package cli

import (
	"context"
	"errors"
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
	begin  func(context.Context, model.DocumentID) (*session.Desk, error)
	recent []*session.Desk // the one used last is last
}

func newDesks(store session.Store, annotator model.Annotator) *desks {
	return &desks{begin: func(ctx context.Context, id model.DocumentID) (*session.Desk, error) {
		return session.OpenDesk(ctx, store, id, annotator)
	}}
}

// open returns the desk of a document; model.ErrNotFound.
func (d *desks) open(ctx context.Context, id model.DocumentID) (*session.Desk, error) {
	i := slices.IndexFunc(d.recent, func(x *session.Desk) bool { return x.Document().ID == id })
	if i >= 0 {
		desk := d.recent[i]
		d.recent = append(slices.Delete(d.recent, i, i+1), desk)
		return desk, nil
	}
	desk, err := d.begin(ctx, id)
	if err != nil {
		return nil, err
	}
	if len(d.recent) == openDesks {
		d.recent = slices.Delete(d.recent, 0, 1)
	}
	d.recent = append(d.recent, desk)
	return desk, nil
}

// named finds desks by what a person calls their documents.
type named struct {
	project Project
	desks   *desks
	names   map[string]model.DocumentID // what names mean
}

func newNamed(project Project, desks *desks) named {
	return named{project, desks, map[string]model.DocumentID{}}
}

// desk returns the desk of the document that a person names. What a name means
// is looked up once: nobody else adds documents while this stream runs.
func (s *named) desk(ctx context.Context, name string) (*session.Desk, error) {
	if id, met := s.names[name]; met {
		return s.desks.open(ctx, id)
	}
	id := model.DocumentID(name)
	desk, err := s.desks.open(ctx, id)
	if errors.Is(err, model.ErrNotFound) {
		if id, err = find(ctx, s.project, name); err != nil {
			return nil, err
		}
		desk, err = s.desks.open(ctx, id)
	}
	if err == nil {
		s.names[name] = id
	}
	return desk, err
}
