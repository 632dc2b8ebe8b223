package model

import "time"

// CommentID names a comment, in the form of an AnnotationID.
type CommentID string

// NewCommentID returns a fresh id.
func NewCommentID() CommentID { return CommentID(newID()) }

// Comment is a remark on a document or on one annotation in it, which answers
// another or begins a thread. The comments of a project are a conversation
// beside the annotations, not a part of them: writing one is no change.
type Comment struct {
	ID         CommentID
	Document   DocumentID
	Annotation AnnotationID // "": the document as a whole; the annotation may be gone
	By         Annotator
	At         time.Time // UTC, to the millisecond
	Text       string
	Answers    CommentID // the first comment of the thread; "" when it is the first
	Resolved   bool      // of the first of a thread: the thread is settled
}
