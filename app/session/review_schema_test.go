package session_test

import (
	"slices"
	"testing"

	"dragoman/app/session"
	"dragoman/model"
)

func TestSchemaEditKeepsDecisions(t *testing.T) {
	p, ids := annotated(t, []string{anas, bos})
	r := review(t, p, ids[0])
	must(t, r.Take(t.Context(), "ana", ""))
	_, err := r.TakeAgreed(t.Context())
	must(t, err)
	s, err := session.Open(t.Context(), p, "rev")
	must(t, err)
	schema := s.Schema()
	schema.Labels = slices.DeleteFunc(slices.Clone(schema.Labels), func(l model.Label) bool { return l.Name == "meeting" })
	schema.Labels[slices.IndexFunc(schema.Labels, func(l model.Label) bool { return l.Name == "person" })].Name = "human"
	schema.RelationTypes = nil
	edit := session.SchemaEdit{New: schema, Labels: map[string]string{"person": "human", "meeting": ""}}
	plan, err := session.PlanSchema(t.Context(), p, "rev", edit)
	must(t, err)
	must(t, s.EditSchema(t.Context(), plan))
	r = review(t, p, ids[0])
	c := r.Cases()[0]
	if c.Ruling != session.Taken || c.Stale || !slices.Equal(c.Takers, []model.Annotator{"ana"}) || c.Gold[0].Label != "human" {
		t.Errorf("after the edit: %+v", c)
	}
	if got := len(r.Gold().Verdicts); got != 2 {
		t.Errorf("%d verdicts are left", got)
	}
	must(t, s.UndoStep(t.Context()))
	if got := ruled(review(t, p, ids[0])); got != "boundary:taken agreed:taken label: missing:" {
		t.Errorf("after undo: %s", got)
	}
}

// TestSchemaEditKeepsDecisionsAboutRelations: a relation type is renamed.
func TestSchemaEditKeepsDecisionsAboutRelations(t *testing.T) {
	p, id := linked(t)
	r := review(t, p, id)
	must(t, r.Take(t.Context(), "ana", ""))
	s, err := session.Open(t.Context(), p, "rev")
	must(t, err)
	schema := s.Schema()
	schema.RelationTypes = slices.Clone(schema.RelationTypes)
	schema.RelationTypes[slices.IndexFunc(schema.RelationTypes, func(t model.RelationType) bool { return t.Name == "participant" })].Name = "who"
	plan, err := session.PlanSchema(t.Context(), p, "rev", session.SchemaEdit{New: schema, RelationTypes: map[string]string{"participant": "who"}})
	must(t, err)
	must(t, s.EditSchema(t.Context(), plan))
	r = review(t, p, id)
	if c := r.Cases()[2]; c.Ruling != session.Taken || c.Stale || c.GoldRelations[0].Type != "who" {
		t.Errorf("after the edit: %+v", c)
	}
}
