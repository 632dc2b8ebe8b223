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
			if err := scan(&s.Number, &s.Name, &s.By, &at, &s.Undone, &s.Gone); err != nil {
				return err
			}
			var err error
			s.At, err = time.Parse(timeForm, at)
			steps = append(steps, s)
			return err
		}, `SELECT c.number, c.name, c.by, c.at, coalesce(u.kind = 'undo', 0), coalesce(u.kind = 'undo', 0) AND EXISTS (
				SELECT 1 FROM change d WHERE d.step = d.number AND d.kind = 'do' AND d.number > u.number)
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
		return q.each(func(scan func(...any) error) error {
			found = true
			return scanPart(&step, scan)
		}, "SELECT number, kind, coalesce(of, 0), document, owner, by, name, body FROM change WHERE step = ? ORDER BY number", number)
	})
	if err == nil && !found {
		err = model.ErrNotFound
	}
	return step, wrap(fmt.Sprintf("read step %d of the project", number), err)
}

// scanPart adds the part of the step that one row holds.
func scanPart(step *model.Step, scan func(...any) error) error {
	var r changeRow
	if err := scan(&r.Number, &step.Kind, &step.Of, &r.Document, &r.Owner, &r.By, &r.Name, &r.Body); err != nil {
		return err
	}
	body, err := r.body()
	if err != nil {
		return err
	}
	step.Name, step.By = r.Name, model.Annotator(r.By)
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
