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
	TagLook   TagLook      // how the tag is drawn
	Opacity   float32      // 0 (meaning 1) to 1
	// Rank puts the marks of several annotators into lanes of their own: a mark
	// lies further out than those of a lower rank that it overlaps.
	Rank int
}

// TagLook says how the tag of a mark is drawn.
type TagLook uint8

// The looks of tags.
const (
	TagFilled   TagLook = iota // in the label's colour
	TagOutlined                // framed in the label's colour
	TagBoxed                   // framed in ink: a letter that stands for a person
)

// markOf returns the mark of an annotation in plain style.
func markOf(a *model.Annotation) Mark {
	return Mark{ID: a.ID, Style: a.Label, Fragments: a.Fragments}
}

// Link is a relation of the active annotation, to be drawn in the article.
type Link struct {
	From, To model.AnnotationID
	Name     string // as shown: "speaker"
}
