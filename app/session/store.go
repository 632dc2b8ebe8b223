// Package session holds the open project: what is current, what was done, who
// is told. Every edit of a person goes through it, and is in the project file
// before it is current. It belongs to one goroutine and holds no lock.
package session

import (
	"context"

	"dragoman/model"
)

// Store is the project file as a session sees it. Every method is safe for
// use by several goroutines; what it returns must not be written to.
type Store interface {
	// Schema returns the project's schema.
	Schema(ctx context.Context) (model.Schema, error)
	// Documents returns all documents that are not in the bin, without their
	// text, sorted by title, then id, as a slice of the caller's own.
	Documents(ctx context.Context) ([]model.Summary, error)
	// Document returns one document with its text; model.ErrNotFound.
	Document(ctx context.Context, id model.DocumentID) (model.Document, error)
	// Set returns an annotator's set in a document, and an empty one with
	// model.StatusUnset where there is none; model.ErrNotFound for the document.
	Set(ctx context.Context, id model.DocumentID, annotator model.Annotator) (model.AnnotationSet, error)
	// Save writes the step in one transaction, in the file and the log, and
	// returns the numbers its changes got there, in order. It is durable
	// when Save returns; on an error nothing is changed. It fails with
	// model.ErrConflict when a change does not fit what is in the file, and
	// model.ErrReadOnly.
	Save(ctx context.Context, step model.Step) ([]int64, error)
	// Log returns the local steps of the log of one annotation set, in order.
	Log(ctx context.Context, id model.DocumentID, owner model.Annotator) ([]model.Entry, error)
	// Change returns the change of that number in the log; model.ErrNotFound.
	Change(ctx context.Context, number int64) (model.Change, error)
}
