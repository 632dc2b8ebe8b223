package session

import (
	"context"
	"fmt"
	"slices"

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
	err = project.Walk(ctx, func(document model.Document, sets []model.AnnotationSet) error {
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
	for _, set := range sets {
		m := mover{edit: edit, plan: p, unplaced: unplaced, merged: map[model.AnnotationID]model.AnnotationID{}}
		change := model.Diff(set, m.move(set))
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

// mover carries one annotation set over to another schema.
type mover struct {
	edit     SchemaEdit
	plan     *SchemaPlan
	unplaced map[string]int
	merged   map[model.AnnotationID]model.AnnotationID // gone, and which stands for it
}

func (m *mover) move(set model.AnnotationSet) model.AnnotationSet {
	next := model.AnnotationSet{Document: set.Document, Annotator: set.Annotator, Status: set.Status}
	// Those that keep their label come first, so that they stay when another
	// is merged into them.
	for _, keep := range []bool{true, false} {
		for _, a := range set.Annotations {
			if _, stays := m.edit.New.Label(a.Label); stays == keep {
				m.annotation(&next, a)
			}
		}
	}
	slices.SortFunc(next.Annotations, model.CompareAnnotations)
	labels := make(map[model.AnnotationID]string, len(next.Annotations))
	for _, a := range next.Annotations {
		labels[a.ID] = a.Label
	}
	for _, r := range set.Relations {
		m.relation(&next, r, labels)
	}
	slices.SortFunc(next.Relations, model.CompareRelations)
	return next
}

// annotation puts a into next as the new schema has it.
func (m *mover) annotation(next *model.AnnotationSet, a model.Annotation) {
	label, stays := m.edit.New.Label(a.Label)
	if !stays {
		to, said := m.edit.Labels[a.Label]
		if !said {
			m.unplaced["label "+a.Label]++
			return
		}
		if to == "" {
			m.plan.Deleted++
			return
		}
		label, _ = m.edit.New.Label(to)
		a.Label = to
		i := slices.IndexFunc(next.Annotations, a.Same)
		if i >= 0 {
			m.merged[a.ID] = next.Annotations[i].ID
			m.plan.Merged++
			return
		}
		m.plan.Relabelled++
	}
	next.Annotations = append(next.Annotations, m.attributes(a, label))
}

// attributes returns a without the values that the label does not allow.
func (m *mover) attributes(a model.Annotation, label model.Label) model.Annotation {
	for _, at := range a.Attributes {
		if def, ok := label.Attribute(at.Name); !ok || !def.Allows(at.Value) {
			a = a.WithAttribute(at.Name, "")
			m.plan.Values++
		}
	}
	return a
}

// relation puts r into next unless the new schema breaks it.
func (m *mover) relation(next *model.AnnotationSet, r model.Relation, labels map[model.AnnotationID]string) {
	t, stays := m.edit.New.RelationType(r.Type)
	if !stays {
		to, said := m.edit.RelationTypes[r.Type]
		if !said {
			m.unplaced["relation type "+r.Type]++
			return
		}
		t, _ = m.edit.New.RelationType(to)
		r.Type = to
	}
	r.From, r.To = m.survivor(r.From), m.survivor(r.To)
	from, okFrom := labels[r.From]
	to, okTo := labels[r.To]
	broken := r.Type == "" || !okFrom || !okTo || r.From == r.To || !t.Allows(from, to)
	if broken || slices.ContainsFunc(next.Relations, r.Same) {
		m.plan.Relations++
		return
	}
	next.Relations = append(next.Relations, r)
}

func (m *mover) survivor(id model.AnnotationID) model.AnnotationID {
	if other, ok := m.merged[id]; ok {
		return other
	}
	return id
}

// EditSchema saves a planned schema edit as one step of the project, which
// UndoStep takes back. It fails with model.ErrConflict when an edit came
// between the plan and now; plan again then.
func (s *Session) EditSchema(ctx context.Context, plan SchemaPlan) error {
	if plan.Step.Empty() {
		return nil
	}
	if !s.schema.Equal(plan.Old) {
		return s.failed(fmt.Errorf("%s: the schema was edited meanwhile: %w", plan.Step.Name, model.ErrConflict))
	}
	return s.save(ctx, plan.Step)
}
