package gui

import (
	"strings"

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
