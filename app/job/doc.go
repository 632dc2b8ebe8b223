// Package job holds the work that reaches over a whole project: import,
// export, statistics. A job is a plain function that reads and writes through
// small interfaces, tells its progress, ends early when its context ends, and
// keeps no more in memory than the document it is at, or two batches of an
// import. It may run on any goroutine.
package job

import (
	"context"
	"time"

	"dragoman/model"
)

// Tx is one transaction of a project: what it saves is seen by it at once, and
// by others only after the whole is through.
type Tx interface {
	Schema() (model.Schema, error)
	Has(id model.DocumentID) (bool, error)
	Document(id model.DocumentID) (model.Document, error)
	// EditedAt returns when title, source or metadata of the document changed
	// last; model.ErrNotFound.
	EditedAt(id model.DocumentID) (time.Time, error)
	Set(id model.DocumentID, annotator model.Annotator) (model.AnnotationSet, error)
	// Sets returns all annotation sets of a document, gold too, by annotator;
	// model.ErrNotFound for the document.
	Sets(id model.DocumentID) ([]model.AnnotationSet, error)
	// History returns the whole lineage of an annotation set: see model.Lineage.
	History(id model.DocumentID, owner model.Annotator) ([]model.PastChange, error)
	// Where and WhereRelation say in whose set an id stands; model.ErrNotFound.
	Where(id model.AnnotationID) (model.DocumentID, model.Annotator, error)
	WhereRelation(id model.RelationID) (model.DocumentID, model.Annotator, error)
	// Save writes the step. Its History belongs to the Changes of the same
	// sets, at most one of each set, which a merge saves as steps of the Project.
	Save(step model.Step) ([]int64, error)
	// SaveLater saves the step as Save does, and a large one of many it may write
	// while the next is worked out: then it fails the transaction if it fails.
	SaveLater(step model.Step) error
	// Comments returns the comments on a document, by time, then id.
	Comments(id model.DocumentID) ([]model.Comment, error)
	// SaveComment adds the comment, or gives the one with its id its Text and
	// Resolved.
	SaveComment(c model.Comment) error
	// AddAssignments adds them; one of the same annotator and document is
	// replaced.
	AddAssignments(assignments []model.Assignment) error
	// PutWaiting has the set wait for a decision, in the place of the one that
	// waits of the same document and annotator.
	PutWaiting(w model.Waiting) error
	// RemoveWaiting ends the waiting of a set; none need wait.
	RemoveWaiting(id model.DocumentID, owner model.Annotator) error
	// Setting and SetSetting read and keep a setting of the project, "" for none.
	Setting(name string) (string, error)
	SetSetting(name, value string) error
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
	// Census says how many documents there are and who has sets of which status,
	// without the list of them; nor does Unfinished hold it.
	Census(ctx context.Context) (model.Census, error)
	// Unfinished counts what is still to be done as if there were no sets but
	// those of whose, of all for "".
	Unfinished(ctx context.Context, whose model.Annotator) (model.Unfinished, error)
	// Tally counts the annotations and relations of all documents that are not in
	// the bin.
	Tally(ctx context.Context) (model.Tally, error)
	// Walk calls f with every document that is not in the bin and its annotation
	// sets, sorted by document id, the sets by annotator. It ends with f's first error.
	Walk(ctx context.Context, f func(model.Document, []model.AnnotationSet) error) error
	// EditedAt returns when title, source or metadata of the document changed
	// last; model.ErrNotFound.
	EditedAt(ctx context.Context, id model.DocumentID) (time.Time, error)
	// History returns the whole lineage of an annotation set: see model.Lineage.
	History(ctx context.Context, id model.DocumentID, owner model.Annotator) ([]model.PastChange, error)
	// Comments returns the comments on a document, by time, then id.
	Comments(ctx context.Context, id model.DocumentID) ([]model.Comment, error)
	// Assignments returns who was handed which document, by annotator, then
	// document.
	Assignments(ctx context.Context) ([]model.Assignment, error)
	// WaitingSets returns the sets that merges could not bring, by document,
	// then annotator.
	WaitingSets(ctx context.Context) ([]model.Waiting, error)
	// Setting returns the value of a setting of the project, "" for none.
	Setting(ctx context.Context, name string) (string, error)
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
