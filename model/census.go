package model

import (
	"cmp"
	"slices"
)

// Census says how many documents a project has and whose annotation sets of
// which status, without a list of them. What is in the bin is not counted.
type Census struct {
	Documents int
	Sets      []Standing // each that occurs, once, by annotator, then status
}

// Standing is whose annotation sets have which status.
type Standing struct {
	Annotator Annotator
	Status    Status
}

// CensusOf returns what a list of documents says.
func CensusOf(list []Summary) Census {
	c := Census{Documents: len(list)}
	known := map[Standing]bool{}
	for i := range list {
		for _, set := range list[i].Sets {
			if s := (Standing{set.Annotator, set.Status}); !known[s] {
				known[s] = true
				c.Sets = append(c.Sets, s)
			}
		}
	}
	slices.SortFunc(c.Sets, func(a, b Standing) int {
		return cmp.Or(cmp.Compare(a.Annotator, b.Annotator), cmp.Compare(a.Status, b.Status))
	})
	return c
}

// Annotators returns who has a set, gold too, sorted.
func (c Census) Annotators() []Annotator {
	var names []Annotator
	for _, s := range c.Sets {
		names = append(names, s.Annotator)
	}
	return slices.Compact(names)
}

// Of returns the census as it is where there are no sets but that annotator's.
func (c Census) Of(annotator Annotator) Census {
	others := func(s Standing) bool { return s.Annotator != annotator }
	c.Sets = slices.DeleteFunc(slices.Clone(c.Sets), others)
	return c
}

// Unfinished counts what is still to be done in the documents of a project that
// are not in the bin.
type Unfinished struct {
	Bare       int // documents without a set
	InProgress int // sets in progress
	// First are the first FirstUnfinished of either, by title and id of the
	// document, then annotator.
	First []UnfinishedWork
}

// FirstUnfinished is how many examples of each kind Unfinished has at most.
const FirstUnfinished = 3

// UnfinishedWork is a set in progress, or, without an annotator, a document
// without a set.
type UnfinishedWork struct {
	Document  DocumentID
	Annotator Annotator
}
