package session_test

import (
	"strings"
	"testing"
	"time"

	"dragoman/app/session"
	"dragoman/model"
)

func TestBinTakesADocumentAwayAndUndoBringsItBack(t *testing.T) {
	p, ids := project(t, "[person Ana] spoke.", "[person Ben] spoke.", "[person Cy] spoke.")
	s := open(t, p, "ana", ids[0])
	list := s.Documents()
	must(t, s.OpenDocument(t.Context(), list[1].ID))
	gone, next := list[1].ID, list[2].ID

	must(t, s.PutIntoBin(t.Context(), gone))
	if len(s.Documents()) != 2 || s.Desk().Document().ID != next {
		t.Fatalf("%d documents, and %s is open", len(s.Documents()), s.Desk().Document().ID)
	}
	bin, err := s.Bin(t.Context())
	must(t, err)
	if len(bin) != 1 || bin[0].ID != gone || bin[0].Binned != "ana" || bin[0].EditedAt.IsZero() {
		t.Errorf("in the bin is %+v", bin)
	}
	if name, err := s.CanUndoStep(t.Context()); err != nil || !strings.HasPrefix(name, "delete “") {
		t.Errorf("undo takes back %q, %v", name, err)
	}
	must(t, s.UndoStep(t.Context()))
	if len(s.Documents()) != 3 || s.Desk().Document().ID != next {
		t.Errorf("%d documents, and %s is open", len(s.Documents()), s.Desk().Document().ID)
	}

	must(t, s.PutIntoBin(t.Context(), list[0].ID, list[1].ID, list[2].ID))
	if len(s.Documents()) != 0 || s.Desk() != nil {
		t.Errorf("%d documents, and %v is open", len(s.Documents()), s.Desk())
	}
	must(t, s.BringBack(t.Context(), next))
	if list := s.Documents(); len(list) != 1 || list[0].ID != next {
		t.Errorf("back came %+v", list)
	}
}

// TestSchemaEditReachesTheBin: a label that only documents in the bin have is
// in use.
func TestSchemaEditReachesTheBin(t *testing.T) {
	p, ids := project(t, "[person Ana] spoke.", "[person Ben] spoke.")
	s := open(t, p, "ana", ids[0])
	must(t, s.PutIntoBin(t.Context(), ids...))
	schema := schemaWithout(s.Schema(), "person")
	if _, err := session.PlanSchema(t.Context(), p, "ana", session.SchemaEdit{New: schema}); err == nil {
		t.Error("the label of annotations in the bin went")
	}
	plan, err := session.PlanSchema(t.Context(), p, "ana", session.SchemaEdit{New: schema, Labels: map[string]string{"person": ""}})
	must(t, err)
	must(t, s.EditSchema(t.Context(), plan))
	must(t, s.BringBack(t.Context(), ids...))
	for _, d := range s.Documents() {
		if d.Set("ana").Annotations != 0 {
			t.Errorf("%s has %d annotations", d.ID, d.Set("ana").Annotations)
		}
	}
	must(t, s.UndoStep(t.Context())) // back into the bin
	must(t, s.UndoStep(t.Context())) // the label comes back, and its annotations in the bin
	must(t, s.BringBack(t.Context(), ids...))
	if n := s.Documents()[0].Set("ana").Annotations; n != 1 {
		t.Errorf("%d annotations came back with the label", n)
	}
}

func schemaWithout(schema model.Schema, label string) model.Schema {
	next := model.Schema{}
	for _, l := range schema.Labels {
		if l.Name != label {
			next.Labels = append(next.Labels, l)
		}
	}
	return next
}

func TestRestoreIsOneUndoableChange(t *testing.T) {
	p, ids := project(t, "[person Ana] met Ben.")
	s := open(t, p, "ana", ids[0])
	label := func(at model.Span) {
		change, err := model.AddLabel(s.Desk().Work(), model.NewAnnotationID(), []model.Span{at}, "person")
		must(t, err)
		_, err = s.Do(t.Context(), change)
		must(t, err)
	}
	label(model.Span{Start: 8, End: 11})
	then := s.Desk().Set()
	events, err := s.Seen().Events(t.Context(), ids[0])
	must(t, err)
	for _, a := range then.Annotations {
		change, err := model.Delete(s.Desk().Work(), a.ID)
		must(t, err)
		_, err = s.Do(t.Context(), change)
		must(t, err)
	}
	emptied := s.Desk().Set()
	state, err := model.StateAfter(events, "ana", len(events)-1)
	must(t, err)
	at := time.Date(2026, 11, 22, 10, 14, 0, 0, time.Local)
	must(t, s.Restore(t.Context(), state, at))
	if !s.Desk().Set().Equal(then) {
		t.Errorf("restored is %+v, want %+v", s.Desk().Set(), then)
	}
	if err := s.Restore(t.Context(), state, at); err == nil {
		t.Error("what is so already was restored")
	}
	if change, err := s.Undo(t.Context()); err != nil || change.Name != "restore the state of 22 November 10:14" {
		t.Errorf("undo takes back %q, %v", change.Name, err)
	}
	if !s.Desk().Set().Equal(emptied) {
		t.Errorf("undo leaves %+v", s.Desk().Set())
	}
}

func TestRestoreIsRefusedWithASentence(t *testing.T) {
	p, ids := project(t, "[person Ana] met Ben.")
	s := open(t, p, "ana", ids[0])
	then := s.Desk().Set()
	theirs := then
	theirs.Annotator = "ben"
	if why := s.MayRestore("ben"); !strings.Contains(why, "only they") {
		t.Errorf("ben’s: %q", why)
	}
	if err := s.Restore(t.Context(), theirs, time.Now()); err == nil {
		t.Error("a state of ben’s annotations was restored")
	}
	plan, err := session.PlanSchema(t.Context(), p, "ana", session.SchemaEdit{New: schemaWithout(s.Schema(), "person"), Labels: map[string]string{"person": ""}})
	must(t, err)
	must(t, s.EditSchema(t.Context(), plan))
	if err := s.Restore(t.Context(), then, time.Now()); err == nil || !strings.Contains(err.Error(), "the label person no more") {
		t.Errorf("without the label: %v", err)
	}
	for _, who := range []model.Annotator{"ben", "cy"} {
		set := model.AnnotationSet{Document: ids[0], Annotator: who}
		done := set
		done.Status = model.StatusDone
		save(t, p, model.Step{By: who, Changes: []model.Change{model.Diff(set, done)}})
	}
	review, err := session.Open(t.Context(), p, "ana")
	must(t, err)
	must(t, review.OpenDocument(t.Context(), ids[0]))
	_, err = review.OpenReview(t.Context(), nil)
	must(t, err)
	if why := review.MayRestore("ana"); !strings.Contains(why, "review") {
		t.Errorf("while reviewing: %q", why)
	}
}

// TestHistoryKeepsTheBlindRule: who may not see others' sets reads nothing of
// them in the history.
func TestHistoryKeepsTheBlindRule(t *testing.T) {
	p, ids := project(t, "[person Ana] met Ben.")
	theirs := model.AnnotationSet{Document: ids[0], Annotator: "ben", Status: model.StatusDone}
	save(t, p, model.Step{By: "ben", Changes: []model.Change{model.Diff(model.AnnotationSet{Document: ids[0], Annotator: "ben"}, theirs)}})
	must(t, p.SetSetting(t.Context(), model.SettingOwner, "zoe"))
	for who, want := range map[model.Annotator]bool{"ana": false, "zoe": true} {
		events, err := open(t, p, who, ids[0]).Seen().Events(t.Context(), ids[0])
		must(t, err)
		saw := false
		for _, e := range events {
			saw = saw || e.Owner == "ben"
		}
		if saw != want || len(events) < 2 {
			t.Errorf("%s sees %+v", who, events)
		}
	}
}
