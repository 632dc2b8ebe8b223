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

func TestApplyThenInvertIsIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := modeltest.Edited(15).Draw(t, "work")
		c, err := modeltest.Change(t, w)
		if err != nil {
			return
		}
		next, err := w.Set.Apply(c)
		if err != nil {
			t.Fatalf("a verb's change does not apply: %v", err)
		}
		if c.Empty() != next.Equal(w.Set) && c.Status == nil {
			t.Fatalf("empty %v, but equal %v", c.Empty(), next.Equal(w.Set))
		}
		back, err := next.Apply(c.Invert())
		if err != nil {
			t.Fatalf("the inverse does not apply: %v", err)
		}
		if !back.Equal(w.Set) || back.Status != w.Set.Status {
			t.Fatalf("undone it is\n%v\nand was\n%v", back, w.Set)
		}
	})
}

func TestDiffLeadsFromOneSetToAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := modeltest.Edited(15).Draw(t, "work")
		other := w
		for range 10 {
			if c, err := modeltest.Change(t, other); err == nil {
				other.Set, _ = other.Set.Apply(c)
			}
		}
		got, err := w.Set.Apply(model.Diff(w.Set, other.Set))
		if err != nil {
			t.Fatal(err)
		}
		if !got.Equal(other.Set) {
			t.Fatalf("the difference leads to\n%v\nnot to\n%v", got, other.Set)
		}
		if !model.Diff(got, other.Set).Empty() {
			t.Fatal("equal sets differ")
		}
	})
}

func TestApplyRefusesWhatDoesNotFit(t *testing.T) {
	_, set := modeltest.Parse("[person Ana] [meeting met] Ben")
	ana, changed := set.Annotations[0], set.Annotations[0]
	changed.Note = "other"
	stranger := ana
	stranger.ID = modeltest.ID(9)
	done := model.StatusDone
	for name, c := range map[string]model.Change{
		"insert what is there":    {Annotations: []model.Edit[model.Annotation]{model.Insert(ana)}},
		"remove a stranger":       {Annotations: []model.Edit[model.Annotation]{model.Remove(stranger)}},
		"replace what has moved":  {Annotations: []model.Edit[model.Annotation]{model.Replace(changed, ana)}},
		"remove another relation": {Relations: []model.Edit[model.Relation]{model.Remove(model.Relation{ID: "r"})}},
		"remove twice":            {Annotations: []model.Edit[model.Annotation]{model.Remove(ana), model.Remove(ana)}},
		"insert twice":            {Annotations: []model.Edit[model.Annotation]{model.Insert(stranger), model.Insert(stranger)}},
		"another status":          {Status: &model.Edit[model.Status]{Old: &done}},
	} {
		got, err := set.Apply(c)
		if !errors.Is(err, model.ErrConflict) {
			t.Errorf("%s: error is %v", name, err)
		}
		if !got.Equal(set) {
			t.Errorf("%s: the set changed", name)
		}
	}
}

func TestApplyNeverWritesToTheOldSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := modeltest.Edited(15).Draw(t, "work")
		before := fmt.Sprint(w.Set)
		if c, err := modeltest.Change(t, w); err == nil {
			if _, err := w.Set.Apply(c); err != nil {
				t.Fatal(err)
			}
		}
		if fmt.Sprint(w.Set) != before {
			t.Fatal("the old set changed")
		}
	})
}

func TestTouchedNamesOldAndNew(t *testing.T) {
	_, set := modeltest.Parse("[person Ana] met")
	moved := set.Annotations[0]
	moved.Fragments = []model.Span{{Start: 4, End: 7}}
	c := model.Change{Annotations: []model.Edit[model.Annotation]{model.Replace(set.Annotations[0], moved)}}
	want := []model.Span{{Start: 0, End: 3}, {Start: 4, End: 7}}
	if got := c.Touched(); !slices.Equal(got, want) {
		t.Errorf("touched is %v, want %v", got, want)
	}
}

// large returns a set of n annotations of one byte each.
func large(n int) model.AnnotationSet {
	var set model.AnnotationSet
	for i := range n {
		set.Annotations = append(set.Annotations, model.Annotation{
			ID: modeltest.ID(i), Label: "person", Fragments: []model.Span{{Start: i, End: i + 1}},
		})
	}
	return set
}

func BenchmarkApplyOneEdit(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			set := large(n)
			old := set.Annotations[n/2]
			noted := old
			noted.Note = "n"
			c := model.Change{Annotations: []model.Edit[model.Annotation]{model.Replace(old, noted)}}
			for b.Loop() {
				if _, err := set.Apply(c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
