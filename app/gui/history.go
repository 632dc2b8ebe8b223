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
		past = append(past, panel.Past{Title: capital(change.Name), Who: string(change.By), Gone: gone[n]})
	}
	return past, nil
}
