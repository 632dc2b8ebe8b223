package storage

import (
	"context"
	"fmt"

	"dragoman/model"
)

// walkStride is how many documents' annotation sets Walk holds at a time.
const walkStride = 32

// Walk calls visit for every document with its annotation sets, sorted by
// document id and annotator, as they all were at one moment. It holds a few
// documents in memory, however many there are. An error of visit ends it and
// is returned.
func (p *Project) Walk(ctx context.Context, visit func(model.Document, []model.AnnotationSet) error) error {
	return p.read(ctx, func(q querier) error {
		var documents []model.Document // of the stride, those that are still to come
		return q.walk(values, func(id model.DocumentID, sets []*storedSet) (err error) {
			if err := ctx.Err(); err != nil {
				return err
			}
			if len(documents) == 0 {
				if documents, err = q.documentsFrom(id); err != nil {
					return err
				}
			}
			if len(documents) == 0 || documents[0].ID != id {
				return astray("document " + string(id))
			}
			d := documents[0]
			documents = documents[1:]
			return visit(d, modelSets(sets))
		})
	})
}

// documentsFrom returns the documents of a stride that begins with one, with
// their texts, which are not remembered: they come by once.
func (q querier) documentsFrom(first model.DocumentID) ([]model.Document, error) {
	var documents []model.Document
	var r documentRow
	dest := []any{&r.ID, &r.Title, &r.Source, &r.Meta, &r.Text}
	err := q.each(func(scan func(...any) error) error {
		if err := scan(dest...); err != nil {
			return err
		}
		properties, err := propertiesFromRow(r)
		d := model.Document{ID: model.DocumentID(r.ID), Text: model.NewText(r.Text)}
		documents = append(documents, d.WithProperties(properties))
		return err
	}, fmt.Sprintf("SELECT id, title, source, meta, text FROM document WHERE id >= ? ORDER BY id LIMIT %d", walkStride), first)
	return documents, wrap("read documents", err)
}

// walk calls visit for every document with the rows of its sets, by id.
func (q querier) walk(d detail, visit func(id model.DocumentID, sets []*storedSet) error) error {
	for last := model.DocumentID(""); ; {
		ids, err := q.documentsAfter(last)
		if err != nil || len(ids) == 0 {
			return wrap("list documents", err)
		}
		last = ids[len(ids)-1]
		sets, err := q.storedSets(d, "s.document BETWEEN ? AND ?", ids[0], last)
		if err != nil {
			return err
		}
		for _, id := range ids {
			n := 0
			for n < len(sets) && sets[n].Document <= string(id) {
				n++
			}
			if err := visit(id, sets[:n]); err != nil {
				return err
			}
			sets = sets[n:]
		}
	}
}

func (q querier) documentsAfter(last model.DocumentID) ([]model.DocumentID, error) {
	var ids []model.DocumentID
	err := q.each(func(scan func(...any) error) error {
		var id model.DocumentID
		err := scan(&id)
		ids = append(ids, id)
		return err
	}, fmt.Sprintf("SELECT id FROM document WHERE id > ? ORDER BY id LIMIT %d", walkStride), last)
	return ids, err
}
