package storage

import (
	"context"
	"fmt"
	"time"

	"dragoman/model"
)

// Steps returns the steps of the project that reach further than one
// annotation set, the newest first. Undoing and redoing one is no line of its
// own.
func (p *Project) Steps(ctx context.Context) ([]model.StepInfo, error) {
	var steps []model.StepInfo
	err := p.read(ctx, func(q querier) error {
		return q.each(func(scan func(...any) error) error {
			var s model.StepInfo
			var at string
			if err := scan(&s.Number, &s.Name, &s.By, &at, &s.Undone, &s.Gone, &s.Turned); err != nil {
				return err
			}
			var err error
			s.At, err = time.Parse(timeForm, at)
			steps = append(steps, s)
			return err
		}, `SELECT c.number, c.name, c.by, c.at, coalesce(u.kind = 'undo', 0), coalesce(u.kind = 'undo', 0) AND EXISTS (
				SELECT 1 FROM change d WHERE d.step = d.number AND d.kind = 'do' AND d.number > u.number),
				coalesce(u.step, 0)
			FROM change c LEFT JOIN change u ON u.number = (SELECT max(number) FROM change WHERE of = c.number)
			WHERE c.step = c.number AND c.kind = 'do' ORDER BY c.number DESC`)
	})
	return steps, wrap("list the steps of the project", err)
}

// Step rebuilds a step of the list of the project, for undo and redo;
// model.ErrNotFound. Documents that it added are left out: they stay when it
// is undone, and must not be added again.
func (p *Project) Step(ctx context.Context, number int64) (model.Step, error) {
	step := model.Step{Project: true}
	found := false
	err := p.read(ctx, func(q querier) error {
		return q.changes(func(r changeRow) error {
			found = true
			return addPart(&step, r)
		}, "step = ?", number)
	})
	if err == nil && !found {
		err = model.ErrNotFound
	}
	return step, wrap(fmt.Sprintf("read step %d of the project", number), err)
}

// addPart adds the part of the step that one row holds.
func addPart(step *model.Step, r changeRow) error {
	body, err := r.body()
	if err != nil {
		return err
	}
	step.Name, step.By, step.Kind, step.Of = r.Name, model.Annotator(r.By), model.StepKind(r.Kind), orNone(r.Of)
	switch {
	case body.Schema != nil:
		step.Schema = body.Schema
	case r.Owner != nil:
		step.Changes = append(step.Changes, r.change(body))
	case body.Properties != nil && !body.Added:
		step.Documents = append(step.Documents, model.DocumentEdit{ID: model.DocumentID(*r.Document), Properties: body.Properties})
	}
	return nil
}
