package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"dragoman/model"
)

// CanUndoStep returns the name of the step of the project that UndoStep takes
// back, for the menu. It fails with model.ErrNothingToUndo.
func (s *Session) CanUndoStep(ctx context.Context) (string, error) {
	_, step, err := s.nextStep(ctx, model.Undo)
	return step.Name, err
}

// CanRedoStep returns the name of the step that RedoStep repeats, for the
// menu. It fails with model.ErrNothingToRedo.
func (s *Session) CanRedoStep(ctx context.Context) (string, error) {
	_, step, err := s.nextStep(ctx, model.Redo)
	return step.Name, err
}

// UndoStep takes back the last step of the project that is not undone: a
// schema edit, properties, an import's annotations. It fails with
// model.ErrNothingToUndo, and with model.ErrConflict and the reason when later
// edits depend on the step.
func (s *Session) UndoStep(ctx context.Context) error { return s.failed(s.replay(ctx, model.Undo)) }

// RedoStep repeats the step that was undone last. It fails with
// model.ErrNothingToRedo, or model.ErrConflict as UndoStep does.
func (s *Session) RedoStep(ctx context.Context) error { return s.failed(s.replay(ctx, model.Redo)) }

func (s *Session) replay(ctx context.Context, kind model.StepKind) error {
	number, step, err := s.nextStep(ctx, kind)
	if err != nil {
		return err
	}
	if kind == model.Undo {
		step = step.Invert()
	}
	step.Kind, step.Of, step.By, step.Project = kind, number, s.annotator, true
	if err := s.fits(ctx, step); err != nil {
		return fmt.Errorf("%s “%s”: %w", kind, step.Name, err)
	}
	if _, err := s.project.Save(ctx, step); err != nil {
		return fmt.Errorf("%s “%s”: %w", kind, step.Name, err)
	}
	return s.Refresh(ctx)
}

// nextStep returns the number and the step that undo or redo is about: the
// last one that stands, or of those behind it, which are all undone and of which
// some are gone, the one that was undone last. Steps that only added documents are passed over: documents stay.
func (s *Session) nextStep(ctx context.Context, kind model.StepKind) (int64, model.Step, error) {
	list, err := s.Steps(ctx)
	if err != nil {
		return 0, model.Step{}, fmt.Errorf("read steps of the project: %w", err)
	}
	none := model.ErrNothingToUndo
	if kind == model.Redo {
		standing := slices.IndexFunc(list, func(i model.StepInfo) bool { return !i.Undone })
		if standing >= 0 {
			list = list[:standing]
		}
		slices.SortStableFunc(list, func(a, b model.StepInfo) int { return cmp.Compare(b.Turned, a.Turned) })
		none = model.ErrNothingToRedo
	}
	for _, info := range list {
		if info.Gone || kind == model.Undo && info.Undone {
			continue
		}
		step, err := s.project.Step(ctx, info.Number)
		if err != nil {
			return 0, model.Step{}, fmt.Errorf("read step %d of the project: %w", info.Number, err)
		}
		if !step.Empty() {
			return info.Number, step, nil
		}
	}
	return 0, model.Step{}, none
}

// fits reports what would break if the step were saved now.
func (s *Session) fits(ctx context.Context, step model.Step) error {
	schema := s.schema
	if step.Schema != nil {
		if !s.schema.Equal(*step.Schema.Old) {
			return fmt.Errorf("later edits depend on it: %w: the schema was edited since", model.ErrConflict)
		}
		if why := s.MayEditSchema(*step.Schema.New); why != "" {
			return errors.New(why)
		}
		schema = *step.Schema.New
	}
	changes := map[model.DocumentID][]model.Change{}
	for _, c := range step.Changes {
		changes[c.Document] = append(changes[c.Document], c)
	}
	resting := 0
	err := s.project.WalkAll(ctx, func(document model.Document, sets []model.AnnotationSet) error {
		if step.Schema == nil && changes[document.ID] == nil {
			return nil
		}
		after, err := setsAfter(document, sets, changes[document.ID], schema)
		if err != nil {
			return fmt.Errorf("later edits depend on it: %w", err)
		}
		if step.Kind == model.Undo && goldRests(sets, after) {
			resting++
		}
		return nil
	})
	if err == nil && resting > 0 {
		err = restsError(resting)
	}
	return err
}

// setsAfter returns the sets of a document after the changes, or why they would
// break a law under the schema.
func setsAfter(document model.Document, sets []model.AnnotationSet, changes []model.Change, schema model.Schema) (map[model.Annotator]model.AnnotationSet, error) {
	after := map[model.Annotator]model.AnnotationSet{}
	for _, set := range sets {
		after[set.Annotator] = set
	}
	for _, c := range changes {
		set, ok := after[c.Owner]
		if !ok {
			set = model.AnnotationSet{Document: document.ID, Annotator: c.Owner}
		}
		next, err := set.Apply(c)
		if err != nil {
			return nil, fmt.Errorf("document “%s”, annotations of %s: %w", document.Title, c.Owner, err)
		}
		after[c.Owner] = next
	}
	for annotator, set := range after {
		if err := asConflict(set.Check(document.Text, schema)); err != nil {
			return nil, fmt.Errorf("document “%s”, annotations of %s: %w", document.Title, annotator, err)
		}
	}
	return after, nil
}

// goldRests reports whether the gold set judges an annotation or a relation
// that is in the sets and would be in them no more after.
func goldRests(sets []model.AnnotationSet, after map[model.Annotator]model.AnnotationSet) bool {
	judged := after[model.Gold]
	return slices.ContainsFunc(sets, func(set model.AnnotationSet) bool {
		rests := func(of string, stays bool) bool {
			_, ruled := judged.Verdict(of)
			return ruled && !stays
		}
		left := newGold(after[set.Annotator])
		for _, a := range set.Annotations {
			if _, stays := left.annotations[a.ID]; rests(string(a.ID), stays) {
				return true
			}
		}
		return slices.ContainsFunc(set.Relations, func(r model.Relation) bool {
			_, stays := left.relations[r.ID]
			return rests(string(r.ID), stays)
		})
	})
}

// restsError refuses to take back what the gold sets of so many documents rest
// on.
func restsError(documents int) error {
	on := "the gold set of 1 document rests"
	if documents > 1 {
		on = fmt.Sprintf("the gold sets of %d documents rest", documents)
	}
	return fmt.Errorf("%s on it: undo those decisions first, in the review (F8) with Ctrl+Z: %w", on, model.ErrConflict)
}
