package session_test

import (
	"errors"
	"slices"
	"testing"

	"dragoman/app/session"
	"dragoman/model"
)

// said returns the texts of the comments that a session shows.
func said(t *testing.T, s *session.Session) []string {
	t.Helper()
	comments, err := s.Comments(t.Context())
	must(t, err)
	var texts []string
	for _, c := range comments {
		texts = append(texts, c.Text)
	}
	return texts
}

func TestCommentsAreAnsweredAndResolved(t *testing.T) {
	p, ids := project(t, "[person Ali Larijani] spoke.")
	ana := open(t, p, "ana", ids[0])
	told := 0
	defer ana.Listen(func(e session.Event) {
		if c, ok := e.(session.CommentsChanged); ok && c.Document == ids[0] {
			told++
		}
	})()
	marked := ana.Desk().Set().Annotations[0].ID
	must(t, ana.Comment(t.Context(), marked, "  Is he meant? "))
	first, err := ana.Comments(t.Context())
	must(t, err)
	ben := open(t, p, "ben", ids[0])
	must(t, ben.Comment(t.Context(), "", "A long article."))
	must(t, ana.Answer(t.Context(), first[0].ID, "He is."))
	got := said(t, ana)
	slices.Sort(got) // those of one millisecond have no order of their own
	if !slices.Equal(got, []string{"A long article.", "He is.", "Is he meant?"}) {
		t.Errorf("ana reads %q", got)
	}
	must(t, ana.Resolve(t.Context(), first[0].ID, true))
	all, err := ana.Comments(t.Context())
	must(t, err)
	for _, c := range all {
		if c.Resolved != (c.ID == first[0].ID) {
			t.Errorf("%q is resolved: %v", c.Text, c.Resolved)
		}
		if c.Text == "He is." && (c.Answers != first[0].ID || c.Annotation != marked || c.By != "ana") {
			t.Errorf("the answer is %+v", c)
		}
	}
	if told != 3 {
		t.Errorf("listeners were told %d times, want 3", told)
	}
	if err := ana.Comment(t.Context(), "", " \n"); err == nil {
		t.Error("a comment without words was kept")
	}
	if err := ana.Answer(t.Context(), "nobody", "x"); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("an answer to nothing: %v", err)
	}
}

// While annotators may not see each other's sets, comments on annotations of
// others are not shown, and cannot be answered.
func TestCommentsOnHiddenAnnotationsAreHidden(t *testing.T) {
	p, ids := project(t, "[person Ali Larijani] spoke.")
	ana, ben := open(t, p, "ana", ids[0]), open(t, p, "ben", ids[0])
	must(t, ana.Comment(t.Context(), ana.Desk().Set().Annotations[0].ID, "A person, I say."))
	must(t, ana.Comment(t.Context(), "", "For all."))
	if got := said(t, ben); !slices.Equal(got, []string{"For all."}) {
		t.Errorf("ben reads %q", got)
	}
	comments, err := ana.Comments(t.Context())
	must(t, err)
	hidden := slices.IndexFunc(comments, func(c model.Comment) bool { return c.Annotation != "" })
	if err := ben.Answer(t.Context(), comments[hidden].ID, "No."); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("ben answers what he may not see: %v", err)
	}
	must(t, ana.SetOthersShown(t.Context(), true))
	must(t, ben.Refresh(t.Context()))
	if got := said(t, ben); len(got) != 2 {
		t.Errorf("where sets are shown ben reads %q", got)
	}
}

func TestOutcomesAreToldOnceTheSetIsDone(t *testing.T) {
	p, ids := project(t, "[person Ali Larijani] [meeting met] [person somebody].")
	ana := open(t, p, "ana", ids[0])
	marks := ana.Desk().Set().Annotations
	name, met, somebody := marks[0], marks[1], marks[2]
	taken, wider := name, met
	taken.ID, taken.Origin = model.NewAnnotationID(), model.OriginAccepted
	wider.ID, wider.Fragments = model.NewAnnotationID(), []model.Span{{Start: met.Hull().Start, End: somebody.Hull().End}}
	status := model.StatusInProgress
	verdict := func(a model.Annotation, gold model.AnnotationID, why string) model.Edit[model.Verdict] {
		return model.Insert(model.Verdict{Of: string(a.ID), Annotator: "ana", Gold: string(gold), Was: a.Fingerprint(), Why: why, By: "rev"})
	}
	save(t, p, model.Step{Name: "review", Changes: []model.Change{{
		Name: "review", Document: ids[0], Owner: model.Gold, By: "rev", Status: &model.Edit[model.Status]{New: &status},
		Annotations: []model.Edit[model.Annotation]{model.Insert(taken), model.Insert(wider)},
		Verdicts:    []model.Edit[model.Verdict]{verdict(name, taken.ID, ""), verdict(met, wider.ID, ""), verdict(somebody, "", "a pronoun")},
	}}})
	outcomes, err := ana.Outcomes(t.Context())
	must(t, err)
	if len(outcomes) > 0 {
		t.Fatalf("while ana works she is told %v", outcomes)
	}
	work, err := ana.Work()
	must(t, err)
	change, err := model.SetStatus(work, model.StatusDone)
	must(t, err)
	_, err = ana.Do(t.Context(), change)
	must(t, err)
	outcomes, err = ana.Outcomes(t.Context())
	must(t, err)
	if o := outcomes[name.ID]; o.Changed || o.Stale || o.Gold.ID != taken.ID {
		t.Errorf("the name: %+v", o)
	}
	if o := outcomes[met.ID]; !o.Changed || o.Gold.ID != wider.ID {
		t.Errorf("the meeting: %+v", o)
	}
	if o := outcomes[somebody.ID]; !o.Verdict.Rejected() || o.Verdict.Why != "a pronoun" {
		t.Errorf("the pronoun: %+v", o)
	}
}
