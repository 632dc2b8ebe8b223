package session_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"dragoman/app/session"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
)

// shared returns a project of rev in which ana, ben and the gold set have an
// annotation each in one document.
func shared(t *testing.T) (*sessiontest.Project, model.DocumentID, map[model.Annotator]model.Annotation) {
	t.Helper()
	p, ids := project(t, "[person Ana] met Bo.")
	set, err := p.Set(t.Context(), ids[0], "ana")
	must(t, err)
	marks := map[model.Annotator]model.Annotation{"ana": set.Annotations[0]}
	for _, who := range []model.Annotator{"ben", model.Gold} {
		a, status := set.Annotations[0], model.StatusInProgress
		a.ID = model.NewAnnotationID()
		c := model.Change{
			Name: "label", Document: ids[0], Owner: who, By: who, Status: &model.Edit[model.Status]{New: &status},
			Annotations: []model.Edit[model.Annotation]{model.Insert(a)},
		}
		if who == model.Gold {
			c.Verdicts = []model.Edit[model.Verdict]{model.Insert(model.Verdict{Of: string(set.Annotations[0].ID), Annotator: "ana", Gold: string(a.ID), By: "rev"})}
		}
		save(t, p, model.Step{Name: "import of " + string(who), By: who, Project: true, Changes: []model.Change{c}})
		marks[who] = a
	}
	must(t, p.SetSetting(t.Context(), model.SettingOwner, "rev"))
	return p, ids[0], marks
}

func owners(t *testing.T, v session.View, id model.DocumentID) []model.Annotator {
	t.Helper()
	var names []model.Annotator
	sets, err := v.Sets(t.Context(), id)
	must(t, err)
	for _, s := range sets {
		names = append(names, s.Annotator)
	}
	documents, err := v.Documents(t.Context())
	must(t, err)
	must(t, v.Walk(t.Context(), func(_ model.Document, walked []model.AnnotationSet) error {
		if len(walked) != len(sets) || len(documents[0].Sets) != len(sets) {
			t.Errorf("a walk meets %d sets, the list %d, the document has %d", len(walked), len(documents[0].Sets), len(sets))
		}
		return nil
	}))
	return names
}

func TestWhoSeesWhoseSets(t *testing.T) {
	all := []model.Annotator{"ana", "ben", model.Gold}
	for _, c := range []struct {
		who           model.Annotator
		owner, others string
		want          []model.Annotator
	}{
		{"ana", "rev", "", []model.Annotator{"ana"}},
		{"ana", "", "", []model.Annotator{"ana"}},
		{"zoe", "rev", "", nil},
		{"ana", "ana", "", all},
		{"ana", "rev", model.OthersShown, all},
		{"rev", "rev", "", all},
		{"", "rev", "", all},
		{model.Gold, "rev", "", all},
	} {
		p, id, _ := shared(t)
		must(t, p.SetSetting(t.Context(), model.SettingOwner, c.owner))
		must(t, p.SetSetting(t.Context(), model.SettingOthers, c.others))
		v, err := session.Seen(t.Context(), p, c.who)
		must(t, err)
		if got := owners(t, v, id); !slices.Equal(got, c.want) {
			t.Errorf("%q in a project of %q with others %q sees the sets of %q, want %q", c.who, c.owner, c.others, got, c.want)
		}
		if session.Blind(v) != (len(c.want) < len(all)) {
			t.Errorf("%q: blind is %v", c.who, session.Blind(v))
		}
	}
}

// The list of documents follows who works and what they do, and never has more
// than they may see.
func TestDocumentsAreCutForWhoWorks(t *testing.T) {
	p, id, _ := shared(t)
	s := open(t, p, "ana", id)
	see := func(want int) {
		t.Helper()
		sum, _ := s.Summary(id)
		if got := len(s.Documents()[0].Sets); got != want || len(sum.Sets) != want {
			t.Errorf("%s sees %d sets, want %d", s.Annotator(), got, want)
		}
	}
	see(1)
	label(t, s, "Bo", "person")
	see(1)
	if n := s.Documents()[0].Set("ana").Annotations; n != 2 {
		t.Errorf("ana’s count is %d", n)
	}
	must(t, s.SwitchAnnotator(t.Context(), "zoe"))
	see(0)
	must(t, s.SwitchAnnotator(t.Context(), "rev"))
	see(3)
	if got := s.Annotators(); !slices.Equal(got, []model.Annotator{"ana", "ben"}) {
		t.Errorf("those who can sit down are %q", got)
	}
	_, err := s.OpenReview(t.Context(), nil)
	must(t, err)
	must(t, s.SetOwner(t.Context(), "ana"))
	if see(0); s.Review() != nil {
		t.Error("the review stays open for who may not review any more")
	}
}

func TestCommentsOnTheWorkOfOthersAreHidden(t *testing.T) {
	p, id, marks := shared(t)
	for about, text := range map[model.AnnotationID]string{
		"": "document", marks["ana"].ID: "ana's", marks["ben"].ID: "ben's", marks[model.Gold].ID: "gold's", model.NewAnnotationID(): "gone",
	} {
		by := model.Annotator("ana") // to write a comment is no reason to read on
		must(t, p.SaveComment(t.Context(), model.Comment{ID: model.NewCommentID(), Document: id, Annotation: about, By: by, Text: text}))
	}
	read := func(who model.Annotator) []string {
		got := said(t, open(t, p, who, id))
		slices.Sort(got)
		return got
	}
	if got := read("ana"); !slices.Equal(got, []string{"ana's", "document", "gone"}) {
		t.Errorf("ana reads %q", got)
	}
	if got := read("ben"); !slices.Equal(got, []string{"ben's", "document"}) {
		t.Errorf("ben reads %q", got)
	}
	if got := read("rev"); len(got) != 5 {
		t.Errorf("rev reads %q", got)
	}
	s := open(t, p, "ana", id)
	change, err := model.SetStatus(s.Desk().Work(), model.StatusDone)
	must(t, err)
	_, err = s.Do(t.Context(), change)
	must(t, err)
	if got := read("ana"); !slices.Contains(got, "gold's") || slices.Contains(got, "ben's") {
		t.Errorf("once her set is done ana reads %q", got)
	}
}

// Who may not review takes back their own steps alone, and takes nothing away
// from the schema, in use or not.
func TestStepsAndSchemaUnderTheRule(t *testing.T) {
	p, id, _ := shared(t)
	s := open(t, p, "ana", id)
	must(t, s.SetFlag(t.Context(), id, model.Flagged, "long"))
	steps, err := s.Steps(t.Context())
	must(t, err)
	if len(steps) != 1 || steps[0].By != "ana" {
		t.Errorf("ana sees the steps %+v", steps)
	}
	must(t, s.UndoStep(t.Context()))
	if err := s.UndoStep(t.Context()); !errors.Is(err, model.ErrNothingToUndo) {
		t.Errorf("then ana takes back more: %v", err)
	}
	wider := s.Schema()
	wider.Labels = append(slices.Clone(wider.Labels), model.Label{Name: "rumour", Colour: "#123456"})
	edit := func(next model.Schema) error {
		plan, err := session.PlanSchema(t.Context(), p, s.Annotator(), session.SchemaEdit{New: next})
		must(t, err)
		return s.EditSchema(t.Context(), plan)
	}
	narrow := s.Schema()
	must(t, edit(wider))
	for what, err := range map[string]error{"edit": edit(narrow), "undo": s.UndoStep(t.Context())} {
		if err == nil || !strings.Contains(err.Error(), "only rev can take labels") {
			t.Errorf("%s of the schema: %v", what, err)
		}
	}
	must(t, s.SwitchAnnotator(t.Context(), "rev"))
	must(t, edit(narrow))
}

func TestWhatTakesAwayFromASchema(t *testing.T) {
	p, id, _ := shared(t)
	s := open(t, p, "ana", id)
	old := model.Schema{
		Labels:        []model.Label{{Name: "person"}, {Name: "act", Attributes: []model.AttributeDef{{Name: "kind", Values: []string{"a", "b"}}, {Name: "free"}}}},
		RelationTypes: []model.RelationType{{Name: "by", From: []string{"act"}}},
	}
	plan, err := session.PlanSchema(t.Context(), p, "rev", session.SchemaEdit{New: old, RelationTypes: map[string]string{"speaker": "", "participant": "", "addressee": "", "denies": ""}})
	must(t, err)
	save(t, p, plan.Step)
	must(t, s.Refresh(t.Context()))
	for what, c := range map[string]struct {
		change func(*model.Label, *model.RelationType)
		may    bool
	}{
		"a title":            {func(l *model.Label, r *model.RelationType) { l.Title, r.Title = "Deed", "By" }, true},
		"another value":      {func(l *model.Label, _ *model.RelationType) { l.Attributes[0].Values = []string{"b", "c", "a"} }, true},
		"any value":          {func(l *model.Label, _ *model.RelationType) { l.Attributes[0].Values = nil }, true},
		"a value less":       {func(l *model.Label, _ *model.RelationType) { l.Attributes[0].Values = []string{"b"} }, false},
		"no free text":       {func(l *model.Label, _ *model.RelationType) { l.Attributes[1].Values = []string{"x"} }, false},
		"an attribute less":  {func(l *model.Label, _ *model.RelationType) { l.Attributes = l.Attributes[:1] }, false},
		"another name":       {func(l *model.Label, r *model.RelationType) { l.Name, r.From = "deed", nil }, false},
		"from anything":      {func(_ *model.Label, r *model.RelationType) { r.From = nil }, true},
		"from more":          {func(_ *model.Label, r *model.RelationType) { r.From = []string{"act", "person"} }, true},
		"to one label alone": {func(_ *model.Label, r *model.RelationType) { r.To = []string{"person"} }, false},
		"another type":       {func(_ *model.Label, r *model.RelationType) { r.Name = "of" }, false},
	} {
		next := model.Schema{Labels: slices.Clone(old.Labels), RelationTypes: slices.Clone(old.RelationTypes)}
		next.Labels[1].Attributes = slices.Clone(old.Labels[1].Attributes)
		c.change(&next.Labels[1], &next.RelationTypes[0])
		if got := s.MayEditSchema(next); (got == "") != c.may {
			t.Errorf("%s: %q", what, got)
		}
	}
}

// Under the rule steps are not taken back in the order in which they were done;
// what is repeated is what was taken back last.
func TestRedoRepeatsTheStepThatWasUndoneLast(t *testing.T) {
	p, id, _ := shared(t)
	ana, rev := open(t, p, "ana", id), open(t, p, "rev", id)
	must(t, ana.SetFlag(t.Context(), id, model.Flagged, "long"))
	must(t, rev.Refresh(t.Context()))
	schema := without("person")
	schema.Labels = append(schema.Labels, model.Label{Name: "human"})
	plan, err := session.PlanSchema(t.Context(), p, "rev", session.SchemaEdit{New: schema, Labels: map[string]string{"person": "human"}})
	must(t, err)
	must(t, rev.EditSchema(t.Context(), plan))
	must(t, ana.Refresh(t.Context()))
	must(t, ana.UndoStep(t.Context())) // the flag, for the other step is not theirs
	must(t, rev.Refresh(t.Context()))
	must(t, rev.UndoStep(t.Context()))
	must(t, rev.RedoStep(t.Context()))
	if _, ok := rev.Schema().Label("human"); !ok {
		t.Errorf("redo repeated another step: %+v", rev.Schema().Labels)
	}
}
