package storage

import (
	"context"
	"fmt"

	"dragoman/model"
)

// bulk is what a transaction puts off that changes very many rows. An index
// whose order is not that of the rows costs more to keep, row by row, than all
// else together, and a tenth of that to make anew; so do fragments, and the search
// index is filled in few statements. All that happens before the transaction ends,
// so that nobody ever sees the file without. The zero value puts nothing off.
type bulk struct {
	edits      int    // of annotations, so far
	documents  int    // added so far
	parted     bool   // fragments of annotations in rows above unparted are put off
	unparted   int64  // the last row before the first of them
	index      string // what makes the list of annotations again; "" where it is kept
	trigger    string // what has the search index kept again; "" where it is
	searched   int64  // documents with greater numbers are not in the search index
	unsearched int    // bytes of texts that are not in it, as far as they were written later
	cache      int    // how large the page cache was before; 0 where it is as it was
}

const (
	bulkEdits     = 2_000     // fewer annotations put nothing off
	bulkShare     = 4         // nor do changes to less than a fourth of what is there
	bulkDocuments = 100       // fewer documents enter the search index one by one
	bulkCache     = -32 << 10 // KiB of pages, negative as SQLite wants it
)

// searchBytes is how much of texts enters the search index at once: each time
// SQLite writes a part of the index anew. It is changed by tests.
var searchBytes = 6 << 20

// putOff puts off what is better done once, if the step makes the transaction
// large enough. Nothing of the step is saved yet.
func (tx *Tx) putOff(step model.Step) error {
	b := tx.bulk
	for _, c := range step.Changes {
		b.edits += len(c.Annotations)
	}
	for _, d := range step.Documents {
		if d.Added != nil {
			b.documents++
		}
	}
	if b.index == "" && b.edits >= bulkEdits {
		if err := tx.putOffIndex(); err != nil {
			return wrap("put off the list of annotations", err)
		}
	}
	if b.trigger == "" && b.documents >= bulkDocuments {
		if err := tx.putOffSearch(); err != nil {
			return wrap("put off the search index", err)
		}
	}
	return nil
}

func (tx *Tx) putOffIndex() error {
	rows, err := tx.lastAnnotation()
	if err != nil || int64(tx.bulk.edits) < rows/bulkShare {
		return err
	}
	if err := tx.widen(); err != nil {
		return err
	}
	if !tx.bulk.parted {
		tx.bulk.parted, tx.bulk.unparted = true, rows
	}
	return tx.drop("INDEX", "annotation_list", &tx.bulk.index)
}

func (tx *Tx) putOffSearch() error {
	if err := tx.row("SELECT coalesce(max(number), 0) FROM document").Scan(&tx.bulk.searched); err != nil {
		return err
	}
	if err := tx.widen(); err != nil {
		return err
	}
	return tx.drop("TRIGGER", "document_added", &tx.bulk.trigger)
}

// drop drops something of the schema, and keeps what makes it again.
func (tx *Tx) drop(kind, name string, again *string) error {
	var made string
	err := tx.row("SELECT sql FROM sqlite_schema WHERE name = ?", name).Scan(&made)
	if isNoRow(err) {
		return nil // another program took it away, which Check finds
	}
	if err != nil {
		return err
	}
	if err := tx.run("DROP " + kind + " " + name); err != nil {
		return err
	}
	*again = made
	return nil
}

// widen has the transaction hold more pages.
func (tx *Tx) widen() error {
	if tx.bulk.cache != 0 {
		return nil
	}
	if err := tx.row("PRAGMA cache_size").Scan(&tx.bulk.cache); err != nil {
		return err
	}
	return tx.run(fmt.Sprintf("PRAGMA cache_size = %d", bulkCache))
}

// narrow gives back the pages that a transaction held. Where it fails nothing
// is amiss but memory, and what was saved is saved.
func (p *Project) narrow(b *bulk) {
	if b != nil && b.cache != 0 {
		_, _ = p.writer.ExecContext(context.Background(), fmt.Sprintf("PRAGMA cache_size = %d; PRAGMA shrink_memory", b.cache))
	}
}

// makeUpSearch enters documents into the search index that are not in it yet.
func (tx *Tx) makeUpSearch() error {
	if tx.bulk.trigger == "" {
		return nil
	}
	if err := tx.later.wait(); err != nil { // it may be doing the same
		return err
	}
	err := tx.run("INSERT INTO document_search (rowid, title, text) SELECT number, title, text FROM document WHERE number > ?", tx.bulk.searched)
	if err == nil {
		tx.bulk.unsearched = 0
		err = tx.row("SELECT coalesce(max(number), 0) FROM document").Scan(&tx.bulk.searched)
	}
	return wrap("fill the search index", err)
}

// fillFragments adds the fragments of annotations after a row that have one
// each, as nearly all have: SQLite reads it out of the row, which costs half of
// being told again. In the order of the table it costs half of that.
func (tx *Tx) fillFragments(after int64) error {
	return tx.run(`INSERT INTO fragment (annotation, number, start, end)
		SELECT id, 0, CAST(substr(spans, 1, instr(spans, '-') - 1) AS INTEGER), CAST(substr(spans, instr(spans, '-') + 1) AS INTEGER)
		FROM annotation WHERE rowid > ? AND instr(spans, ' ') = 0 ORDER BY +id
		ON CONFLICT DO NOTHING`, after) // an edit after the first has written them
}

// lastAnnotation returns the row of the annotation that was added last.
func (tx *Tx) lastAnnotation() (int64, error) {
	var row int64
	err := tx.row("SELECT coalesce(max(rowid), 0) FROM annotation").Scan(&row)
	return row, err
}

// makeUp does what was put off.
func (tx *Tx) makeUp() error {
	if err := tx.makeUpSearch(); err != nil {
		return err
	}
	if tx.bulk.parted {
		if err := tx.fillFragments(tx.bulk.unparted); err != nil {
			return wrap("add fragments", err)
		}
	}
	for _, again := range []string{tx.bulk.trigger, tx.bulk.index} {
		if again == "" {
			continue
		}
		if err := tx.run(again); err != nil {
			return wrap("make an index again", err)
		}
	}
	return nil
}
