package session

import "dragoman/model"

// Event is what a session tells its listeners: DocumentOpened, SetChanged,
// ListChanged, ListRead, OrderChanged, SchemaChanged, ReviewChanged, CommentsChanged or Failed. It is
// told after the fact, on the session's own goroutine.
type Event interface{ event() }

// DocumentOpened: another document, or another annotator's set, is current.
// Desk is nil when none is.
type DocumentOpened struct{ Desk *Desk }

// SetChanged: the current annotation set went from Old to New by Change. A
// change of many sets at once (a schema edit, an import) comes as
// DocumentOpened instead.
type SetChanged struct {
	Old, New model.AnnotationSet
	Change   model.Change
}

// ListChanged: the list of documents is another. Document names the only one
// whose summary differs; it is empty when the list is to be read anew.
type ListChanged struct{ Document model.DocumentID }

// ListRead: the list of documents is whole, of which only a part was there; nothing
// in the project has changed.
type ListRead struct{}

// SchemaChanged: the schema went from Old to New.
type SchemaChanged struct{ Old, New model.Schema }

// OrderChanged: documents follow each other in another order.
type OrderChanged struct{}

// Failed: something the person asked for was refused or failed; nothing has
// changed. The same error was returned to the caller.
type Failed struct{ Err error }

func (DocumentOpened) event() {}
func (SetChanged) event()     {}
func (ListChanged) event()    {}
func (ListRead) event()       {}
func (OrderChanged) event()   {}
func (SchemaChanged) event()  {}
func (Failed) event()         {}
