package format

import (
	"cmp"
	"fmt"
)

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
