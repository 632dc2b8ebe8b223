package model

import "time"

// StepKind says how a step came about.
type StepKind string

// The kinds of steps. The zero value is Do.
const (
	Do   StepKind = "do"
	Undo StepKind = "undo"
	Redo StepKind = "redo"
)

// Step is what is saved together: it is in the project file whole, or not at
// all. A step of one change is an edit in one document and stands on the undo
// stack of that document and annotator. A step that reaches further (a
// schema, documents, several sets) stands in the list of the project.
type Step struct {
	Name      string
	By        Annotator
	Kind      StepKind
	Of        int64 // number of the change that an Undo or Redo takes back or repeats
	Project   bool  // stands in the list of the project even if it is one change
	Schema    *Edit[Schema]
	Documents []DocumentEdit
	Changes   []Change
	History   []PastChange // what a merge brings of the logs of its Changes' sets, in order
}

// DocumentEdit adds a document (Added), or edits the properties of one.
type DocumentEdit struct {
	ID         DocumentID
	Added      *Document
	Properties *Edit[Properties]
	EditedAt   time.Time // when the properties became what they are; zero: now
}

// Empty reports whether the step changes nothing.
func (s Step) Empty() bool {
	return s.Schema == nil && len(s.Documents) == 0 && len(s.Changes) == 0
}

// Local reports whether the step stands on a document's undo stack.
func (s Step) Local() bool {
	return !s.Project && s.Schema == nil && len(s.Documents) == 0 && len(s.Changes) == 1
}

// Invert returns the step that takes s back. Documents that s added stay: an
// import is taken back by its annotations alone.
func (s Step) Invert() Step {
	if s.Schema != nil {
		e := s.Schema.Invert()
		s.Schema = &e
	}
	var documents []DocumentEdit
	for _, d := range s.Documents {
		if d.Properties != nil {
			e := d.Properties.Invert()
			documents = append(documents, DocumentEdit{ID: d.ID, Properties: &e})
		}
	}
	s.Documents = documents
	changes := make([]Change, len(s.Changes))
	for i, c := range s.Changes {
		changes[len(changes)-1-i] = c.Invert()
	}
	s.Changes, s.History = changes, nil
	return s
}

// StepInfo is a line of the project's list of steps.
type StepInfo struct {
	Number int64 // in the log; Of of the step that undoes it
	Name   string
	By     Annotator
	At     time.Time // UTC
	Undone bool
	Gone   bool  // undone, and cannot be redone, for another step was done since
	Turned int64 // number in the log of the step that undid or redid it last; 0 when none did
}
