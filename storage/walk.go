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
		return q.walk(values, func(id model.DocumentID, sets []*storedSet) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			// Texts come by once; they shall not push out the one in use.
			d, err := q.document(id, &texts{})
			if err != nil {
				return err
			}
			return visit(d, modelSets(sets))
		})
	})
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
