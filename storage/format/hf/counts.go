package hf

import (
	"fmt"
	"maps"
	"slices"

	"dragoman/model"
	"dragoman/storage/format"
)

// tally counts what is in a split, or in all.
type tally struct {
	Documents, Sets, Annotations, Relations int
	Labels, Types                           map[string]int
}

func newTally() *tally { return &tally{Labels: map[string]int{}, Types: map[string]int{}} }

// person counts the annotation sets of one annotator.
type person struct {
	Sets, Annotations     int
	New, InProgress, Done int
}

// counts is what the data card tells.
type counts struct {
	all     *tally
	splits  map[string]*tally
	people  map[string]*person
	origins map[string]int
	least   int // annotation sets of a document, the gold set not counted
	most    int
	last    model.DocumentID
	here    int // annotation sets of the last document so far
}

func newCounts() *counts {
	return &counts{all: newTally(), splits: map[string]*tally{}, people: map[string]*person{}, origins: map[string]int{}}
}

// add counts a record.
func (c *counts) add(split string, r format.Record) {
	if c.splits[split] == nil {
		c.splits[split] = newTally()
	}
	fresh := r.Document.ID != c.last || c.all.Documents == 0
	if fresh {
		c.endDocument()
		c.last = r.Document.ID
	}
	if r.Set != nil && r.Set.Annotator != model.Gold {
		c.here++
	}
	for _, t := range []*tally{c.all, c.splits[split]} {
		t.add(r, fresh)
	}
	if r.Set != nil {
		c.addPerson(*r.Set)
	}
}

// endDocument notes how many annotation sets the last document had.
func (c *counts) endDocument() {
	if c.all.Documents == 0 {
		return
	}
	if c.all.Documents == 1 || c.here < c.least {
		c.least = c.here
	}
	c.most, c.here = max(c.most, c.here), 0
}

func (t *tally) add(r format.Record, fresh bool) {
	if fresh {
		t.Documents++
	}
	if r.Set == nil {
		return
	}
	t.Sets++
	t.Annotations += len(r.Set.Annotations)
	t.Relations += len(r.Set.Relations)
	for _, a := range r.Set.Annotations {
		t.Labels[a.Label]++
	}
	for _, rel := range r.Set.Relations {
		t.Types[rel.Type]++
	}
}

func (c *counts) addPerson(set model.AnnotationSet) {
	name := string(set.Annotator)
	if c.people[name] == nil {
		c.people[name] = &person{}
	}
	p := c.people[name]
	p.Sets++
	p.Annotations += len(set.Annotations)
	switch set.Status {
	case model.StatusDone:
		p.Done++
	case model.StatusInProgress:
		p.InProgress++
	default:
		p.New++
	}
	for _, a := range set.Annotations {
		c.origins[string(a.Origin)]++
	}
}

// annotators returns the names of those who annotated, sorted, without gold.
func (c *counts) annotators() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(c.people)), func(name string) bool { return name == string(model.Gold) })
}

// perDocument says how many people annotated a document: "2", or "1 to 3".
// Nothing may be added after it.
func (c *counts) perDocument() string {
	least, most := c.least, max(c.most, c.here)
	if c.all.Documents == 1 || c.all.Documents > 1 && c.here < least {
		least = c.here
	}
	if least == most {
		return fmt.Sprint(most)
	}
	return fmt.Sprintf("%d to %d", least, most)
}
