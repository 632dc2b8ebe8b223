package storage

import (
	"fmt"
	"strings"
	"testing"

	"dragoman/model"
)

func BenchmarkSaveOneEditAt10000Annotations(b *testing.B) {
	p := newTestProject(b)
	d := add(b, p, strings.Repeat("word ", 10000), "large")
	fillSet(b, p, d, 10000)
	w := work(b, p, d, "ana")
	for i := 0; b.Loop(); i++ {
		c, err := model.SetNote(w, w.Set.Annotations[5000].ID, fmt.Sprint("note ", i))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := p.Save(ctx, model.Step{Changes: []model.Change{c}}); err != nil {
			b.Fatal(err)
		}
		if w.Set, err = w.Set.Apply(c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoad10000Annotations(b *testing.B) {
	p := newTestProject(b)
	d := add(b, p, strings.Repeat("word ", 10000), "large")
	fillSet(b, p, d, 10000)
	for b.Loop() {
		if set := must[model.AnnotationSet](b)(p.Set(ctx, d.ID, "ana")); len(set.Annotations) != 10000 {
			b.Fatal(len(set.Annotations))
		}
	}
}

func BenchmarkListOf10000Documents(b *testing.B) {
	p := newTestProject(b)
	addMany(b, p, 10000)
	for b.Loop() {
		if list := must[[]model.Summary](b)(p.Documents(ctx)); len(list) != 10000 {
			b.Fatal(len(list))
		}
	}
}

func BenchmarkOpenAt10000Documents(b *testing.B) {
	p := newOpenProject(b)
	addMany(b, p, 10000)
	path := p.Path()
	closed(b, p)
	for b.Loop() {
		closed(b, opened(b, path, Options{}))
	}
}

func BenchmarkImport1000Documents(b *testing.B) {
	for b.Loop() {
		p := newTestProject(b)
		addMany(b, p, 1000)
	}
}

// addMany adds documents of 5 KB with an annotation each, in one transaction.
func addMany(t testing.TB, p *Project, n int) {
	t.Helper()
	status := model.StatusInProgress
	err := p.Update(ctx, func(tx *Tx) error {
		for i := range n {
			d := model.NewDocument(fmt.Sprint("number ", i, strings.Repeat(" some words", 450)), fmt.Sprint("title ", i%100), "")
			_, err := tx.Save(model.Step{
				Name: "import", Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}},
				Changes: []model.Change{{
					Document: d.ID, Owner: "ana", Status: &model.Edit[model.Status]{New: &status},
					Annotations: []model.Edit[model.Annotation]{model.Insert(model.Annotation{
						ID: model.NewAnnotationID(), Label: "person", Fragments: []model.Span{{Start: 0, End: 6}},
					})},
				}},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
