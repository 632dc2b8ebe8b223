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
	// Walk calls f with every document and its annotation sets, sorted by
	// document id, the sets by annotator. It ends with f's first error.
	Walk(ctx context.Context, f func(model.Document, []model.AnnotationSet) error) error
	// Steps returns the project's own list of steps, the newest first. Undoing
	// and redoing one is no line of its own.
	Steps(ctx context.Context) ([]StepInfo, error)
	// Step returns the step of that number in the list, without documents that
	// it added; model.ErrNotFound.
	Step(ctx context.Context, number int64) (model.Step, error)
}

// StepInfo is a line of the project's list of steps.
type StepInfo struct {
	Number int64 // as Project.Step takes it, and as Of of the step that undoes it
	Name   string
	By     model.Annotator
	At     time.Time // UTC
	Undone bool
}
