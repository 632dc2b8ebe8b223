package model_test

import (
	"errors"
	"testing"

	"dragoman/model"
	"dragoman/model/modeltest"
)

// work parses a notation; relations are added by link.
func work(notation string) model.Work {
	doc, set := modeltest.Parse(notation)
	return model.Work{Document: doc, Schema: modeltest.Schema(), Set: set, By: "ana"}
}

func must(t *testing.T, w model.Work, c model.Change, err error) model.Work {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if w.Set, err = w.Set.Apply(c); err != nil {
		t.Fatal(err)
	}
	return w
}

// linked is a statement (2) linked to its speaker (1).
func linked(t *testing.T) model.Work {
	w := work("[person Ana] said: “[statement we met],” and [person Ben] left.")
	c, err := model.Link(w, "r1", "speaker", modeltest.ID(2), modeltest.ID(1))
	return must(t, w, c, err)
}

func TestVerbsAreRefused(t *testing.T) {
	w := linked(t)
	one, two, three := modeltest.ID(1), modeltest.ID(2), modeltest.ID(3)
	for name, test := range map[string]struct {
		verb func() (model.Change, error)
		want error
	}{
		"same label, same fragments": {func() (model.Change, error) {
			return model.AddLabel(w, "x", []model.Span{{Start: 0, End: 3}}, "person")
		}, model.ErrDuplicate},
		"unknown label": {func() (model.Change, error) {
			return model.AddLabel(w, "x", []model.Span{{Start: 0, End: 3}}, "place")
		}, model.ErrUnknown},
		"no fragment": {func() (model.Change, error) { return model.AddLabel(w, "x", nil, "person") }, model.ErrFragments},
		"empty fragment": {func() (model.Change, error) {
			return model.AddLabel(w, "x", []model.Span{{Start: 3, End: 3}}, "person")
		}, model.ErrFragments},
		"unordered": {func() (model.Change, error) {
			return model.Resize(w, one, []model.Span{{Start: 5, End: 6}, {Start: 0, End: 3}})
		}, model.ErrFragments},
		"overlapping": {func() (model.Change, error) {
			return model.Resize(w, one, []model.Span{{Start: 0, End: 3}, {Start: 2, End: 6}})
		}, model.ErrFragments},
		"outside": {func() (model.Change, error) {
			return model.Resize(w, one, []model.Span{{Start: 0, End: 300}})
		}, model.ErrFragments},
		"inside a character": {func() (model.Change, error) {
			return model.Resize(w, one, []model.Span{{Start: 0, End: 11}})
		}, model.ErrFragments},
		"relabel breaks a relation": {func() (model.Change, error) { return model.Relabel(w, one, "meeting") }, model.ErrRelation},
		"relabel no one":            {func() (model.Change, error) { return model.Relabel(w, "x", "meeting") }, model.ErrNotFound},
		"resize onto another": {func() (model.Change, error) {
			return model.Resize(w, three, []model.Span{{Start: 0, End: 3}})
		}, model.ErrDuplicate},
		"unknown attribute": {func() (model.Change, error) { return model.SetAttribute(w, one, "mode", "direct") }, model.ErrUnknown},
		"unknown value":     {func() (model.Change, error) { return model.SetAttribute(w, two, "mode", "loud") }, model.ErrUnknown},
		"link twice":        {func() (model.Change, error) { return model.Link(w, "r2", "speaker", two, one) }, model.ErrDuplicate},
		"link of wrong types": {func() (model.Change, error) {
			return model.Link(w, "r2", "speaker", one, two)
		}, model.ErrRelation},
		"link to itself":    {func() (model.Change, error) { return model.Link(w, "r2", "speaker", two, two) }, model.ErrRelation},
		"unknown link type": {func() (model.Change, error) { return model.Link(w, "r2", "hears", two, one) }, model.ErrUnknown},
		"unlink no one":     {func() (model.Change, error) { return model.Unlink(w, "r9") }, model.ErrNotFound},
	} {
		if c, err := test.verb(); !errors.Is(err, test.want) {
			t.Errorf("%s: error is %v, change is %v", name, err, c)
		}
	}
}

func TestVerbsThatChangeNothingAreEmpty(t *testing.T) {
	w := linked(t)
	one := modeltest.ID(1)
	for name, verb := range map[string]func() (model.Change, error){
		"relabel":   func() (model.Change, error) { return model.Relabel(w, one, "person") },
		"resize":    func() (model.Change, error) { return model.Resize(w, one, []model.Span{{Start: 0, End: 3}}) },
		"note":      func() (model.Change, error) { return model.SetNote(w, one, "") },
		"attribute": func() (model.Change, error) { return model.SetAttribute(w, modeltest.ID(2), "mode", "") },
		"status":    func() (model.Change, error) { return model.SetStatus(w, model.StatusInProgress) },
	} {
		if c, err := verb(); err != nil || !c.Empty() {
			t.Errorf("%s: change %v, error %v", name, c, err)
		}
	}
}

func TestDeleteTakesItsRelations(t *testing.T) {
	w := linked(t)
	c, err := model.Delete(w, modeltest.ID(1))
	w = must(t, w, c, err)
	if len(w.Set.Relations) != 0 || len(w.Set.Annotations) != 2 {
		t.Errorf("left are %v", w.Set)
	}
	if w = must(t, w, c.Invert(), nil); len(w.Set.Relations) != 1 {
		t.Error("undo does not bring the relation back")
	}
}

func TestRelabelKeepsTheAttributesThatFit(t *testing.T) {
	w := work("[statement we met]")
	for name, value := range map[string]string{"mode": "direct", "topic": "trade"} {
		c, err := model.SetAttribute(w, modeltest.ID(1), name, value)
		w = must(t, w, c, err)
	}
	c, err := model.Relabel(w, modeltest.ID(1), "denial")
	w = must(t, w, c, err)
	if a := w.Set.Annotations[0]; a.Attribute("mode") != "direct" || a.Attribute("topic") != "" {
		t.Errorf("attributes are %v", a.Attributes)
	}
}

func TestFirstEditBeginsTheSet(t *testing.T) {
	w := work("Ana met Ben")
	w.Set.Status = model.StatusUnset
	first, err := model.AddLabel(w, modeltest.ID(1), []model.Span{{Start: 0, End: 3}}, "person")
	w = must(t, w, first, err)
	if w.Set.Status != model.StatusInProgress {
		t.Fatalf("after the first edit the status is %q", w.Set.Status)
	}
	c, err := model.SetStatus(w, model.StatusNew)
	w = must(t, w, c, err)
	c, err = model.SetNote(w, modeltest.ID(1), "x")
	w = must(t, w, c, err)
	if w.Set.Status != model.StatusNew {
		t.Errorf("an edit changed the status to %q", w.Set.Status)
	}
}

func TestTheNameOfAChangeIsShort(t *testing.T) {
	w := work("The minister of foreign affairs of the republic met Ben")
	c, err := model.AddLabel(w, "x", []model.Span{{Start: 0, End: 47}}, "person")
	if err != nil || c.Name != "label “The minister of foreign…” as person" {
		t.Errorf("name is %q, error %v", c.Name, err)
	}
}
