package session

import (
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
// last one that stands, or the first of those behind it, which are all undone.
// Steps that only added documents are passed over: documents stay.
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
		slices.Reverse(list)
		none = model.ErrNothingToRedo
	}
	for _, info := range list {
		if kind == model.Undo && info.Undone {
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
	return s.project.Walk(ctx, func(document model.Document, sets []model.AnnotationSet) error {
		if step.Schema == nil && changes[document.ID] == nil {
			return nil
		}
		if err := checkAfter(document, sets, changes[document.ID], schema); err != nil {
			return fmt.Errorf("later edits depend on it: %w", err)
		}
		return nil
	})
}

// checkAfter reports why the sets of a document would break a law after the
// changes, under the schema.
func checkAfter(document model.Document, sets []model.AnnotationSet, changes []model.Change, schema model.Schema) error {
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
			return fmt.Errorf("document “%s”, annotations of %s: %w", document.Title, c.Owner, err)
		}
		after[c.Owner] = next
	}
	for annotator, set := range after {
		if err := asConflict(set.Check(document.Text, schema)); err != nil {
			return fmt.Errorf("document “%s”, annotations of %s: %w", document.Title, annotator, err)
		}
	}
	return nil
}
