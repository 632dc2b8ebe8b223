package session

import (
	"context"
	"time"

	"dragoman/model"
)

// Project is the project file as a window sees it: a Store that also knows the
// steps that reach over documents.
type Project interface {
	Store
	// DocumentsNear returns the part of what Documents returns in which that
	// document stands, or its beginning where there is none, as a slice of the
	// caller's own; whole says that it is all. A part takes no longer the more
	// documents there are.
	DocumentsNear(ctx context.Context, id model.DocumentID) (near []model.Summary, whole bool, err error)
	// Names returns everybody who ever had a set in the project, gold too, as a
	// slice of the caller's own, by name.
	Names(ctx context.Context) ([]model.Annotator, error)
	// Tally counts the annotations and relations of all documents that are not in
	// the bin.
	Tally(ctx context.Context) (model.Tally, error)
	// Walk calls f with every document that is not in the bin and its annotation
	// sets, sorted by document id, the sets by annotator. It ends with f's first
	// error.
	Walk(ctx context.Context, f func(model.Document, []model.AnnotationSet) error) error
	// WalkAll does as Walk, and visits the documents in the bin too.
	WalkAll(ctx context.Context, f func(model.Document, []model.AnnotationSet) error) error
	// Bin returns the documents in the bin as Documents does the others, those
	// put there last first.
	Bin(ctx context.Context) ([]model.Summary, error)
	// Events returns all that was changed of a document, by everybody, the
	// oldest first: what merges brought stands before the merge.
	Events(ctx context.Context, id model.DocumentID) ([]model.Event, error)
	// Steps returns the project's own list of steps, the newest first. Undoing
	// and redoing one is no line of its own.
	Steps(ctx context.Context) ([]model.StepInfo, error)
	// Step returns the step of that number in the list, without documents that
	// it added; model.ErrNotFound.
	Step(ctx context.Context, number int64) (model.Step, error)
	// Sets returns all annotation sets of a document, gold too, by annotator;
	// model.ErrNotFound for the document.
	Sets(ctx context.Context, id model.DocumentID) ([]model.AnnotationSet, error)
	// EditedAt returns when title, source or metadata of the document changed
	// last; model.ErrNotFound.
	EditedAt(ctx context.Context, id model.DocumentID) (time.Time, error)
	// History returns the whole lineage of an annotation set: see model.Lineage.
	// It is empty where there is no set.
	History(ctx context.Context, id model.DocumentID, owner model.Annotator) ([]model.PastChange, error)
	// Comments returns the comments on a document and its annotations, by time,
	// then id.
	Comments(ctx context.Context, id model.DocumentID) ([]model.Comment, error)
	// SaveComment adds the comment, or gives the one with its id its Text and
	// Resolved; model.ErrNotFound for the document or the comment that it
	// answers.
	SaveComment(ctx context.Context, c model.Comment) error
	// Assignments returns who was handed which document, by annotator, then
	// document.
	Assignments(ctx context.Context) ([]model.Assignment, error)
	// WaitingSets returns the sets that merges could not bring, by document,
	// then annotator.
	WaitingSets(ctx context.Context) ([]model.Waiting, error)
	// Setting returns the value of the project's setting of that name, "" where
	// it has none.
	Setting(ctx context.Context, name string) (string, error)
	// SetSetting keeps a value in the project; an empty one removes it.
	SetSetting(ctx context.Context, name, value string) error
	counter
}
