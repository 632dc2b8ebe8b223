package model_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
)

// reviewed draws a document with up to three annotators' sets and an empty gold
// set. Some annotations are in several sets.
func reviewed(t *rapid.T) model.Review {
	w := modeltest.Work().Draw(t, "work")
	r := model.Review{Work: w}
	r.By, r.Set.Annotator = "rev", model.Gold
	for _, who := range []model.Annotator{"ana", "bo", "cy"}[:rapid.IntRange(1, 3).Draw(t, "annotators")] {
		w.Set, w.By = model.AnnotationSet{Document: w.Document.ID, Annotator: who}, who
		copied := len(r.Sets) > 0 && rapid.Bool().Draw(t, "copies")
		if copied {
			w.Set = renamed(r.Sets[0], who)
		}
		for range rapid.IntRange(0, 8).Draw(t, "edits") {
			if c, err := modeltest.Change(t, w); err == nil {
				w.Set, _ = w.Set.Apply(c)
			}
		}
		r.Sets = append(r.Sets, w.Set)
	}
	for _, a := range r.Sets[0].Annotations {
		if rapid.Bool().Draw(t, "agreed") {
			r.Agreed = append(r.Agreed, []string{string(a.ID)})
		}
	}
	return r
}

// renamed returns the same set of another annotator, with ids of its own.
func renamed(set model.AnnotationSet, who model.Annotator) model.AnnotationSet {
	ids := map[model.AnnotationID]model.AnnotationID{}
	next := model.AnnotationSet{Document: set.Document, Annotator: who, Status: set.Status}
	for _, a := range set.Annotations {
		ids[a.ID] = model.NewAnnotationID()
		a.ID = ids[a.ID]
		next.Annotations = append(next.Annotations, a)
	}
	for _, r := range set.Relations {
		next.Relations = append(next.Relations, model.Relation{ID: model.NewRelationID(), Type: r.Type, From: ids[r.From], To: ids[r.To]})
	}
	slices.SortFunc(next.Annotations, model.CompareAnnotations)
	slices.SortFunc(next.Relations, model.CompareRelations)
	return next
}

// pick draws some ids, of annotations or of relations.
func pick(t *rapid.T, r model.Review) []string {
	var annotations, relations []string
	for _, s := range r.Sets {
		for _, a := range s.Annotations {
			annotations = append(annotations, string(a.ID))
		}
		for _, rel := range s.Relations {
			relations = append(relations, string(rel.ID))
		}
	}
	ids := annotations
	if len(relations) > 0 && rapid.Bool().Draw(t, "links") {
		ids = relations
	}
	if len(ids) == 0 {
		return nil
	}
	return rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 1, min(3, len(ids)), rapid.ID[string]).Draw(t, "of")
}

// decision draws a verb of review.
func decision(t *rapid.T, r model.Review) func(model.Review) (model.Change, error) {
	of := pick(t, r)
	if of == nil {
		of = []string{"none"}
	}
	spans := modeltest.Fragments(r.Document.Text).Draw(t, "fragments")
	label := rapid.SampledFrom(r.Schema.Labels).Draw(t, "label").Name
	switch rapid.SampledFrom([]string{"take", "take", "take", "each", "agreed", "own", "reject", "reject", "explain"}).Draw(t, "verb") {
	case "take":
		return func(r model.Review) (model.Change, error) { return model.Take(r, of[0], of[1:], "why") }
	case "each":
		return func(r model.Review) (model.Change, error) { return model.TakeEach(r, of, "why") }
	case "agreed":
		return func(r model.Review) (model.Change, error) {
			c, _, err := model.TakeAgreed(r, [][]string{of}, "")
			return c, err
		}
	case "own":
		return func(r model.Review) (model.Change, error) { return model.TakeOwn(r, of, spans, label, "mine") }
	case "explain":
		return func(r model.Review) (model.Change, error) { return model.Explain(r, of, "because") }
	}
	return func(r model.Review) (model.Change, error) { return model.Reject(r, of, "no") }
}

// TestReviewKeepsTheLaws decides at random, and takes back and edits between.
func TestReviewKeepsTheLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := reviewed(t)
		for range rapid.IntRange(1, 12).Draw(t, "decisions") {
			if rapid.IntRange(0, 4).Draw(t, "kind") == 0 {
				r.Set = editedByReviewer(t, r)
				continue
			}
			decide := decision(t, r)
			c, err := decide(r)
			if err != nil {
				continue
			}
			before := r.Set
			r.Set = applied(t, before, c)
			if back := applied(t, r.Set, c.Invert()); !back.Equal(before) {
				t.Fatalf("undo gives %+v, not %+v", back, before)
			}
			again, err := decide(r)
			if err != nil || !again.Empty() {
				t.Fatalf("deciding again changes %+v (%v)", again, err)
			}
			checkGold(t, r)
		}
	})
}

func applied(t *rapid.T, set model.AnnotationSet, c model.Change) model.AnnotationSet {
	next, err := set.Apply(c)
	if err != nil {
		t.Fatalf("%s does not apply: %v", c.Name, err)
	}
	return next
}

// editedByReviewer adds an annotation of the reviewer's own, which may be what
// an annotator has, but for what was rejected.
func editedByReviewer(t *rapid.T, r model.Review) model.AnnotationSet {
	own := model.Annotation{
		ID: model.NewAnnotationID(), Label: "person", Origin: model.OriginManual,
		Fragments: modeltest.Fragments(r.Document.Text).Draw(t, "own"),
	}
	rejected := slices.ContainsFunc(r.Set.Verdicts, func(v model.Verdict) bool { return v.Rejected() && v.Was == own.Fingerprint() })
	c, err := model.Add(r.Work, own)
	if err != nil || rejected {
		return r.Set
	}
	return applied(t, r.Set, c)
}

func checkGold(t *rapid.T, r model.Review) {
	if err := r.Set.Check(r.Document.Text, r.Schema); err != nil {
		t.Fatal(err)
	}
	for _, a := range r.Set.Annotations {
		if a.Origin != model.OriginManual && len(r.Set.Sources(string(a.ID))) == 0 {
			t.Fatalf("%+v came from nowhere", a)
		}
	}
	for _, rel := range r.Set.Relations {
		if len(r.Set.Sources(string(rel.ID))) == 0 {
			t.Fatalf("%+v came from nowhere", rel)
		}
	}
	for _, s := range r.Sets {
		for _, a := range s.Annotations {
			v, judged := r.Set.Verdict(string(a.ID))
			same, there := r.Set.FindSame(a)
			if judged && v.Rejected() && there && same.Fingerprint() == a.Fingerprint() {
				t.Fatalf("%+v was rejected and is there", a)
			}
		}
		for _, rel := range s.Relations {
			checkRejectedLink(t, r, rel)
		}
	}
}

func checkRejectedLink(t *rapid.T, r model.Review, rel model.Relation) {
	v, judged := r.Set.Verdict(string(rel.ID))
	from, _ := r.Set.Verdict(string(rel.From))
	to, _ := r.Set.Verdict(string(rel.To))
	in := slices.ContainsFunc(r.Set.Relations, model.Relation{
		Type: rel.Type, From: model.AnnotationID(from.Gold), To: model.AnnotationID(to.Gold),
	}.Same)
	if judged && v.Rejected() && in {
		t.Fatalf("%+v was rejected and is there", rel)
	}
}

// bench returns a review of the sets in the notations, of annotators a, b, c.
func bench(notations ...string) model.Review {
	var r model.Review
	for i, notation := range notations {
		doc, set := modeltest.Parse(notation)
		who := model.Annotator(rune('a' + i))
		r.Sets = append(r.Sets, renamed(set, who))
		r.Document = doc
	}
	r.Schema, r.By = modeltest.Schema(), "rev"
	r.Set = model.AnnotationSet{Document: r.Document.ID, Annotator: model.Gold}
	return r
}

func (b benched) do(t *testing.T, c model.Change, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	next, err := b.Set.Apply(c)
	if err != nil {
		t.Fatal(err)
	}
	b.Set = next
}

// benched is a review whose gold set goes on.
type benched struct{ *model.Review }

func (b benched) id(set, n int) string { return string(b.Sets[set].Annotations[n].ID) }

func (b benched) gold(t *testing.T, want string) {
	t.Helper()
	if got := modeltest.Print(b.Document, b.Set); got != want {
		t.Errorf("gold is %s, want %s", got, want)
	}
}

func TestTakeStandsForTheOthers(t *testing.T) {
	r := bench("[person Ana Ruiz] left.", "[person Ana] Ruiz left.")
	b := benched{&r}
	c, err := model.Take(r, b.id(0, 0), []string{b.id(1, 0)}, "full name")
	if c.Name != "take a’s “Ana Ruiz”" || c.By != "rev" || c.Owner != model.Gold {
		t.Errorf("the change is %+v", c)
	}
	b.do(t, c, err)
	b.gold(t, "[person Ana Ruiz] left.")
	got := r.Set.Annotations[0]
	if sources := r.Set.Sources(string(got.ID)); len(sources) != 2 || got.Origin != model.OriginAccepted || string(got.ID) == b.id(0, 0) {
		t.Errorf("%+v comes from %+v", got, sources)
	}
	v, _ := r.Set.Verdict(b.id(1, 0))
	if v.Was == got.Fingerprint() || v.Why != "full name" {
		t.Errorf("b's is not told as changed: %+v", v)
	}

	// Deciding otherwise keeps the id.
	c, err = model.Take(r, b.id(1, 0), []string{b.id(0, 0)}, "")
	b.do(t, c, err)
	b.gold(t, "[person Ana] Ruiz left.")
	if r.Set.Annotations[0].ID != got.ID {
		t.Error("another decision gave another id")
	}
	c, err = model.Reject(r, []string{b.id(0, 0), b.id(1, 0)}, "")
	b.do(t, c, err)
	b.gold(t, "Ana Ruiz left.")
}

func TestRejectingWinsOverAnEarlierDecision(t *testing.T) {
	r := bench("[person Ana] left.", "[person Ana] left.")
	b := benched{&r}
	c, n, err := model.TakeAgreed(r, [][]string{{b.id(0, 0), b.id(1, 0)}}, "")
	b.do(t, c, err)
	if n != 1 || r.Set.Annotations[0].Origin != model.OriginAgreed {
		t.Errorf("took %d: %+v", n, r.Set)
	}
	c, err = model.Reject(r, []string{b.id(0, 0)}, "")
	b.do(t, c, err)
	b.gold(t, "Ana left.")
	if _, decided := r.Set.Verdict(b.id(1, 0)); decided {
		t.Error("what b said alike is still decided")
	}
	c, err = model.Take(r, b.id(1, 0), nil, "")
	b.do(t, c, err)
	b.gold(t, "[person Ana] left.")
	if _, decided := r.Set.Verdict(b.id(0, 0)); decided {
		t.Error("what was rejected is there, and still told as rejected")
	}
}

func TestRelationsNeedTheirEnds(t *testing.T) {
	r := bench("[meeting met] [person Ana]")
	b := benched{&r}
	link := model.Relation{ID: model.NewRelationID(), Type: "participant", From: r.Sets[0].Annotations[0].ID, To: r.Sets[0].Annotations[1].ID}
	r.Sets[0].Relations = []model.Relation{link}
	if _, err := model.Take(r, string(link.ID), nil, ""); !errors.Is(err, model.ErrRelation) {
		t.Fatalf("a relation without ends: %v", err)
	}
	if c, n, err := model.TakeAgreed(r, [][]string{{string(link.ID)}}, ""); n != 0 || err != nil || !c.Empty() {
		t.Errorf("taken %d: %+v, %v", n, c, err)
	}
	c, n, err := model.TakeAgreed(r, [][]string{{b.id(0, 0)}, {b.id(0, 1)}, {string(link.ID)}}, "")
	b.do(t, c, err)
	if n != 3 || len(r.Set.Relations) != 1 {
		t.Fatalf("took %d: %+v", n, r.Set)
	}
	for _, c := range []func() (model.Change, error){
		func() (model.Change, error) { return model.Delete(r.Work, r.Set.Annotations[1].ID) },
		func() (model.Change, error) { return model.Unlink(r.Work, r.Set.Relations[0].ID) },
	} {
		change, err := c()
		if err != nil {
			t.Fatal(err)
		}
		without, err := r.Set.Apply(change)
		if err == nil {
			err = without.Check(r.Document.Text, r.Schema)
		}
		if err != nil {
			t.Errorf("%s: %v", change.Name, err)
		}
	}
	// Ends that all agree about come along.
	alone := r
	alone.Set, alone.Agreed = model.AnnotationSet{Document: r.Document.ID, Annotator: model.Gold}, [][]string{{b.id(0, 0)}, {b.id(0, 1)}}
	c, err = model.Take(alone, string(link.ID), nil, "they met")
	if err != nil || len(c.Annotations) != 2 || len(c.Relations) != 1 || len(c.Verdicts) != 3 {
		t.Errorf("with its ends: %+v, %v", c, err)
	}
	for _, e := range c.Verdicts {
		if (e.New.Of == string(link.ID)) != (e.New.Why == "they met") {
			t.Errorf("the reason stands on %+v", e.New)
		}
	}
	// An own version of an end keeps the link; without the end it goes.
	c, err = model.TakeOwn(r, []string{b.id(0, 1)}, []model.Span{{Start: 4, End: 6}}, "person", "")
	b.do(t, c, err)
	b.gold(t, "[meeting met] [person An]a")
	if len(r.Set.Relations) != 1 || r.Set.Annotations[1].Origin != model.OriginEdited {
		t.Errorf("after the edit: %+v", r.Set)
	}
	c, err = model.Reject(r, []string{b.id(0, 1)}, "")
	b.do(t, c, err)
	if _, decided := r.Set.Verdict(string(link.ID)); decided || len(r.Set.Relations) != 0 {
		t.Errorf("a link without its end: %+v", r.Set)
	}
}

func TestReviewRefuses(t *testing.T) {
	r := bench("[person Ana] left.", "[person Ana] left.")
	b := benched{&r}
	both := []string{b.id(0, 0), b.id(1, 0)}
	if _, err := model.TakeEach(r, both, ""); !errors.Is(err, model.ErrDuplicate) {
		t.Errorf("the same twice: %v", err)
	}
	if _, err := model.Explain(r, both, "why"); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("a reason for nothing: %v", err)
	}
	if _, err := model.Take(r, fmt.Sprintf("%032d", 0), nil, ""); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("an unknown id: %v", err)
	}
	if _, err := model.TakeOwn(r, both, []model.Span{{Start: 3, End: 3}}, "person", ""); !errors.Is(err, model.ErrFragments) {
		t.Errorf("empty fragments: %v", err)
	}
}
