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
	shown  []int32 // where those that are shown stand in the list
	counts [5]int  // of those that were found, how many pass each filter
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
			c.shown = append(c.shown, int32(i))
		}
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

// row returns where the document with that place in the list is shown.
func (c *choice) row(i int) (int, bool) { return slices.BinarySearch(c.shown, int32(i)) }

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
	row, shown := c.row(i)
	switch passes := k.pass(c.filter); {
	case passes && !shown:
		c.shown = slices.Insert(c.shown, row, int32(i))
	case !passes && shown:
		c.shown = slices.Delete(c.shown, row, row+1)
	}
	return true
}
