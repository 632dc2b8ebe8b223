package storage

import (
	"fmt"
	"maps"
	"slices"

	"dragoman/model"
)

// plan is what a change does to the rows of one table.
type plan[R any] struct {
	gone []string // ids of rows to delete
	kept []string // ids of rows to replace
	rows []R      // rows to write: new ones and those that replace others

	// Of kept annotations alone.
	stale  []string                // those with other fragments or attributes than before
	labels map[string][]relabelled // those that get this label, and are not in rows
}

// adds reports whether all rows are new.
func (p plan[R]) adds() bool { return len(p.gone)+len(p.kept) == 0 }

// stored is what the file holds under an id.
type stored struct {
	set, sum int64
	row      int64 // its number in the table; 0 where nothing is stored yet
}

// item is the old or the new value of an edit, as a row.
type item[R any] struct {
	id  string
	sum int64
	row R
}

// planEdits checks the edits against what is stored and says which rows to
// write. It counts them in the set's number and sum.
func planEdits[R any](set *setRow, count *int, there map[string]stored, edits []rowEdit[R]) (plan[R], error) {
	var p plan[R]
	gone := map[string]bool{}
	for _, e := range edits {
		if e.old == nil {
			continue
		}
		if have, ok := there[e.old.id]; !ok || have.set != set.ID || have.sum != e.old.sum || gone[e.old.id] {
			return p, fmt.Errorf("%w: %s is not there as it was", model.ErrConflict, e.old.id)
		}
		gone[e.old.id] = true
		*count--
		set.Sum -= e.old.sum
	}
	p.rows = make([]R, 0, len(edits))
	for _, e := range edits {
		if e.new == nil {
			continue
		}
		if _, taken := there[e.new.id]; taken && !gone[e.new.id] {
			return p, fmt.Errorf("%w: %s is there already", model.ErrConflict, e.new.id)
		}
		if gone[e.new.id] {
			p.kept = append(p.kept, e.new.id)
		}
		delete(gone, e.new.id)
		there[e.new.id] = stored{set.ID, e.new.sum, there[e.new.id].row}
		*count++
		set.Sum += e.new.sum
		p.rows = append(p.rows, e.new.row)
	}
	p.gone = slices.Sorted(maps.Keys(gone))
	return p, nil
}

// rowEdit is an edit of the model, in rows.
type rowEdit[R any] struct{ old, new *item[R] }

func editIDs[R any](edits []rowEdit[R]) []string {
	ids := make([]string, 0, 2*len(edits))
	for _, e := range edits {
		for _, i := range []*item[R]{e.old, e.new} {
			if i != nil && (len(ids) == 0 || ids[len(ids)-1] != i.id) {
				ids = append(ids, i.id)
			}
		}
	}
	return ids
}
