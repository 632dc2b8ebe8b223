package storage

import (
	"context"
	"fmt"
	"time"

	"dragoman/model"
)

// Events returns all that was changed of a document, by everybody, the oldest
// first: what merges brought stands before the merge. It asks two queries.
func (p *Project) Events(ctx context.Context, id model.DocumentID) ([]model.Event, error) {
	var events []model.Event
	err := p.read(ctx, func(q querier) (err error) {
		events, err = q.events(id)
		return err
	})
	return events, wrap(fmt.Sprintf("read the history of document %s", id), err)
}

func (q querier) events(id model.DocumentID) ([]model.Event, error) {
	brought, err := q.broughtEvents(id)
	if err != nil {
		return nil, err
	}
	var events []model.Event
	err = q.each(func(scan func(...any) error) error {
		var e model.Event
		var at, body string
		if err := scan(&e.Number, &e.Step, &e.Of, &e.Kind, &e.Owner, &e.By, &at, &e.Name, &body); err != nil {
			return err
		}
		e.Document = id
		events = append(events, brought[e.Number]...)
		err := fillEvent(&e, at, body)
		events = append(events, e)
		return err
	}, `SELECT number, coalesce(step, 0), coalesce(of, 0), kind, coalesce(owner, ''), by, at, name, body FROM change
		WHERE document = ? ORDER BY number`, id)
	model.MarkUndone(events)
	return events, err
}

// broughtEvents returns what merges brought of the log of others, by the number
// of the merge's row.
func (q querier) broughtEvents(id model.DocumentID) (map[int64][]model.Event, error) {
	brought := map[int64][]model.Event{}
	return brought, q.each(func(scan func(...any) error) error {
		var e model.Event
		var at, body string
		if err := scan(&e.Number, &e.Step, &e.Owner, &e.Kind, &e.By, &at, &e.Name, &e.Tip, &body); err != nil {
			return err
		}
		e.Document, e.Part = id, len(brought[e.Number])+1
		err := fillEvent(&e, at, body)
		brought[e.Number] = append(brought[e.Number], e)
		return err
	}, `SELECT p.change, coalesce(c.step, 0), c.owner, p.kind, p.by, p.at, p.name, p.tip, p.body
		FROM change c JOIN past p ON p.change = c.number WHERE c.document = ? ORDER BY p.number`, id)
}

// fillEvent fills in what stands in the columns at and body.
func fillEvent(e *model.Event, at, body string) (err error) {
	if e.At, err = time.Parse(timeForm, at); err != nil {
		return err
	}
	b, err := changeRow{Number: e.Number, Body: body}.body()
	e.Added, e.Properties = b.Added, b.Properties
	e.Status, e.Annotations, e.Relations, e.Verdicts = b.Status, b.Annotations, b.Relations, b.Verdicts
	e.Change.Tip, e.Blind = b.Tip, b.Blind
	return err
}
