package session

import (
	"context"

	"dragoman/model"
)

// Project is the project file as a window sees it: a Store that also knows the
// steps that reach over documents.
type Project interface {
	Store
	// Walk calls f with every document and its annotation sets, sorted by
	// document id, the sets by annotator. It ends with f's first error.
	Walk(ctx context.Context, f func(model.Document, []model.AnnotationSet) error) error
	// Steps returns the project's own list of steps, the newest first. Undoing
	// and redoing one is no line of its own.
	Steps(ctx context.Context) ([]model.StepInfo, error)
	// Step returns the step of that number in the list, without documents that
	// it added; model.ErrNotFound.
	Step(ctx context.Context, number int64) (model.Step, error)
}
