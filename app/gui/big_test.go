package gui

import (
	"strings"
	"testing"
	"time"

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

// The window around the article must not cost more with its length: a label in
// a megabyte with some ten thousand annotations is there within a moment.
func TestLabellingInABigArticle(t *testing.T) {
	s, d := newBigStage(t, 10_000)
	began := time.Now()
	s.space.openDocument(d.ID)
	opened := time.Since(began)
	before := len(s.session.Desk().Set().Annotations)
	s.space.article.SelectSpans([]model.Span{{Start: 16, End: 28}})
	began = time.Now()
	s.key("1")
	labelled := time.Since(began)
	t.Logf("%d annotations: opened in %v, labelled in %v", before, opened, labelled)
	if n := len(s.session.Desk().Set().Annotations); n != before+1 {
		t.Fatalf("%d annotations", n)
	}
	if labelled > time.Second {
		t.Errorf("labelling took %v", labelled)
	}
}
