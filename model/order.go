package model

import "math"

// Order is the order in which a list shows documents. The zero value is
// ByTitle.
type Order string

// The orders. Documents that are alike in one follow each other by title, then
// id.
const (
	ByTitle  Order = ""
	ByLength Order = "length" // longest first
	ByStatus Order = "status" // new, in progress, done
)

// Orders lists the orders.
var Orders = []Order{ByTitle, ByLength, ByStatus}

// String returns what the order goes by, for a person: "title".
func (o Order) String() string {
	if o == ByTitle {
		return "title"
	}
	return string(o)
}

// Place says where a document stands in an order: the lower, the earlier. No
// two documents of a list have the same.
type Place uint64

// Place returns the place of the document that stands at i in a list that is
// sorted by title, then id; the status is that of the annotator's set.
func (o Order) Place(d *Summary, annotator Annotator, i int) Place {
	var rank uint32
	switch o {
	case ByTitle:
	case ByLength:
		rank = math.MaxUint32 - uint32(d.Length)
	case ByStatus:
		rank = statusRank(d.Set(annotator).Status)
	}
	return Place(rank)<<32 | Place(i)
}

// Index returns where the document stands in the list sorted by title, then id.
func (p Place) Index() int { return int(uint32(p)) }

func statusRank(s Status) uint32 {
	switch s {
	case StatusUnset, StatusNew:
	case StatusInProgress:
		return 1
	case StatusDone:
		return 2
	}
	return 0
}

// Beside returns where in a list sorted by title, then id, the document stands
// that comes next in the order to the one at i, among those that pass: behind
// it (by is 1) or before it (-1). With i -1 it is the first or the last of all,
// and -1 where there is none. It goes through the list once and costs no memory.
func (o Order) Beside(list []Summary, annotator Annotator, i, by int, passes func(*Summary) bool) int {
	var from, best Place
	if i >= 0 {
		from = o.Place(&list[i], annotator, i)
	}
	found := -1
	for j := range list {
		p := o.Place(&list[j], annotator, j)
		beyond := i < 0 || by > 0 && p > from || by < 0 && p < from
		nearer := found < 0 || (p < best) == (by > 0)
		if beyond && nearer && passes(&list[j]) {
			found, best = j, p
		}
	}
	return found
}
