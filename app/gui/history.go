package gui

import (
	"context"
	"slices"

	"dragoman/app/background"
	"dragoman/app/gui/panel"
	"dragoman/app/session"
	"dragoman/model"
)

// mostPast is how many changes the history lists.
const mostPast = 300

// showHistory reads the log of the current annotation set and lists it.
func (s *workspace) showHistory() {
	desk := s.session.Desk()
	if desk == nil {
		s.inspector.History.Set(nil)
		return
	}
	id, owner, project := desk.Document().ID, s.session.Annotator(), s.w.opened.Project
	background.Start(s.w.deps.Runner, s.w.ctx, func(ctx context.Context) ([]panel.Past, error) {
		return readPast(ctx, project, id, owner)
	}, func(past []panel.Past, err error) {
		if s.w.space != s || s.session.Desk() == nil || s.session.Desk().Document().ID != id {
			return
		}
		s.w.Fail(err)
		s.inspector.History.Set(past)
	})
}

// readPast returns the changes of a set, the last first.
func readPast(ctx context.Context, store session.Store, id model.DocumentID, owner model.Annotator) ([]panel.Past, error) {
	entries, err := store.Log(ctx, id, owner)
	if err != nil {
		return nil, err
	}
	gone := map[int64]bool{}
	var numbers []int64
	for _, e := range entries {
		switch e.Kind {
		case model.Undo:
			gone[e.Of] = true
		case model.Redo:
			gone[e.Of] = false
		default:
			numbers = append(numbers, e.Number)
		}
	}
	slices.Reverse(numbers)
	var past []panel.Past
	for _, n := range numbers[:min(len(numbers), mostPast)] {
		change, err := store.Change(ctx, n)
		if err != nil {
			return nil, err
		}
		p := panel.Past{Title: capital(change.Name), Who: string(change.By), Gone: gone[n]}
		p.At, p.Place = placeOf(change)
		past = append(past, p)
	}
	return past, nil
}

// placeOf returns the annotation that a change is about first, and where it is
// or was; "" for a change of the status alone.
func placeOf(c model.Change) (model.AnnotationID, model.Span) {
	switch {
	case len(c.Annotations) > 0:
		a := newest(c.Annotations[0])
		return a.ID, a.Fragments[0]
	case len(c.Relations) > 0:
		return newest(c.Relations[0]).From, model.Span{}
	}
	return "", model.Span{}
}

// newest returns what an edit left, or what it took away.
func newest[T any](e model.Edit[T]) T {
	if e.New != nil {
		return *e.New
	}
	return *e.Old
}

// showPast shows the place of a change: the annotation, or where it was.
func (s *workspace) showPast(p panel.Past) {
	desk := s.session.Desk()
	if desk == nil || p.At == "" {
		return
	}
	if _, there := desk.Set().Annotation(p.At); there {
		s.setActive(p.At, true)
		return
	}
	if !p.Place.Empty() {
		s.article.view.SelectSpans([]model.Span{p.Place})
		s.article.view.ScrollTo(p.Place)
	}
}
