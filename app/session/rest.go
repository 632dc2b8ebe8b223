package session

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"dragoman/model"
)

// Begin begins a session as Open does, but of a project with a long list of
// documents it reads only those around near, "" for the first ones. Whoever asks
// for the whole list waits until that is read: see Expect.
func Begin(ctx context.Context, project Project, annotator model.Annotator, near model.DocumentID) (*Session, error) {
	s, err := newSession(project, annotator)
	if err != nil {
		return nil, err
	}
	some, whole, err := project.DocumentsNear(ctx, near)
	if err != nil {
		return nil, fmt.Errorf("read list of documents: %w", err)
	}
	if whole {
		return s, s.readBeside(ctx, some, nil)
	}
	names, err := project.Names(ctx)
	if err != nil {
		return nil, fmt.Errorf("read who annotated: %w", err)
	}
	s.alone = len(slices.DeleteFunc(names, func(n model.Annotator) bool { return n == model.Gold })) < 2
	return s, s.readBeside(ctx, some, s.reader(context.WithoutCancel(ctx)))
}

// Near returns the documents that Begin read, as Documents would, while the
// others are not there; nil once they are.
func (s *Session) Near() []model.Summary {
	if s.rest == nil {
		return nil
	}
	return s.seen
}

// Empty reports whether there are no documents.
func (s *Session) Empty() bool { return len(s.Near()) == 0 && len(s.Documents()) == 0 }

// Alone reports whether at most one annotator has a set in the project, gold
// aside. It waits for the whole list only where several may have.
func (s *Session) Alone() bool { return s.rest != nil && s.alone || len(s.Annotators()) < 2 }

// Expect returns what reads the whole list under ctx, on any goroutine, or nil
// where it is there. Whoever asks for the list waits for that, or has it read
// then; when it is over RestRead is to be called.
func (s *Session) Expect(ctx context.Context) (read func() ([]model.Summary, error)) {
	if s.rest != nil {
		s.rest = s.reader(ctx)
	}
	return s.rest
}

func (s *Session) reader(ctx context.Context) func() ([]model.Summary, error) {
	return sync.OnceValues(func() ([]model.Summary, error) { return s.project.Documents(ctx) })
}

// RestRead tells the listeners that the whole list is there; it waits until it
// is.
func (s *Session) RestRead() error {
	if err := s.await(); err != nil {
		return s.failed(err)
	}
	s.tell(ListRead{})
	return nil
}

// await makes the list whole.
func (s *Session) await() error {
	if s.rest == nil {
		return nil
	}
	documents, err := s.rest()
	if err != nil {
		return fmt.Errorf("read list of documents: %w", err)
	}
	late := s.late
	s.documents, s.rest, s.late = documents, nil, nil
	s.look()
	for _, set := range late { // the list may have been read before
		s.summarise(set)
	}
	return nil
}

// all returns the whole list with the sets of everybody, and the same with those
// that who works may see. Where it cannot be read, which RestRead says, it is
// empty: a part is not taken for the whole.
func (s *Session) all() (everybody, seen []model.Summary) {
	if s.await() != nil {
		return nil, nil
	}
	return s.documents, s.seen
}
