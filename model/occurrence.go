package model

// AnnotationQuery asks for annotations of the whole project. An empty field
// asks for any.
type AnnotationQuery struct {
	Label     string
	Text      string // what the covered text or the document's title contains; case and diacritics make no difference
	Annotator Annotator
	Limit     int          // no limit when 0
	After     AnnotationID // the last one of the page before
}

// Occurrence is one annotation where it stands.
type Occurrence struct {
	Document   DocumentID
	Title      string
	Annotator  Annotator
	Annotation Annotation
	Text       string // covered, fragments joined by one space
}
