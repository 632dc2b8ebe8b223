package storage

import (
	"context"
	"fmt"

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
	err = q.changes(func(r changeRow) error {
		e := model.Event{Number: r.Number, Step: orNone(r.Step), Of: orNone(r.Of)}
		e.Kind = model.StepKind(r.Kind)
		e.Owner, e.By, e.Name, e.Document = model.Annotator(orNone(r.Owner)), model.Annotator(r.By), r.Name, id
		events = append(events, brought[e.Number]...)
		err := fillEvent(&e, r.At, r.Body)
		events = append(events, e)
		return err
	}, "document = ?", id)
	model.MarkUndone(events)
	return events, err
}

// broughtEvents returns what merges brought of the log of others, by the number
// of the merge's row.
func (q querier) broughtEvents(id model.DocumentID) (map[int64][]model.Event, error) {
	brought := map[int64][]model.Event{}
	return brought, q.brought(func(p pastRow, merge changeRow) error {
		e := model.Event{Number: p.Change, Step: orNone(merge.Step), Part: len(brought[p.Change]) + 1}
		e.Kind = model.StepKind(p.Kind)
		e.Owner, e.By, e.Name, e.Document = model.Annotator(orNone(merge.Owner)), model.Annotator(p.By), p.Name, id
		e.Tip = p.Tip
		err := fillEvent(&e, p.At, p.Body)
		brought[e.Number] = append(brought[e.Number], e)
		return err
	}, "c.document = ?", id)
}

// fillEvent fills in what stands in the columns at and body.
func fillEvent(e *model.Event, at, body string) error {
	b, err := fillPast(&e.PastChange, at, body)
	e.Added, e.Properties = b.Added, b.Properties
	return err
}
