package job_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"dragoman/app/job"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
	"dragoman/model/modeltest"
)

// foreign is a schema that calls things otherwise than that of modeltest.
func foreign() model.Schema {
	return model.Schema{
		Labels: []model.Label{
			{Name: "person", Key: "1", Attributes: []model.AttributeDef{{Name: "role"}}},
			{Name: "human", Key: "2"},
			{Name: "talk", Key: "3", Attributes: []model.AttributeDef{{Name: "when", Values: []string{"held", "soon"}}}},
		},
		RelationTypes: []model.RelationType{{Name: "with", From: []string{"talk"}, To: []string{"human", "person"}}},
	}
}

// foreigner returns a project with that schema, and work of ana in it.
func (s *shelf) foreigner() *sessiontest.Project {
	p := sessiontest.NewProject(foreign())
	p.Now = s.clock
	doc := model.NewDocument(story, "Bo", "")
	s.save(p, model.Step{Documents: []model.DocumentEdit{{ID: doc.ID, Added: &doc}}})
	s.label(p, "ana", 1, "person", 0, 2)
	s.label(p, "ana", 2, "human", 0, 2)
	s.label(p, "ana", 3, "talk", 3, 6)
	for _, verb := range []func(model.Work) (model.Change, error){
		func(w model.Work) (model.Change, error) {
			return model.SetAttribute(w, modeltest.ID(1), "role", "boss")
		},
		func(w model.Work) (model.Change, error) {
			return model.SetAttribute(w, modeltest.ID(3), "when", "soon")
		},
		func(w model.Work) (model.Change, error) {
			return model.Link(w, model.RelationID(modeltest.ID(8)), "with", modeltest.ID(3), modeltest.ID(1))
		},
		func(w model.Work) (model.Change, error) {
			return model.Link(w, model.RelationID(modeltest.ID(9)), "with", modeltest.ID(3), modeltest.ID(2))
		},
	} {
		s.do(p, "ana", verb)
	}
	return p
}

func TestSchemaGapAsksForWhatIsUsed(t *testing.T) {
	s := newShelf(t)
	p := s.foreigner()
	var used job.Usage
	used.Add(s.set(p, "ana"))
	for _, c := range []struct {
		mapping string
		want    string
	}{
		{"", "label human 1; label talk 1; attribute person.role 1"},
		{"human=person", "label talk 1; attribute person.role 1"},
		{"human=person talk=meeting person.role=new", "attribute talk.when 1; relation_type with 2"},
		{"human=person talk=meeting person.role=role talk.when=state", "value talk.when=soon 1; relation_type with 2"},
		{"human=person talk=meeting person.role=new talk.when=meeting.state talk.when=soon=planned with=speaker", "relation_type with 2"},
		{"human=person talk=meeting person.role=new talk.when=state talk.when=soon=planned with=participant", ""},
		{"human=new talk=talk person.role=new with=new", ""},
	} {
		mapping, err := job.ParseMapping(strings.Fields(c.mapping))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, g := range job.SchemaGap(modeltest.Schema(), foreign(), used, mapping) {
			got = append(got, g.Kind+" "+g.Name+" "+string(rune('0'+g.Times)))
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("with %q there is to ask: %v, want %s", c.mapping, got, c.want)
		}
	}
	if gaps := job.SchemaGap(foreign(), foreign(), used, nil); gaps != nil {
		t.Errorf("a schema lacks something of itself: %v", gaps)
	}
}

func TestMappedSetsFallTogether(t *testing.T) {
	s := newShelf(t)
	ours, theirs := s.project("Bo"), s.foreigner()
	_, err := job.Merge(t.Context(), ours, sources(theirs), job.MergeOptions{}, job.Silent)
	var gaps *job.SchemaError
	var usage *job.UsageError
	if !errors.As(err, &gaps) || !errors.As(err, &usage) || s.steps(ours) != 1 {
		t.Fatalf("without a mapping: %v", err)
	}
	opt := job.MergeOptions{Map: job.Mapping{
		"human": "person", "talk": "meeting", "person.role": job.AddIt, "talk.when": "state", "talk.when=soon": "planned", "with": "participant",
	}}
	r := s.merge(ours, opt, theirs)
	set := s.set(ours, "ana")
	if len(set.Annotations) != 2 || len(set.Relations) != 1 || r.Losses.Of("mapping") != 2 {
		t.Fatalf("%+v, losses %+v", set, r.Losses)
	}
	person, meeting := set.Annotations[0], set.Annotations[1]
	if person.Label != "person" || meeting.Label != "meeting" || meeting.Attribute("state") != "planned" ||
		set.Relations[0].Type != "participant" || set.Relations[0].To != person.ID {
		t.Errorf("it came as %+v", set)
	}
	if len(r.Schema) != 1 || r.Schema[0].Name != "person.role" {
		t.Errorf("new in the schema: %v", r.Schema)
	}
	before := s.steps(ours)
	if s.merge(ours, opt, theirs); s.steps(ours) != before || !s.set(ours, "ana").Equal(set) {
		t.Error("merging the same again changes something")
	}
	s.do(theirs, "ana", func(w model.Work) (model.Change, error) { return model.SetNote(w, modeltest.ID(3), "late") })
	s.merge(ours, opt, theirs)
	if next := s.set(ours, "ana"); len(next.Annotations) != 2 || next.Annotations[1].Note != "late" || next.Annotations[1].Label != "meeting" {
		t.Errorf("a newer copy came as %+v", next)
	}
	s.undo(ours)
	s.undo(ours)
	if schema, _ := ours.Schema(t.Context()); !schema.Equal(modeltest.Schema()) || len(s.set(ours, "ana").Annotations) != 0 {
		t.Error("undo leaves something")
	}
}

func TestDefinitionsComeWithWhatIsAdded(t *testing.T) {
	s := newShelf(t)
	ours := s.project("Bo")
	s.merge(ours, job.MergeOptions{Map: job.Mapping{"human": "new", "talk": "new", "person.role": "new", "with": "new"}}, s.foreigner())
	schema, err := ours.Schema(t.Context())
	if err != nil || schema.Check() != nil {
		t.Fatal(err, schema.Check())
	}
	talk, _ := schema.Label("talk")
	with, _ := schema.RelationType("with")
	if len(talk.Attributes) != 1 || len(talk.Attributes[0].Values) != 2 || talk.Key == "3" || talk.Key == "" {
		t.Errorf("talk came as %+v", talk)
	}
	if !slices.Equal(with.From, []string{"talk"}) || !slices.Equal(with.To, []string{"human", "person"}) {
		t.Errorf("with came as %+v", with)
	}
	s.set(ours, "ana") // is lawful
}
