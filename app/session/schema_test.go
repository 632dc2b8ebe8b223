package session_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"dragoman/app/session"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
	"dragoman/model/modeltest"
)

// without returns the test schema without a label and without relation types
// that name it.
func without(name string) model.Schema {
	s := modeltest.Schema()
	s.Labels = slices.DeleteFunc(s.Labels, func(l model.Label) bool { return l.Name == name })
	var types []model.RelationType
	for _, r := range s.RelationTypes {
		r.From = slices.DeleteFunc(slices.Clone(r.From), func(n string) bool { return n == name })
		r.To = slices.DeleteFunc(slices.Clone(r.To), func(n string) bool { return n == name })
		types = append(types, r)
	}
	s.RelationTypes = types
	return s
}

func plan(t *testing.T, p *sessiontest.Project, edit session.SchemaEdit) session.SchemaPlan {
	t.Helper()
	plan, err := session.PlanSchema(t.Context(), p, "ana", edit)
	must(t, err)
	return plan
}

func TestDeletingALabelIsOneUndoableStep(t *testing.T) {
	p, ids := project(t, "[person Ana] [meeting met] Bo.", "[meeting Talks] began.")
	s := open(t, p, "ana", ids[0])
	set := s.Desk().Set()
	link, err := model.Link(s.Desk().Work(), model.NewRelationID(), "participant", set.Annotations[1].ID, set.Annotations[0].ID)
	must(t, err)
	_, err = s.Do(t.Context(), link)
	must(t, err)

	plan := plan(t, p, session.SchemaEdit{New: without("meeting"), Labels: map[string]string{"meeting": ""}})
	if plan.Deleted != 2 || plan.Relations != 1 || plan.Documents != 2 || plan.Sets != 2 {
		t.Errorf("plan: %+v", plan)
	}
	must(t, s.EditSchema(t.Context(), plan))
	if got := printed(t, p, ids[0], "ana") + "|" + printed(t, p, ids[1], "ana"); got != "[person Ana] met Bo.|Talks began." {
		t.Errorf("after the edit: %s", got)
	}
	if _, err := s.Undo(t.Context()); !errors.Is(err, model.ErrConflict) || !strings.Contains(err.Error(), "undo that step first") {
		t.Errorf("undoing the link whose meeting is gone gave %v", err)
	}
	must(t, s.UndoStep(t.Context()))
	if got := printed(t, p, ids[0], "ana") + "|" + printed(t, p, ids[1], "ana"); got != "[person Ana] [meeting met] Bo.|[meeting Talks] began." {
		t.Errorf("after undo: %s", got)
	}
	if len(s.Desk().Set().Relations) != 1 || !s.Schema().Equal(modeltest.Schema()) {
		t.Error("the relation or the schema did not come back")
	}
	must(t, s.RedoStep(t.Context()))
	if len(s.Desk().Set().Annotations) != 1 {
		t.Error("redo did not delete")
	}
}

func TestLabelInUseNeedsADecision(t *testing.T) {
	p, _ := project(t, "[meeting met] [meeting again]")
	_, err := session.PlanSchema(t.Context(), p, "ana", session.SchemaEdit{New: without("meeting")})
	var inUse *session.InUseError
	if !errors.As(err, &inUse) || inUse.Counts["label meeting"] != 2 {
		t.Errorf("got %v", err)
	}
}

func TestRelabellingMergesWhatBecomesTheSame(t *testing.T) {
	p, ids := project(t, "[denial#1 [statement#2 No]#2]#1 [statement Yes]")
	s := open(t, p, "ana", ids[0])
	plan := plan(t, p, session.SchemaEdit{New: without("denial"), Labels: map[string]string{"denial": "statement"}})
	if plan.Merged != 1 || plan.Relabelled != 0 {
		t.Errorf("plan: %+v", plan)
	}
	must(t, s.EditSchema(t.Context(), plan))
	if got := printed(t, p, ids[0], "ana"); got != "[statement No] [statement Yes]" {
		t.Errorf("after the edit: %s", got)
	}
	if err := s.Desk().Set().Check(s.Desk().Document().Text, s.Schema()); err != nil {
		t.Error(err)
	}
}

func TestRenamedLabelKeepsItsAnnotations(t *testing.T) {
	p, ids := project(t, "[person Ana] met [person Bo].")
	s := open(t, p, "ana", ids[0])
	schema := without("person")
	schema.Labels = append(schema.Labels, model.Label{Name: "human"})
	must(t, s.EditSchema(t.Context(), plan(t, p, session.SchemaEdit{New: schema, Labels: map[string]string{"person": "human"}})))
	if got := printed(t, p, ids[0], "ana"); got != "[human Ana] met [human Bo]." {
		t.Errorf("after renaming: %s", got)
	}
	if name, err := s.CanUndoStep(t.Context()); err != nil || name != "turn label person into human" {
		t.Errorf("undo is about %q, %v", name, err)
	}
}

func TestUndoOfAStepThatLaterEditsDependOnIsRefused(t *testing.T) {
	p, ids := project(t, "Ana met Bo.")
	s := open(t, p, "ana", ids[0])
	schema := modeltest.Schema()
	schema.Labels = append(slices.Clone(schema.Labels), model.Label{Name: "place"})
	must(t, s.EditSchema(t.Context(), plan(t, p, session.SchemaEdit{New: schema})))
	label(t, s, "Bo", "place")
	err := s.UndoStep(t.Context())
	if !errors.Is(err, model.ErrConflict) || !strings.Contains(err.Error(), "place") {
		t.Errorf("got %v", err)
	}
	if !s.Schema().Equal(schema) {
		t.Error("the schema changed all the same")
	}
}

// TestUndoOfWhatTheGoldSetRestsOnIsRefused: what was judged stays as long as
// the decision does.
func TestUndoOfWhatTheGoldSetRestsOnIsRefused(t *testing.T) {
	p, ids := annotated(t, []string{anas, bos})
	r := review(t, p, ids[0])
	must(t, r.Neither(t.Context(), ""))
	s, err := session.Open(t.Context(), p, "rev")
	must(t, err)
	err = s.UndoStep(t.Context())
	if !errors.Is(err, model.ErrConflict) || !strings.Contains(err.Error(), "the gold set of 1 document rests on it: undo those decisions first") {
		t.Fatalf("got %v", err)
	}
	if set, _ := p.Set(t.Context(), ids[0], "bo"); len(set.Annotations) == 0 {
		t.Error("the annotations went all the same")
	}
	_, err = r.Undo(t.Context())
	must(t, err)
	must(t, s.UndoStep(t.Context()))
}

func TestPlanIsRefusedAfterAnotherEdit(t *testing.T) {
	p, ids := project(t, "[meeting met]")
	s := open(t, p, "ana", ids[0])
	first := plan(t, p, session.SchemaEdit{New: without("meeting"), Labels: map[string]string{"meeting": ""}})
	second := plan(t, p, session.SchemaEdit{New: without("meeting"), Labels: map[string]string{"meeting": "person"}})
	must(t, s.EditSchema(t.Context(), first))
	if err := s.EditSchema(t.Context(), second); !errors.Is(err, model.ErrConflict) {
		t.Errorf("got %v", err)
	}
}

func TestPropertiesAreAStep(t *testing.T) {
	p, ids := project(t, "Ana met Bo.")
	s := open(t, p, "ana", ids[0])
	must(t, s.SetProperties(t.Context(), ids[0], model.Properties{Title: "A meeting", Source: "wire"}))
	if sum, _ := s.Summary(ids[0]); sum.Title != "A meeting" || s.Desk().Document().Title != "A meeting" {
		t.Errorf("list %q, desk %q", sum.Title, s.Desk().Document().Title)
	}
	must(t, s.UndoStep(t.Context()))
	if sum, _ := s.Summary(ids[0]); sum.Title == "A meeting" {
		t.Error("undo left the title")
	}
}
