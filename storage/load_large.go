package storage

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"dragoman/model"
)

// largeSet is from how many annotations on a set is read over two connections:
// most of the time is SQLite's, on one core.
const largeSet = 5000

// Set returns an annotator's set in a document, and an empty one with
// model.StatusUnset where there is none; model.ErrNotFound for the document.
func (p *Project) Set(ctx context.Context, id model.DocumentID, annotator model.Annotator) (model.AnnotationSet, error) {
	var s model.AnnotationSet
	load := func(q querier) (err error) {
		s, err = q.set(id, annotator, &p.texts)
		return err
	}
	large := false
	err := p.read(ctx, func(q querier) (err error) {
		if large, err = q.isLarge(id, annotator); err != nil || large {
			return err
		}
		return load(q)
	})
	if err == nil && large {
		err = p.readAbreast(ctx, func(lanes []querier) error {
			q := lanes[0]
			q.lanes = lanes
			return load(q)
		})
	}
	return s, err
}

func (q querier) isLarge(id model.DocumentID, annotator model.Annotator) (bool, error) {
	var large bool
	err := q.row("SELECT annotations >= ? FROM annotation_set WHERE document = ? AND annotator = ?", largeSet, id, annotator).Scan(&large)
	if isNoRow(err) {
		return false, nil
	}
	return large, wrap("look how large an annotation set is", err)
}

// The halves of the rows a of a set.
const (
	lowerHalf = " AND a.rowid <= ?"
	upperHalf = " AND a.rowid > ?"
)

// packsAbreast does as packs. If there are two connections the condition chooses
// one set, without proofs, and each reads half of its rows.
func (q querier) packsAbreast(d detail, where string, args []any) ([]*loaded, error) {
	if len(q.lanes) < 2 {
		return q.packs(d, where, args)
	}
	var middle int64
	err := q.row(`SELECT coalesce(((SELECT min(rowid) FROM annotation WHERE annotation_set = s.id)
		+ (SELECT max(rowid) FROM annotation WHERE annotation_set = s.id)) / 2, 0) FROM annotation_set s WHERE `+where, args...).Scan(&middle)
	if err != nil {
		return nil, err
	}
	var found, rest []*loaded
	var failed, failedRest error
	var wait sync.WaitGroup
	wait.Go(func() {
		rest, failedRest = q.lanes[1].packs(d, where+upperHalf, slices.Concat(args, []any{middle}))
	})
	found, failed = q.lanes[0].packs(d, where+lowerHalf, slices.Concat(args, []any{middle}))
	wait.Wait()
	if len(found) == 1 && len(rest) == 1 {
		found[0].annotations = append(found[0].annotations, rest[0].annotations...)
		found[0].attributes += rest[0].attributes
		rest = nil
	}
	return append(found, rest...), cmp.Or(failed, failedRest)
}
