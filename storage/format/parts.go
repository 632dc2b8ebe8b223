package format

import (
	"strconv"

	"dragoman/model"
)

// Parts says what becomes of an annotation of several fragments in a format
// that holds annotations of one. The zero value is Leave.
type Parts string

// The choices. Each counts the annotation as lost: it does not come back as it
// was.
const (
	Leave  Parts = "drop"  // it is left out
	Divide Parts = "parts" // each fragment becomes an annotation of its own; relations and the id stay with the first
	Fill   Parts = "fill"  // it becomes one annotation from the first fragment to the end of the last
)

// of returns the annotations of one fragment that stand for a. Their ids follow
// from a's.
func (p Parts) of(document model.DocumentID, a model.Annotation) []model.Annotation {
	switch p {
	case Fill:
		a.Fragments = []model.Span{a.Hull()}
		return []model.Annotation{a}
	case Divide:
		ids := NewIDs(document, "")
		all := make([]model.Annotation, len(a.Fragments))
		for i, f := range a.Fragments {
			all[i] = a
			all[i].Fragments = []model.Span{f}
			if i > 0 {
				all[i].ID = model.AnnotationID(ids.hash("fragment", []string{string(a.ID), strconv.Itoa(i)}))
			}
		}
		return all
	}
	return nil
}
