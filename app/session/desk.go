package session

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"dragoman/model"
)

// Desk is one annotator's work in one document: the document, the schema, the
// annotation set as it is in the project file, and the way back. It belongs to
// one goroutine. The work of a desk is current only after it is saved.
type Desk struct {
	store   Store
	work    model.Work
	history model.History
	changes map[int64]model.Change // those that undo and redo have met
	counts  map[string]int         // annotations of each label
	changed func(SetChanged)       // nil: nobody is told
}

// OpenDesk reads the annotator's work in a document from the store. An
// annotator without a set there begins with an empty one, which the first edit
// brings into the file. It fails with model.ErrNotFound for the document.
func OpenDesk(ctx context.Context, store Store, id model.DocumentID, annotator model.Annotator) (*Desk, error) {
	document, err := store.Document(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("open document %s: %w", id, err)
	}
	d := &Desk{store: store, work: model.Work{Document: document, By: annotator}}
	d.work.Set.Annotator = annotator
	if err := d.reload(ctx); err != nil {
		return nil, err
	}
	return d, nil
}

// reload reads the schema, the set and the log again, after something other
// than the desk wrote to them.
func (d *Desk) reload(ctx context.Context) error {
	id, annotator := d.work.Document.ID, d.work.Set.Annotator
	schema, err := d.store.Schema(ctx)
	if err != nil {
		return fmt.Errorf("read schema: %w", err)
	}
	set, err := d.store.Set(ctx, id, annotator)
	if err != nil {
		return fmt.Errorf("read annotations of %s in document %s: %w", annotator, id, err)
	}
	entries, err := d.store.Log(ctx, id, annotator)
	if err != nil {
		return fmt.Errorf("read history of %s in document %s: %w", annotator, id, err)
	}
	d.work.Schema, d.work.Set = schema, set.Indexed()
	d.counts = model.CountLabels(set.Annotations)
	d.history = model.ReadHistory(entries)
	d.changes = map[int64]model.Change{}
	return nil
}

// Work returns what a verb of the model looks at. Its values are snapshots:
// they stay as they are when the desk goes on.
func (d *Desk) Work() model.Work { return d.work }

// Document returns the document.
func (d *Desk) Document() model.Document { return d.work.Document }

// Set returns the annotation set as it is now.
func (d *Desk) Set() model.AnnotationSet { return d.work.Set }

// Counts returns how many annotations of the set have each label.
func (d *Desk) Counts() map[string]int { return maps.Clone(d.counts) }

// Do saves the change and makes it current, and returns its number in the log.
// An empty change does nothing and has the number 0. On an error nothing has
// changed: model.ErrConflict when the change does not fit the set,
// model.ErrReadOnly, or why saving failed.
func (d *Desk) Do(ctx context.Context, change model.Change) (int64, error) {
	if change.Empty() {
		return 0, nil
	}
	if change.Document != d.work.Document.ID || change.Owner != d.work.Set.Annotator {
		return 0, fmt.Errorf("%s: %w: it belongs to another annotation set", change.Name, model.ErrConflict)
	}
	next, err := d.work.Set.Apply(change)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", change.Name, err)
	}
	return d.save(ctx, next, change, model.Step{Name: change.Name, By: change.By})
}

// save writes the step of this one change, and only then makes next current.
func (d *Desk) save(ctx context.Context, next model.AnnotationSet, change model.Change, step model.Step) (int64, error) {
	step.Changes = []model.Change{change}
	numbers, err := d.store.Save(ctx, step)
	if err != nil {
		return 0, fmt.Errorf("save %s: %w", change.Name, err)
	}
	number, old := numbers[0], d.work.Set
	d.work.Set = next
	change.Count(d.counts)
	d.history = d.history.Add(model.Entry{Number: number, Kind: step.Kind, Of: step.Of})
	if step.Kind == model.Do || step.Kind == "" {
		d.changes = map[int64]model.Change{number: change}
	}
	if d.changed != nil {
		d.changed(SetChanged{Old: old, New: next, Change: change})
	}
	return number, nil
}

// Undo takes back the last change of this annotator in this document that is
// not undone. It returns the change that did so, the inverse, for a view to go
// where it was, and its number in the log. It fails with
// model.ErrNothingToUndo, or model.ErrConflict when a later step over the
// whole project changed what would be taken back.
func (d *Desk) Undo(ctx context.Context) (model.Change, int64, error) {
	of, ok := d.history.Undoable()
	if !ok {
		return model.Change{}, 0, model.ErrNothingToUndo
	}
	change, err := d.change(ctx, of)
	if err != nil {
		return model.Change{}, 0, err
	}
	return d.replay(ctx, change.Invert(), model.Undo, of)
}

// Redo repeats the last change that was undone. It returns the change and its
// number in the log. It fails with model.ErrNothingToRedo, or
// model.ErrConflict as Undo does.
func (d *Desk) Redo(ctx context.Context) (model.Change, int64, error) {
	of, ok := d.history.Redoable()
	if !ok {
		return model.Change{}, 0, model.ErrNothingToRedo
	}
	change, err := d.change(ctx, of)
	if err != nil {
		return model.Change{}, 0, err
	}
	return d.replay(ctx, change, model.Redo, of)
}

func (d *Desk) replay(ctx context.Context, change model.Change, kind model.StepKind, of int64) (model.Change, int64, error) {
	next, err := d.work.Set.Apply(change)
	if err == nil {
		err = asConflict(next.CheckChange(change, d.work.Document.Text, d.work.Schema))
	}
	if err != nil {
		return model.Change{}, 0, fmt.Errorf("%s “%s”: a later step over the whole project changed what it is about; undo that step first: %w",
			kind, change.Name, err)
	}
	step := model.Step{Name: change.Name, By: d.work.By, Kind: kind, Of: of}
	number, err := d.save(ctx, next, change, step)
	return change, number, err
}

// asConflict makes a broken law a conflict.
func asConflict(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", model.ErrConflict, err)
}

// CanUndo fails with model.ErrNothingToUndo when nothing can be taken back. It
// reads nothing: what Undo is about may be large.
func (d *Desk) CanUndo() error {
	if _, ok := d.history.Undoable(); !ok {
		return model.ErrNothingToUndo
	}
	return nil
}

// CanRedo fails with model.ErrNothingToRedo when nothing can be repeated.
func (d *Desk) CanRedo() error {
	if _, ok := d.history.Redoable(); !ok {
		return model.ErrNothingToRedo
	}
	return nil
}

// change returns a change of the log, and keeps it for the next time.
func (d *Desk) change(ctx context.Context, number int64) (model.Change, error) {
	if change, ok := d.changes[number]; ok {
		return change, nil
	}
	change, err := d.store.Change(ctx, number)
	if err != nil {
		return model.Change{}, fmt.Errorf("read change %d of the log: %w", number, err)
	}
	d.changes[number] = change
	return change, nil
}

// Refused reports whether err is a refusal, after which all goes on, and not a
// failure of the project file.
func Refused(err error) bool {
	for _, refusal := range []error{
		model.ErrConflict, model.ErrNotFound, model.ErrUnknown, model.ErrFragments, model.ErrDuplicate,
		model.ErrRelation, model.ErrNothingToUndo, model.ErrNothingToRedo,
	} {
		if errors.Is(err, refusal) {
			return true
		}
	}
	return false
}
