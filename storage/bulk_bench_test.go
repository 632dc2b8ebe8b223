package storage

import (
	"strings"
	"testing"

	"dragoman/model"
)

// BenchmarkUndoOf10000Edits is the storage's share of a label that is put on
// 10,000 annotations of a document at once, and taken back.
func BenchmarkUndoOf10000Edits(b *testing.B) {
	p := newTestProject(b)
	d := add(b, p, strings.Repeat("word ", 10_000), "large")
	c := relabelAll(b, p, d)
	for b.Loop() {
		do(b, p, c, nil)
		c = c.Invert()
	}
}

// BenchmarkUndoOf10000Additions is the same for annotations that are added.
func BenchmarkUndoOf10000Additions(b *testing.B) {
	p := newTestProject(b)
	d := add(b, p, strings.Repeat("word ", 20_000), "large")
	fillSet(b, p, d, 10_000)
	c := model.Change{Name: "label everywhere", Document: d.ID, Owner: "ana", By: "ana"}
	for i := 10_000; i < 20_000; i++ {
		c.Annotations = append(c.Annotations, model.Insert(model.Annotation{
			ID: model.NewAnnotationID(), Label: "person", Fragments: []model.Span{{Start: 5 * i, End: 5*i + 4}}, Origin: model.OriginManual,
		}))
	}
	for b.Loop() {
		do(b, p, c, nil)
		c = c.Invert()
	}
}

// BenchmarkChangeOf10000Edits reads back what undo takes back.
func BenchmarkChangeOf10000Edits(b *testing.B) {
	p := newTestProject(b)
	d := add(b, p, strings.Repeat("word ", 10_000), "large")
	do(b, p, relabelAll(b, p, d), nil)
	log := must[[]model.Entry](b)(p.Log(ctx, d.ID, "ana"))
	for b.Loop() {
		must[model.Change](b)(p.Change(ctx, log[len(log)-1].Number))
	}
}

// relabelAll fills the set of the document, and returns the change that gives
// all of its annotations another label.
func relabelAll(b *testing.B, p *Project, d model.Document) model.Change {
	fillSet(b, p, d, 10_000)
	c := model.Change{Name: "label all", Document: d.ID, Owner: "ana", By: "ana"}
	for _, a := range work(b, p, d, "ana").Set.Annotations {
		next := a
		next.Label = "meeting"
		c.Annotations = append(c.Annotations, model.Replace(a, next))
	}
	return c
}
