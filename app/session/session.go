package session

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"dragoman/model"
)

// ErrNoDocument: an edit was asked for while no document is open.
var ErrNoDocument = errors.New("no document is open: open one from the list")

// Session is the open project in front of one person: the list of documents,
// the current document, the schema, and who is told when they change.
type Session struct {
	project   Project
	annotator model.Annotator
	schema    model.Schema
	documents []model.Summary // with the sets of everybody; only some while there is rest
	seen      []model.Summary // the same, with those that who works may see
	rest      func() ([]model.Summary, error)
	late      []model.AnnotationSet // that changed while there was rest
	alone     bool                  // nobody has a set but one annotator
	asked     int                   // where index found a document last
	people    people
	desk      *Desk
	review    *Review // nil when none is open
	order     model.Order
	listeners []listener
	listened  int
}

type listener struct {
	number int
	tell   func(Event)
}

// Open begins a session of the annotator with the project. No document is open
// at first.
func Open(ctx context.Context, project Project, annotator model.Annotator) (*Session, error) {
	s, err := newSession(project, annotator)
	if err != nil {
		return nil, err
	}
	return s, s.read(ctx)
}

func newSession(project Project, annotator model.Annotator) (*Session, error) {
	name, err := ParseAnnotator(string(annotator))
	return &Session{project: project, annotator: name}, err
}

// read reads the schema, the list of documents and who works here.
func (s *Session) read(ctx context.Context) error {
	documents, err := s.project.Documents(ctx)
	if err != nil {
		return fmt.Errorf("read list of documents: %w", err)
	}
	return s.readBeside(ctx, documents, nil)
}

// readBeside reads what read does but for the list, of which rest reads all, if
// it is not nil.
func (s *Session) readBeside(ctx context.Context, documents []model.Summary, rest func() ([]model.Summary, error)) error {
	schema, err := s.project.Schema(ctx)
	if err != nil {
		return fmt.Errorf("read schema: %w", err)
	}
	people, err := readPeople(ctx, s.project)
	if err != nil {
		return err
	}
	s.schema, s.documents, s.people, s.rest = schema, documents, people, rest
	s.look()
	return nil
}

// Listen has f told every event from now on, until stop is called. Listeners
// are told in the order in which they came.
func (s *Session) Listen(f func(Event)) (stop func()) {
	s.listened++
	number := s.listened
	s.listeners = append(slices.Clip(s.listeners), listener{number, f})
	return func() {
		s.listeners = slices.DeleteFunc(slices.Clone(s.listeners), func(l listener) bool { return l.number == number })
	}
}

func (s *Session) tell(e Event) {
	for _, l := range s.listeners {
		l.tell(e)
	}
}

// failed tells the listeners of an error, if it is one, and returns it.
func (s *Session) failed(err error) error {
	if err != nil {
		s.tell(Failed{err})
	}
	return err
}

// Annotator returns who works.
func (s *Session) Annotator() model.Annotator { return s.annotator }

// Schema returns the schema as it is now.
func (s *Session) Schema() model.Schema { return s.schema }

// Documents returns the list of documents as it is now, sorted by title, then
// id, with the sets that who works may see. It must not be written to, and
// changes in place when the counts of a document do.
func (s *Session) Documents() []model.Summary {
	_, seen := s.all()
	return seen
}

// Desk returns the work in the current document, or nil when none is open.
func (s *Session) Desk() *Desk { return s.desk }

// Work returns what a verb of the model looks at; ErrNoDocument.
func (s *Session) Work() (model.Work, error) {
	if s.desk == nil {
		return model.Work{}, ErrNoDocument
	}
	return s.desk.Work(), nil
}

// OpenDocument makes a document current. On an error the one before stays.
func (s *Session) OpenDocument(ctx context.Context, id model.DocumentID) error {
	desk, err := OpenDesk(ctx, s.project, id, s.annotator)
	if err != nil {
		return s.failed(err)
	}
	s.seat(desk)
	return nil
}

// CloseDocument leaves the session without a current document.
func (s *Session) CloseDocument() { s.seat(nil) }

func (s *Session) seat(desk *Desk) {
	s.desk = desk
	if desk != nil {
		desk.changed = s.setChanged
	}
	s.tell(DocumentOpened{desk})
}

func (s *Session) setChanged(e SetChanged) {
	s.summarise(e.New)
	s.tell(e)
	s.tell(ListChanged{e.New.Document})
	if s.review != nil {
		s.review.follow(e.New)
	}
}

// Order returns the order in which documents follow each other.
func (s *Session) Order() model.Order { return s.order }

// SetOrder has documents follow each other in another order. Documents returns
// them as before.
func (s *Session) SetOrder(o model.Order) {
	s.order = o
	s.tell(OrderChanged{})
}

// NextDocument opens the document behind the current one by Order, passing over
// those that are flagged as skipped. It reports whether there was one.
func (s *Session) NextDocument(ctx context.Context) (bool, error) { return s.step(ctx, +1) }

// PreviousDocument opens the document before the current one, as NextDocument
// does.
func (s *Session) PreviousDocument(ctx context.Context) (bool, error) { return s.step(ctx, -1) }

func (s *Session) step(ctx context.Context, by int) (bool, error) {
	id, ok := s.Beside(by)
	if !ok {
		return false, nil
	}
	return true, s.OpenDocument(ctx, id)
}

// Beside returns the document that NextDocument (1) or PreviousDocument (-1)
// opens; false where there is none.
func (s *Session) Beside(by int) (model.DocumentID, bool) {
	id, ok := s.beside(by)
	if !ok && s.rest != nil {
		s.all()
		id, ok = s.beside(by)
	}
	return id, ok
}

func (s *Session) beside(by int) (model.DocumentID, bool) {
	at := -1
	if s.desk != nil {
		at = s.index(s.desk.Document().ID)
	}
	if s.rest != nil && (at < 0 || s.order != model.ByTitle) {
		return "", false // a part does not tell
	}
	next := s.order.Beside(s.seen, s.annotator, at, by, func(d *model.Summary) bool { return d.Flag != model.Skipped })
	if next < 0 {
		return "", false
	}
	return s.seen[next].ID, true
}

// Do saves the change and makes it current: see Desk.Do.
func (s *Session) Do(ctx context.Context, change model.Change) (int64, error) {
	if s.desk == nil {
		return 0, s.failed(ErrNoDocument)
	}
	number, err := s.desk.Do(ctx, change)
	return number, s.failed(err)
}

// Undo takes back the last change in the current document: see Desk.Undo.
func (s *Session) Undo(ctx context.Context) (model.Change, error) {
	if s.desk == nil {
		return model.Change{}, s.failed(ErrNoDocument)
	}
	change, _, err := s.desk.Undo(ctx)
	return change, s.failed(err)
}

// Redo repeats the change that was undone last: see Desk.Redo.
func (s *Session) Redo(ctx context.Context) (model.Change, error) {
	if s.desk == nil {
		return model.Change{}, s.failed(ErrNoDocument)
	}
	change, _, err := s.desk.Redo(ctx)
	return change, s.failed(err)
}

// SwitchAnnotator makes another person the one who works, in the same
// document. A review ends.
func (s *Session) SwitchAnnotator(ctx context.Context, annotator model.Annotator) error {
	name, err := ParseAnnotator(string(annotator))
	if err != nil || name == s.annotator {
		return s.failed(err)
	}
	if s.desk == nil {
		s.switchTo(name, nil)
		return nil
	}
	desk, err := OpenDesk(ctx, s.project, s.desk.Document().ID, name)
	if err != nil {
		return s.failed(err)
	}
	s.switchTo(name, desk)
	return nil
}

func (s *Session) switchTo(name model.Annotator, desk *Desk) {
	s.annotator = name
	s.look()
	if s.review != nil {
		s.review.Close()
	}
	s.seat(desk)
}

// Refresh reads everything again after something other than the session wrote
// to the project: an import, a merge.
func (s *Session) Refresh(ctx context.Context) error {
	if err := s.await(); err != nil {
		return s.failed(err)
	}
	old, at := s.schema, 0
	if s.desk != nil {
		at = s.index(s.desk.Document().ID)
	}
	if err := s.read(ctx); err != nil {
		return s.failed(err)
	}
	if !s.schema.Equal(old) {
		s.tell(SchemaChanged{old, s.schema})
	}
	s.tell(ListChanged{})
	if s.review != nil && s.MayReview() != "" {
		s.review.Close()
	}
	if s.review != nil {
		if err := s.review.reload(ctx); err != nil {
			return s.failed(err)
		}
	}
	return s.reseat(ctx, at)
}
