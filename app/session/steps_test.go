package session_test

import (
	"errors"
	"testing"

	"dragoman/model"
)

// TestRedoOfAStepIsOverAfterAnother: what was undone before another step was
// done is not done again when that one is undone.
func TestRedoOfAStepIsOverAfterAnother(t *testing.T) {
	p, ids := project(t, "One.", "Two.")
	s := open(t, p, "ana", ids[0])
	title := func(id model.DocumentID) string {
		d, err := p.Document(t.Context(), id)
		must(t, err)
		return d.Title
	}
	must(t, s.SetProperties(t.Context(), ids[0], model.Properties{Title: "first"}))
	must(t, s.UndoStep(t.Context()))
	must(t, s.SetProperties(t.Context(), ids[1], model.Properties{Title: "second"}))
	must(t, s.UndoStep(t.Context()))
	must(t, s.RedoStep(t.Context()))
	if title(ids[0]) == "first" || title(ids[1]) != "second" {
		t.Errorf("redone, the titles are %q and %q", title(ids[0]), title(ids[1]))
	}
	if err := s.RedoStep(t.Context()); !errors.Is(err, model.ErrNothingToRedo) {
		t.Errorf("redone once more: %v", err)
	}
}
