// Package job holds the work that reaches over a whole project: import,
// export, statistics. A job is a plain function that reads and writes through
// small interfaces, tells its progress, ends early when its context ends, and
// keeps no more in memory than the document it is at, or one batch of an
// import. It may run on any goroutine.
package job

import (
	"context"

	"dragoman/model"
)

// Tx is one transaction of a project: what it saves is seen by it at once, and
// by others only after the whole is through.
type Tx interface {
	Schema() (model.Schema, error)
	Has(id model.DocumentID) (bool, error)
	Document(id model.DocumentID) (model.Document, error)
	Set(id model.DocumentID, annotator model.Annotator) (model.AnnotationSet, error)
	// Where and WhereRelation say in whose set an id stands; model.ErrNotFound.
	Where(id model.AnnotationID) (model.DocumentID, model.Annotator, error)
	WhereRelation(id model.RelationID) (model.DocumentID, model.Annotator, error)
	Save(step model.Step) ([]int64, error)
}

// Writer is a project that jobs may write to.
type Writer interface {
	// Update runs f in one transaction. An error from f, or an ended context,
	// leaves everything as it was.
	Update(ctx context.Context, f func(Tx) error) error
}

// Reader is a project that jobs read.
type Reader interface {
	Schema(ctx context.Context) (model.Schema, error)
	Documents(ctx context.Context) ([]model.Summary, error)
	// Walk calls f with every document and its annotation sets, sorted by
	// document id, the sets by annotator. It ends with f's first error.
	Walk(ctx context.Context, f func(model.Document, []model.AnnotationSet) error) error
}

// Progress is told how far a job is.
type Progress interface {
	// Report is called often, on the job's goroutine: done of total, in bytes
	// read or documents written, and what the job is at. total is 0 where it
	// is not known.
	Report(done, total int64, what string)
}

// Silent is a Progress that nobody hears.
var Silent Progress = silent{}

type silent struct{}

func (silent) Report(int64, int64, string) {}

// UsageError says that a job was asked for what cannot be, before it began.
type UsageError struct{ Sentence string }

// Error returns the sentence.
func (e *UsageError) Error() string { return e.Sentence }
