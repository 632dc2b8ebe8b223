package session_test

import (
	"strings"
	"testing"

	"dragoman/app/session"
	"dragoman/model"
	"dragoman/model/modeltest"
)

func TestWhoMayReview(t *testing.T) {
	p, ids := annotated(t, []string{anas, bos})
	s := open(t, p, "ana", ids[0])
	if s.MayReview() != "" || s.OthersShown() {
		t.Errorf("nobody owns it: %q, %v", s.MayReview(), s.OthersShown())
	}
	must(t, p.SetSetting(t.Context(), model.SettingAnnotator, "bo"))
	must(t, s.Refresh(t.Context()))
	if why := s.MayReview(); !strings.Contains(why, "bo") {
		t.Errorf("it is bo who works there: %q", why)
	}
	must(t, s.SetOwner(t.Context(), " rev "))
	if _, err := s.OpenReview(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "rev") || s.Owner() != "rev" {
		t.Errorf("ana reviews: %v", err)
	}
	must(t, s.SetOthersShown(t.Context(), true))
	if s.MayReview() != "" || !s.OthersShown() {
		t.Error("others are shown, but not to ana")
	}
	must(t, s.SetOthersShown(t.Context(), false))
	must(t, s.SwitchAnnotator(t.Context(), "rev"))
	if s.MayReview() != "" || !s.OthersShown() {
		t.Error("the owner may not review")
	}
	if err := s.SetOwner(t.Context(), model.Gold); err == nil {
		t.Error("gold owns the project")
	}
}

func TestGoldIsComparedWhereItIsNamed(t *testing.T) {
	p, ids := annotated(t, []string{anas, bos})
	r := review(t, p, ids[0])
	must(t, r.Take(t.Context(), "bo", ""))
	s, err := session.Open(t.Context(), p, "rev")
	must(t, err)
	r, err = s.OpenReview(t.Context(), []model.Annotator{"ana", model.Gold})
	must(t, err)
	if got := ruled(r); !strings.HasPrefix(got, "boundary: ") {
		t.Errorf("cases are %s", got)
	}
	if err := r.Neither(t.Context(), ""); err == nil || !strings.Contains(err.Error(), "gold") {
		t.Errorf("deciding about gold: %v", err)
	}
	if _, err := r.Undo(t.Context()); err == nil {
		t.Error("a decision was taken back")
	}
}

// TestWhoHasNoSetRejectsNothing: to have annotated nothing in a document is not
// to have left something out. A set that was imported as new is one.
func TestWhoHasNoSetRejectsNothing(t *testing.T) {
	p, ids := annotated(t, []string{anas, bos})
	fresh := model.AnnotationSet{Document: ids[0], Annotator: "dan"}
	_, set := modeltest.Parse(anas)
	set = withIDs(set, "dan")
	set.Status = model.StatusUnset
	save(t, p, model.Step{Name: "import", Project: true, Changes: []model.Change{model.Diff(fresh, set)}})
	s, err := session.Open(t.Context(), p, "rev")
	must(t, err)
	r, err := s.OpenReview(t.Context(), []model.Annotator{"ana", "bo", "cy", "dan"})
	must(t, err)
	if !r.Has("bo") || !r.Has("dan") || r.Has("cy") || r.Has("eve") {
		t.Error("another has a set")
	}
	before := ruled(r)
	if err := r.Take(t.Context(), "cy", ""); err == nil || !strings.Contains(err.Error(), "cy has not annotated") {
		t.Errorf("taking what cy has: %v", err)
	}
	if got := ruled(r); got != before {
		t.Errorf("that decided %s", got)
	}
}
