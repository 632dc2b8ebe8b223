package gui

import (
	"context"
	"strconv"
	"testing"

	"dragoman/model"
)

// newBigStage is a stage with a long article among the others, that has so many
// annotations.
func newBigStage(t testing.TB, annotated int) (*stage, model.Document) {
	t.Helper()
	s := newStage(t)
	ctx := context.Background()
	d, annotations := bigDocument(annotated)
	change := model.Diff(model.AnnotationSet{Document: d.ID, Annotator: "ana"},
		model.AnnotationSet{Document: d.ID, Annotator: "ana", Status: model.StatusInProgress, Annotations: annotations})
	change.Name = "import"
	step := model.Step{Name: "import", Project: true, Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}, Changes: []model.Change{change}}
	if _, err := s.project.Save(ctx, step); err != nil {
		t.Fatal(err)
	}
	if err := s.session.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	return s, d
}

// sizes are how many annotations the articles of the benchmarks have.
var sizes = []int{1000, 10_000, 100_000}

func BenchmarkOpenBigArticle(b *testing.B) {
	for _, n := range sizes {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			s, d := newBigStage(b, n)
			other := s.session.Documents()[0].ID
			if other == d.ID {
				other = s.session.Documents()[1].ID
			}
			for b.Loop() {
				s.space.openDocument(d.ID)
				b.StopTimer()
				s.space.openDocument(other)
				b.StartTimer()
			}
		})
	}
}

func BenchmarkLabelInBigArticle(b *testing.B) {
	for _, n := range sizes {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			s, d := newBigStage(b, n)
			s.space.openDocument(d.ID)
			for b.Loop() {
				s.space.article.SelectSpans([]model.Span{{Start: 16, End: 28}})
				s.key("1")
				b.StopTimer()
				s.runID("edit.undo")
				b.StartTimer()
			}
		})
	}
}
