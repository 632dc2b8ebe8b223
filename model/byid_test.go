package model_test

import (
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
)

// drawEdits draws edits of different annotations of a large set: some are taken
// away, some moved to another start, some are new.
func drawEdits(t *rapid.T, set model.AnnotationSet, most int) []model.Edit[model.Annotation] {
	var edits []model.Edit[model.Annotation]
	used := map[int]bool{}
	for range rapid.IntRange(1, most).Draw(t, "edits") {
		at := rapid.IntRange(0, 500).Draw(t, "start")
		span := []model.Span{{Start: at, End: at + 1}}
		i := rapid.IntRange(0, len(set.Annotations)-1).Draw(t, "annotation")
		old := set.Annotations[i]
		moved := old
		moved.Fragments = span
		kind := rapid.IntRange(0, 2).Draw(t, "kind")
		switch {
		case kind == 0 || used[i]:
			edits = append(edits, model.Insert(model.Annotation{ID: model.NewAnnotationID(), Label: "person", Fragments: span}))
		case kind == 1:
			edits = append(edits, model.Replace(old, moved))
		default:
			edits = append(edits, model.Remove(old))
		}
		used[i] = used[i] || kind > 0
	}
	return edits
}

func TestWhatIsLookedUpIsWhatIsThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := large(400).Indexed()
		known := map[model.AnnotationID]bool{}
		for range rapid.IntRange(1, 6).Draw(t, "changes") {
			before := set
			next, err := set.Apply(model.Change{Annotations: drawEdits(t, set, 120)})
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range []model.AnnotationSet{before, next, {Annotations: next.Annotations}} {
				for _, a := range s.Annotations {
					known[a.ID] = true
				}
				checkLookups(t, s, known)
			}
			set = next
		}
	})
}

// checkLookups compares what a set finds by id with what going through it finds.
func checkLookups(t *rapid.T, s model.AnnotationSet, ids map[model.AnnotationID]bool) {
	there := make(map[model.AnnotationID]model.Annotation, len(s.Annotations))
	for _, a := range s.Annotations {
		there[a.ID] = a
	}
	s = s.Indexed()
	for id := range ids {
		got, ok := s.Annotation(id)
		want, is := there[id]
		if ok != is || ok && !got.Equal(want) {
			t.Fatalf("annotation %s: found %v %v, and there is %v", id, ok, got, want)
		}
	}
}

// A set whose list was put in its place by hand is not looked up in the index
// of the one before.
func TestAnIndexIsOfOneListOnly(t *testing.T) {
	set := large(100).Indexed()
	set.Annotation(modeltest.ID(1))
	set.Annotations = large(200).Annotations[100:]
	if _, ok := set.Annotation(modeltest.ID(1)); ok {
		t.Error("what is gone is found")
	}
	if _, ok := set.Annotation(modeltest.ID(150)); !ok {
		t.Error("what is there is not found")
	}
}

// Looking up one annotation of many costs the same as one of few: nothing goes
// through them all, and nothing is made.
func TestAnEditOfManyMakesOneCopy(t *testing.T) {
	for _, n := range []int{1_000, 100_000} {
		set, err := large(n).Apply(model.Change{Annotations: []model.Edit[model.Annotation]{model.Remove(large(n).Annotations[0])}})
		if err != nil {
			t.Fatal(err)
		}
		old := set.Annotations[n/2]
		noted := old
		noted.Note = "n"
		c := model.Change{Annotations: []model.Edit[model.Annotation]{model.Replace(old, noted)}}
		set.Annotation(old.ID)
		if allocs := testing.AllocsPerRun(20, func() { set.Annotation(old.ID) }); allocs > 0 {
			t.Errorf("%d annotations: looking one up allocates %v times", n, allocs)
		}
		if allocs := testing.AllocsPerRun(20, func() { _, _ = set.Apply(c) }); allocs > 12 {
			t.Errorf("%d annotations: an edit allocates %v times", n, allocs)
		}
	}
}

func TestCheckingAChangeIsCheckingTheSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := modeltest.Edited(25).Draw(t, "work")
		c := drawBreaking(t, w)
		next, err := w.Set.Apply(c)
		if err != nil {
			return
		}
		whole, part := next.Check(w.Document.Text, w.Schema), next.CheckChange(c, w.Document.Text, w.Schema)
		if (whole == nil) != (part == nil) {
			t.Fatalf("the set: %v\nthe change: %v", whole, part)
		}
	})
}

// drawBreaking draws a change of the work's set that may break laws.
func drawBreaking(t *rapid.T, w model.Work) model.Change {
	var c model.Change
	for _, a := range w.Set.Annotations {
		next := a
		next.Fragments = modeltest.Fragments(w.Document.Text).Draw(t, "at")
		next.Label = rapid.SampledFrom([]string{a.Label, a.Label, "person", "denial", "nonsense"}).Draw(t, "label")
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			c.Annotations = append(c.Annotations, model.Remove(a))
		case 1:
			c.Annotations = append(c.Annotations, model.Replace(a, next))
		case 2:
			twin := a
			twin.ID = model.NewAnnotationID()
			c.Annotations = append(c.Annotations, model.Insert(twin))
		}
	}
	for _, r := range w.Set.Relations {
		switch rapid.IntRange(0, 3).Draw(t, "kind") {
		case 0:
			c.Relations = append(c.Relations, model.Remove(r))
		case 1:
			r.ID = model.NewRelationID()
			r.To = rapid.SampledFrom([]model.AnnotationID{r.To, r.From, "none"}).Draw(t, "to")
			c.Relations = append(c.Relations, model.Insert(r))
		}
	}
	return c
}
