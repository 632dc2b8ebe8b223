package model

import "errors"

// What a caller may test with errors.Is.
var (
	// ErrConflict: a change does not fit the state it is applied to.
	ErrConflict = errors.New("this no longer fits what is there now")
	// ErrNotFound: there is no such document, annotation, relation or change.
	ErrNotFound = errors.New("not found")
	// ErrUnknown: the schema does not know the label, attribute, value or type.
	ErrUnknown = errors.New("not in the schema")
	// ErrFragments: spans that cannot be the fragments of an annotation.
	ErrFragments = errors.New("wrong fragments")
	// ErrDuplicate: the same is there already.
	ErrDuplicate = errors.New("already there")
	// ErrRelation: a link that the schema or the laws of relations forbid.
	ErrRelation = errors.New("this link is not allowed")
	// ErrNothingToUndo: no change is left to take back.
	ErrNothingToUndo = errors.New("nothing to undo")
	// ErrNothingToRedo: no change was taken back.
	ErrNothingToRedo = errors.New("nothing to redo")
	// ErrReadOnly: the project cannot be written to.
	ErrReadOnly = errors.New("this project is read-only")
	// ErrNotNow: the project file cannot be written to as things are: the disk
	// is full, say, or the file was moved. Nothing was changed, and the same
	// can be tried again once the cause is gone.
	ErrNotNow = errors.New("not now")
)
