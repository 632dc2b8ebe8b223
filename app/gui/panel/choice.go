package panel

import (
	"slices"

	"dragoman/model"
)

// Filter is a choice of documents.
type Filter int

// The filters, in the order of their chips.
const (
	FilterAll Filter = iota
	FilterNew
	FilterOpen
	FilterDone
	FilterFlagged
)

var filterNames = []string{"All", "New", "Open", "Done", "Flagged"}

// kinds are the filters that a document passes, a bit each.
type kinds uint8

func kindsOf(s *model.Summary, annotator model.Annotator) kinds {
	k := kinds(1) << FilterAll
	switch s.Set(annotator).Status {
	case model.StatusInProgress:
		k |= 1 << FilterOpen
	case model.StatusDone:
		k |= 1 << FilterDone
	case model.StatusUnset, model.StatusNew:
		k |= 1 << FilterNew
	}
	if s.Flag != "" {
		k |= 1 << FilterFlagged
	}
	return k
}

func (k kinds) pass(f Filter) bool { return k&(1<<f) != 0 }

// choice says which documents of a list are shown. It costs a few bytes a
// document, and choosing anew costs no memory.
type choice struct {
	filter Filter
	kinds  []kinds // of each document of the list
	found  []bool  // by number, those that a search found; nil while nothing is searched
	order  model.Order
	whose  model.Annotator // whose status the order goes by
	shown  []model.Place   // those that are shown, in that order
	counts [5]int          // of those that were found, how many pass each filter
}

// find keeps to the documents of these numbers; nil to all.
func (c *choice) find(numbers []int) {
	if numbers == nil {
		c.found = nil
		return
	}
	c.found = make([]bool, 1+slices.Max(append([]int{0}, numbers...)))
	for _, n := range numbers {
		c.found[n] = true
	}
}

func (c *choice) hasFound(s *model.Summary) bool {
	return c.found == nil || s.Number < len(c.found) && c.found[s.Number]
}

// choose goes through all documents.
func (c *choice) choose(all []model.Summary) {
	c.shown, c.counts = c.shown[:0], [5]int{}
	var of [1 << len(c.counts)]int // how many there are of each combination
	for i, k := range c.kinds {
		if c.found != nil && !c.hasFound(&all[i]) {
			continue
		}
		of[k]++
		if k.pass(c.filter) {
			c.shown = append(c.shown, c.place(i, all))
		}
	}
	if c.order != model.ByTitle { // by which they stand already
		slices.Sort(c.shown)
	}
	for k, n := range of {
		c.count(kinds(k), n)
	}
}

func (c *choice) count(k kinds, by int) {
	for f := range c.counts {
		if k.pass(Filter(f)) {
			c.counts[f] += by
		}
	}
}

func (c *choice) place(i int, all []model.Summary) model.Place {
	return c.order.Place(&all[i], c.whose, i)
}

// row returns where the document that stands at i in the list is shown; false
// of -1 too.
func (c *choice) row(i int, all []model.Summary) (int, bool) {
	if i < 0 {
		return 0, false
	}
	return slices.BinarySearch(c.shown, c.place(i, all))
}

// change gives one document other kinds, and reports whether counts or what is
// shown are others.
func (c *choice) change(i int, all []model.Summary, k kinds) bool {
	old := c.kinds[i]
	c.kinds[i] = k
	if old == k || !c.hasFound(&all[i]) {
		return false
	}
	c.count(old, -1)
	c.count(k, +1)
	if old.pass(c.filter) { // at the place that it had, which the summary tells no more
		was := slices.IndexFunc(c.shown, func(p model.Place) bool { return p.Index() == i })
		c.shown = slices.Delete(c.shown, was, was+1)
	}
	if k.pass(c.filter) {
		row, _ := c.row(i, all)
		c.shown = slices.Insert(c.shown, row, c.place(i, all))
	}
	return true
}
