package gui

import (
	"context"
	"strings"
	"testing"

	"dragoman/model"
)

// bigDocument is a text of so many paragraphs of 114 bytes, with an annotation
// in each.
func bigDocument(paragraphs int) (model.Document, []model.Annotation) {
	var text strings.Builder
	var annotations []model.Annotation
	for range paragraphs {
		start := text.Len()
		text.WriteString("Idris Valen met the governor in the old harbour on Monday, and nobody was told what they said there before noon.\n\n")
		annotations = append(annotations, model.Annotation{
			ID: model.NewAnnotationID(), Label: "person", Fragments: []model.Span{{Start: start, End: start + 11}}, Origin: model.OriginManual,
		})
	}
	return model.NewDocument(text.String(), "A long one", ""), annotations
}

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
