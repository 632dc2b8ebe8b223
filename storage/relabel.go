package storage

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
)

// relabelled is an annotation that gets another label and keeps all else.
type relabelled struct{ row, sum int64 }

// relabel gives annotations another label, those of one label in one statement
// with one parameter for all of them: to write each whole, past every index and
// foreign key, costs several times as much.
func (tx *Tx) relabel(labels map[string][]relabelled) error {
	for label, rows := range labels {
		// In the order of the file, so that a page is looked for once.
		slices.SortFunc(rows, func(a, b relabelled) int { return cmp.Compare(a.row, b.row) })
		err := tx.run(`UPDATE OR FAIL annotation SET label = ?1, checksum = edit.value
			FROM (SELECT CAST(key AS INTEGER) AS row, value FROM json_each(?2)) edit
			WHERE annotation.rowid = edit.row`, label, sumsOf(rows))
		if err != nil {
			return err
		}
	}
	return nil
}

// sumsOf returns a JSON object that has the checksum of each row.
func sumsOf(rows []relabelled) string {
	object := []byte{'{'}
	for i, r := range rows {
		if i > 0 {
			object = append(object, ',')
		}
		object = strconv.AppendInt(append(object, '"'), r.row, 10)
		object = strconv.AppendInt(append(object, '"', ':'), r.sum, 10)
	}
	return string(append(object, '}'))
}

// manyRelabelled is from how many on a statement of their own pays.
const manyRelabelled = 20

// takeRelabelled takes those out of the rows to write that differ in nothing but
// the label from what they were, where enough of them get the same one.
func takeRelabelled(p *plan[annotationRow], were map[string]*annotationRow, there map[string]stored) {
	labels := map[string][]relabelled{}
	for _, r := range p.rows {
		if onlyLabel(were[r.ID], r) {
			labels[r.Label] = append(labels[r.Label], relabelled{there[r.ID].row, r.Checksum})
		}
	}
	maps.DeleteFunc(labels, func(_ string, rows []relabelled) bool { return len(rows) < manyRelabelled })
	if len(labels) == 0 {
		return
	}
	p.labels = labels
	p.rows = slices.DeleteFunc(p.rows, func(r annotationRow) bool { return labels[r.Label] != nil && onlyLabel(were[r.ID], r) })
}

// onlyLabel reports whether a row differs from what it was in the label alone,
// and so in its checksum.
func onlyLabel(was *annotationRow, r annotationRow) bool {
	return was != nil && was.Spans == r.Spans && was.Note == r.Note && was.Origin == r.Origin && slices.Equal(was.Attributes, r.Attributes)
}
