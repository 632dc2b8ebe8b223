package format

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
)

// Each has write write one record after the other. It fails with the error that
// records brings, when ctx was cancelled, when records come out of order, and
// with the error of write, which it says the document of.
func Each(ctx context.Context, records iter.Seq2[Record, error], write func(Record) error) error {
	var order Order
	for record, err := range records {
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if err := order.Next(record); err != nil {
			return err
		}
		if err := write(record); err != nil {
			return fmt.Errorf("write document %s: %w", record.Document.ID, err)
		}
	}
	return nil
}

// Order checks, record by record, that records come as Format.Write asks. The
// zero value is ready for the first one.
type Order struct {
	last  Record
	begun bool
}

// Next reports why r may not follow the record before it.
func (o *Order) Next(r Record) error {
	c := cmp.Or(
		cmp.Compare(o.last.Document.ID, r.Document.ID),
		cmp.Compare(o.last.Annotator(), r.Annotator()),
	)
	if o.begun && c >= 0 {
		return fmt.Errorf("document %s, annotator %q: comes twice or out of order", r.Document.ID, r.Annotator())
	}
	o.last, o.begun = r, true
	return nil
}
