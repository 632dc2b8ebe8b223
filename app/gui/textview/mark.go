package textview

import "dragoman/model"

// Mark is an annotation as the view draws it. What it looks like is data: the
// style key names an entry of SetLabels, and opacity and tag can differ from
// mark to mark, so that the sets of several annotators can be shown at once.
type Mark struct {
	ID        model.AnnotationID
	Style     string       // key of a label style; an unknown key is drawn in the muted colour
	Fragments []model.Span // sorted, not overlapping
	Tag       string       // instead of the label's tag when not empty
	Opacity   float32      // 0 (meaning 1) to 1
}

// MarksOf returns the marks of annotations in plain style, in their order.
func MarksOf(annotations []model.Annotation) []Mark {
	marks := make([]Mark, len(annotations))
	for i, a := range annotations {
		marks[i] = Mark{ID: a.ID, Style: a.Label, Fragments: a.Fragments}
	}
	return marks
}

// Link is a relation of the active annotation, to be drawn in the article.
type Link struct {
	From, To model.AnnotationID
	Name     string // as shown: "speaker"
}
