package storage

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"dragoman/model"
)

// mixed returns a change that gives most annotations another label, and some
// of them a note, an attribute or another place as well; some go, and new ones
// come.
func mixed(annotations []model.Annotation) model.Change {
	c := model.Change{Name: "mixed", By: "ana", Owner: "ana"}
	for i, a := range annotations {
		next := a
		next.Label = []string{"meeting", "", "label \x00 “with” 'signs'"}[i%3]
		switch i % 10 {
		case 5:
			next.Note = "why?"
		case 6:
			next.Attributes = []model.Attribute{{Name: "role", Value: "minister"}}
		case 7:
			next.Fragments = []model.Span{{Start: a.Fragments[0].Start, End: a.Fragments[0].End - 1}}
		case 8:
			c.Annotations = append(c.Annotations, model.Remove(a))
			a.ID = model.NewAnnotationID()
			c.Annotations = append(c.Annotations, model.Insert(a))
			continue
		case 9:
			next.Label = fmt.Sprint("rare ", i)
		}
		c.Annotations = append(c.Annotations, model.Replace(a, next))
	}
	return c
}

// TestManyEditsOfAllKinds: many labels at once, beside all else that an edit
// can change, leave what the model says, and undo what was.
func TestManyEditsOfAllKinds(t *testing.T) {
	const size = 2 * manyAnnotations
	p := newTestProject(t)
	d := add(t, p, strings.Repeat("word ", size), "one")
	fillSet(t, p, d, size)
	before := work(t, p, d, "ana").Set
	c := mixed(before.Annotations)
	c.Document = d.ID
	after, err := before.Apply(c)
	if err != nil {
		t.Fatal(err)
	}
	do(t, p, c, nil)
	if !work(t, p, d, "ana").Set.Equal(after) {
		t.Error("the file does not hold what the change says")
	}
	for _, f := range must[[]model.Finding](t)(p.Check(ctx)) {
		if !strings.Contains(f.Problem, "not in the schema") {
			t.Errorf("check finds %s %s: %s", f.Table, f.Key, f.Problem)
		}
	}
	do(t, p, c.Invert(), nil)
	if !work(t, p, d, "ana").Set.Equal(before) {
		t.Error("undo does not bring back what was")
	}
	sound(t, p)
}

// TestManyEditsOfWhatIsElsewhere: a large change that is about an annotation of
// another set, or one that is not as it was, changes nothing.
func TestManyEditsOfWhatIsElsewhere(t *testing.T) {
	const size = 2 * manyAnnotations
	p := newTestProject(t)
	d := add(t, p, strings.Repeat("word ", size), "one")
	fillSet(t, p, d, size)
	label(t, p, d, "cem", "person", model.Span{Start: 0, End: 4})
	c := mixed(work(t, p, d, "ana").Set.Annotations)
	c.Document = d.ID
	before := work(t, p, d, "ana").Set
	elsewhere, stale := c, c
	elsewhere.Annotations = append([]model.Edit[model.Annotation]{model.Insert(work(t, p, d, "cem").Set.Annotations[0])}, c.Annotations...)
	other := *c.Annotations[0].Old
	other.Note = "another"
	stale.Annotations = append([]model.Edit[model.Annotation]{model.Replace(other, *c.Annotations[0].New)}, c.Annotations[1:]...)
	for _, c := range []model.Change{elsewhere, stale} {
		_, err := p.Save(ctx, model.Step{Changes: []model.Change{c}})
		if !errors.Is(err, model.ErrConflict) || !work(t, p, d, "ana").Set.Equal(before) {
			t.Errorf("it fails with %v", err)
		}
	}
}
