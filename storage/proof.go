package storage

import (
	"fmt"
	"sync/atomic"

	"dragoman/model"
)

// What is read is compared with its checksums before anybody sees it, so that
// damage which SQLite does not notice is never worked on, exported or repeated
// by undo. It is an ErrDamaged that names what is damaged.

// notAsWritten says that something is not what was written.
func notAsWritten(what string, args ...any) error {
	return fmt.Errorf("%w: %s is not what was written; "+nextStep, ErrDamaged, fmt.Sprintf(what, args...))
}

// proveText reports that the text is not that of the document of this id.
func proveText(id model.DocumentID, text string) error {
	if model.DocumentIDOf(text) != id {
		return notAsWritten("the text of document %s", id)
	}
	return nil
}

// prove reports that the row or its text is not what was written.
func (r documentRow) prove() error {
	if r.Checksum != r.sum() {
		return notAsWritten("what is known of document %s", r.ID)
	}
	return proveText(model.DocumentID(r.ID), r.Text)
}

// prove reports that the set is not what was written. Quotes are taken from the
// text, which is proved by itself: their column need not be read.
func (s *storedSet) prove(text *model.Text) error {
	whole := s.Checksum == s.setRow.sum() && len(s.annotations) == s.Annotations &&
		len(s.relations) == s.Relations && len(s.verdicts) == s.Verdicts
	sum, fit := s.annotationSums(text)
	for _, r := range s.relations {
		sum += r.sum(s.setRow)
	}
	for _, v := range s.verdicts {
		sum += v.sum(s.setRow)
	}
	if !whole || !fit || sum != s.Sum {
		return notAsWritten("what %s annotated in document %s", s.Annotator, s.Document)
	}
	return nil
}

// annotationSums adds up the checksums that the annotations should have, on all
// cores, and reports whether the fragments of each are ones of the text.
func (s *storedSet) annotationSums(text *model.Text) (sum int64, fit bool) {
	var total atomic.Int64
	err := inParts(len(s.annotations), func(from, to int) error {
		sum, err := sumOf(s.setRow, s.annotations[from:to], text)
		total.Add(sum)
		return err
	})
	return total.Load(), err == nil
}

// sumOf adds up the checksums of some annotations of the set.
func sumOf(set setRow, annotations []model.Annotation, text *model.Text) (sum int64, err error) {
	var d digest
	for i := range annotations {
		a := &annotations[i]
		if err := model.CheckFragments(text, a.Fragments); err != nil {
			return 0, err
		}
		sum += d.annotation(set, a, text.Quote(a.Fragments))
	}
	return sum, nil
}

// proveSets proves the sets of one document.
func proveSets(sets []*storedSet, text *model.Text) error {
	for _, s := range sets {
		if err := s.prove(text); err != nil {
			return err
		}
	}
	return nil
}

// changes calls take for the rows of the log that the condition chooses, in
// order.
func (q querier) changes(take func(changeRow) error, where string, args ...any) error {
	return q.each(func(scan func(...any) error) error {
		var r changeRow
		err := scan(&r.Number, &r.Step, &r.Kind, &r.Of, &r.Document, &r.Owner, &r.By, &r.At, &r.Name, &r.Body, &r.Checksum)
		if err != nil {
			return err
		}
		if r.Checksum != r.sum() {
			return notAsWritten("row %d of the log", r.Number)
		}
		return take(r)
	}, "SELECT number, step, kind, of, document, owner, by, at, name, body, checksum FROM change WHERE "+where+" ORDER BY number", args...)
}

// brought calls take for the rows that merges brought of the log of others, in
// order, with the row of the merge that names the set.
func (q querier) brought(take func(p pastRow, merge changeRow) error, where string, args ...any) error {
	return q.each(func(scan func(...any) error) error {
		var p pastRow
		var c changeRow
		err := scan(&p.Number, &p.Change, &p.Kind, &p.By, &p.At, &p.Name, &p.Body, &p.Tip, &p.Checksum, &c.Step, &c.Document, &c.Owner)
		if err != nil {
			return err
		}
		if p.Checksum != p.sum() {
			return notAsWritten("row %d of what merges brought to the log", p.Number)
		}
		return take(p, c)
	}, `SELECT p.number, p.change, p.kind, p.by, p.at, p.name, p.body, p.tip, p.checksum, c.step, c.document, c.owner
		FROM change c JOIN past p ON p.change = c.number WHERE `+where+" ORDER BY p.number", args...)
}

// orNone returns what v points to, and the zero value for nil.
func orNone[T any](v *T) T {
	var none T
	if v == nil {
		return none
	}
	return *v
}
