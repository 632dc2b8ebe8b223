package session

import (
	"context"
	"errors"
	"fmt"

	"dragoman/model"
)

// SchemaEdit is a new schema, and what becomes of the annotations and
// relations that it has no place for.
type SchemaEdit struct {
	New model.Schema
	// Labels says for labels that go what their annotations become: another
	// label of New (a renamed label's new name too), or "" to delete them.
	Labels map[string]string
	// RelationTypes says the same for relation types that go.
	RelationTypes map[string]string
}

// SchemaPlan is a schema edit worked out over the whole project, ready to be
// saved as one step. Its counts are what a person should know before that.
type SchemaPlan struct {
	Step       model.Step
	Old, New   model.Schema
	Documents  int // with a set that changes
	Sets       int // that change
	Relabelled int // annotations that get another label
	Deleted    int // annotations that go with their label
	Merged     int // annotations that go because another already has the label and the words
	Relations  int // relations that go because they would break
	Values     int // attribute values that go because the new schema has no place for them
}

// PlanSchema works out a schema edit without saving it. It reads the project
// and touches no session, so it may run on any goroutine. It is refused when
// the new schema is wrong, or a label or relation type in use goes and the
// edit does not say what becomes of it.
func PlanSchema(ctx context.Context, project Project, by model.Annotator, edit SchemaEdit) (SchemaPlan, error) {
	old, err := project.Schema(ctx)
	if err != nil {
		return SchemaPlan{}, fmt.Errorf("read schema: %w", err)
	}
	if err := edit.check(); err != nil {
		return SchemaPlan{}, err
	}
	plan := &SchemaPlan{Old: old, New: edit.New, Step: model.Step{Name: edit.name(old), By: by, Project: true}}
	if !old.Equal(edit.New) {
		e := model.Replace(old, edit.New)
		plan.Step.Schema = &e
	}
	unplaced := map[string]int{}
	err = project.WalkAll(ctx, func(document model.Document, sets []model.AnnotationSet) error {
		plan.add(edit, sets, unplaced)
		return nil
	})
	if err != nil {
		return SchemaPlan{}, fmt.Errorf("plan schema edit: %w", err)
	}
	return *plan, refuseUnplaced(unplaced)
}

// check reports a wrong schema, or a target that it does not have.
func (e SchemaEdit) check() error {
	if err := e.New.Check(); err != nil {
		return fmt.Errorf("check schema: %w", err)
	}
	for from, to := range e.Labels {
		if _, ok := e.New.Label(to); to != "" && !ok {
			return fmt.Errorf("annotations of %q cannot become %q: %w", from, to, model.ErrUnknown)
		}
	}
	for from, to := range e.RelationTypes {
		if _, ok := e.New.RelationType(to); to != "" && !ok {
			return fmt.Errorf("relations of type %q cannot become %q: %w", from, to, model.ErrUnknown)
		}
	}
	return nil
}

// name says what the step does, for the undo menu.
func (e SchemaEdit) name(old model.Schema) string {
	var gone []string
	for _, l := range old.Labels {
		if _, stays := e.New.Label(l.Name); !stays {
			gone = append(gone, l.Name)
		}
	}
	if len(gone) != 1 {
		return "edit schema"
	}
	if to := e.Labels[gone[0]]; to != "" {
		return "turn label " + gone[0] + " into " + to
	}
	return "delete label " + gone[0]
}

// refuseUnplaced reports labels and types in use that go, in one sentence.
func refuseUnplaced(unplaced map[string]int) error {
	if len(unplaced) == 0 {
		return nil
	}
	return &InUseError{unplaced}
}

// add plans the sets of one document.
func (p *SchemaPlan) add(edit SchemaEdit, sets []model.AnnotationSet, unplaced map[string]int) {
	touched := false
	prints := map[string]reprint{}
	next := make([]model.AnnotationSet, len(sets))
	for i, set := range sets {
		m := newMover(edit, p, unplaced)
		next[i] = m.move(set)
		note(prints, set, next[i])
		next[i].Verdicts = m.verdicts(set, next[i])
	}
	for i, set := range sets {
		next[i].Verdicts = reprinted(next[i].Verdicts, prints)
		change := model.Diff(set, next[i])
		if change.Empty() {
			continue
		}
		change.Name, change.By = p.Step.Name, p.Step.By
		p.Step.Changes = append(p.Step.Changes, change)
		p.Sets++
		touched = true
	}
	if touched {
		p.Documents++
	}
}

// EditSchema saves a planned schema edit as one step of the project, which
// UndoStep takes back. It fails with model.ErrConflict when an edit came
// between the plan and now; plan again then.
func (s *Session) EditSchema(ctx context.Context, plan SchemaPlan) error {
	if plan.Step.Empty() {
		return nil
	}
	if why := s.MayEditSchema(plan.New); why != "" {
		return s.failed(errors.New(why))
	}
	if !s.schema.Equal(plan.Old) {
		return s.failed(fmt.Errorf("%s: the schema was edited meanwhile: %w", plan.Step.Name, model.ErrConflict))
	}
	return s.save(ctx, plan.Step)
}
