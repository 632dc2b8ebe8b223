package sessiontest

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"dragoman/app/job"
	"dragoman/model"
)

// Save writes one step, whole or not at all.
func (p *Project) Save(ctx context.Context, step model.Step) (numbers []int64, err error) {
	err = p.Update(ctx, func(tx job.Tx) error {
		numbers, err = tx.Save(step)
		return err
	})
	return numbers, err
}

// Update runs f in one transaction: an error from f, or an ended context,
// leaves everything as it was.
func (p *Project) Update(ctx context.Context, f func(tx job.Tx) error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ReadOnly {
		return model.ErrReadOnly
	}
	tx := &Tx{p.state}
	tx.documents, tx.sets = maps.Clone(p.documents), maps.Clone(p.sets)
	tx.log, tx.steps = slices.Clip(p.log), slices.Clip(p.steps)
	if err := f(tx); err != nil {
		return err
	}
	if fail := p.Fail; fail != nil {
		p.Fail = nil
		return fail
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	p.state = tx.state
	return nil
}

// Tx is a transaction of Update. It reads what it wrote.
type Tx struct{ state }

// Schema returns the schema.
func (tx *Tx) Schema() (model.Schema, error) { return tx.schema, nil }

// Has reports whether there is such a document.
func (tx *Tx) Has(id model.DocumentID) (bool, error) {
	_, there := tx.documents[id]
	return there, nil
}

// Document returns a document.
func (tx *Tx) Document(id model.DocumentID) (model.Document, error) { return tx.document(id) }

// Set returns an annotator's set, or an empty one.
func (tx *Tx) Set(id model.DocumentID, annotator model.Annotator) (model.AnnotationSet, error) {
	return tx.set(id, annotator)
}

// Where returns in which set an annotation stands.
func (tx *Tx) Where(id model.AnnotationID) (model.DocumentID, model.Annotator, error) {
	return tx.where(id)
}

// WhereRelation returns in which set a relation stands.
func (tx *Tx) WhereRelation(id model.RelationID) (model.DocumentID, model.Annotator, error) {
	return tx.whereRelation(id)
}

// Save writes one step within the transaction.
func (tx *Tx) Save(step model.Step) ([]int64, error) {
	if step.Schema != nil {
		if !tx.schema.Equal(*step.Schema.Old) {
			return nil, fmt.Errorf("schema: %w", model.ErrConflict)
		}
		tx.schema = *step.Schema.New
	}
	for _, e := range step.Documents {
		if err := tx.edit(e); err != nil {
			return nil, err
		}
	}
	return tx.changes(step)
}

func (tx *Tx) edit(e model.DocumentEdit) error {
	if e.Added != nil {
		if _, there := tx.documents[e.ID]; there {
			return fmt.Errorf("document %s: %w", e.ID, model.ErrConflict)
		}
		tx.documents[e.ID] = *e.Added
	}
	if e.Properties != nil {
		d, err := tx.document(e.ID)
		if err != nil {
			return err
		}
		if !d.Properties().Equal(*e.Properties.Old) {
			return fmt.Errorf("properties of %s: %w", e.ID, model.ErrConflict)
		}
		tx.documents[e.ID] = d.WithProperties(*e.Properties.New)
	}
	return nil
}

func (tx *Tx) changes(step model.Step) ([]int64, error) {
	var numbers []int64
	for _, c := range step.Changes {
		set, err := tx.set(c.Document, c.Owner)
		if err != nil {
			return nil, err
		}
		next, err := set.Apply(c)
		if err != nil {
			return nil, err
		}
		tx.sets[key{c.Document, c.Owner}] = next
		tx.last++
		numbers = append(numbers, tx.last)
		tx.log = append(tx.log, logged{model.Entry{Number: tx.last, Kind: step.Kind, Of: step.Of}, step.Local(), c})
	}
	if !step.Local() {
		tx.list(step)
	}
	return numbers, nil
}

// list puts the step into the list of the project, or marks the one that it is
// about.
func (tx *Tx) list(step model.Step) {
	if step.Of != 0 {
		tx.steps = slices.Clone(tx.steps)
		i := slices.IndexFunc(tx.steps, func(s projectStep) bool { return s.info.Number == step.Of })
		tx.steps[i].info.Undone = step.Kind == model.Undo
		return
	}
	step.Documents = slices.DeleteFunc(slices.Clone(step.Documents), func(e model.DocumentEdit) bool {
		return e.Properties == nil
	})
	tx.last++
	tx.steps = append(tx.steps, projectStep{model.StepInfo{Number: tx.last, Name: step.Name, By: step.By}, step})
}
