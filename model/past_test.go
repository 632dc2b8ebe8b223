package model_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
)

// copyOf is one of several copies of a project: the log of one annotation set
// beside the set itself.
type copyOf struct {
	work model.Work
	log  []model.LogRow
	next int64
	// merges that stand and that are undone, by number, with their changes
	stand, undone []model.LogRow
}

func (c *copyOf) add(t *rapid.T, r model.LogRow) {
	next, err := c.work.Set.Apply(r.Change)
	if err != nil {
		t.Fatal(err)
	}
	c.work.Set = next
	c.next++
	r.Number, r.At = c.next, time.Date(2026, 1, 2, 3, 4, 5, int(c.next)*1e6, time.UTC)
	c.log = append(c.log, r)
}

func (c *copyOf) edit(t *rapid.T) {
	change, err := modeltest.Change(t, c.work)
	if err == nil && !change.Empty() {
		c.add(t, model.LogRow{PastChange: model.PastChange{Change: change, Kind: model.Do}})
	}
}

// merge brings what the other has: as it is when that goes on from ours, else
// by a decision for theirs or for ours.
func (c *copyOf) merge(t *rapid.T, other *copyOf) {
	ours, theirs := model.Lineage(c.log), model.Lineage(other.log)
	if holds(ours, model.TipOf(theirs)) {
		return
	}
	change := model.Diff(c.work.Set, other.work.Set)
	change.Tip, change.By, change.Name = model.TipOf(theirs), "zoe", "merge"
	if !holds(theirs, model.TipOf(ours)) && rapid.Bool().Draw(t, "ours") {
		change = model.Change{Document: change.Document, Owner: change.Owner, By: "zoe", Name: "keep", Tip: model.TipOf(ours)}
	}
	c.add(t, model.LogRow{
		PastChange: model.PastChange{Change: change, Kind: model.Do}, Step: c.next + 1, Brought: unknown(ours, theirs),
	})
	c.stand, c.undone = append(c.stand, c.log[len(c.log)-1]), nil
	if !holds(model.Lineage(c.log), model.TipOf(theirs)) {
		t.Fatal("what was merged is not known to be")
	}
}

// holds reports whether the history went through the tip.
func holds(history []model.PastChange, tip string) bool {
	return tip == "" || slices.ContainsFunc(history, func(p model.PastChange) bool { return p.Tip == tip })
}

// unknown returns what of theirs is not in ours.
func unknown(ours, theirs []model.PastChange) []model.PastChange {
	return slices.DeleteFunc(slices.Clone(theirs), func(p model.PastChange) bool { return holds(ours, p.Tip) })
}

// back undoes or redoes the last merge, where edits since then allow it.
func (c *copyOf) back(t *rapid.T, kind model.StepKind) {
	from, to := &c.stand, &c.undone
	if kind == model.Redo {
		from, to = to, from
	}
	if len(*from) == 0 {
		return
	}
	merge := (*from)[len(*from)-1]
	change := merge.Change
	if kind == model.Undo {
		change = change.Invert()
	}
	next, err := c.work.Set.Apply(change)
	if err != nil || next.Check(c.work.Document.Text, c.work.Schema) != nil {
		return
	}
	*from, *to = (*from)[:len(*from)-1], append(*to, merge)
	c.add(t, model.LogRow{PastChange: model.PastChange{Change: change, Kind: kind}, Of: merge.Step, Step: c.next + 1})
}

// check applies the history to an empty set.
func (c *copyOf) check(t *rapid.T) {
	set := model.AnnotationSet{Document: c.work.Document.ID, Annotator: "ana"}
	for i, p := range model.Lineage(c.log) {
		var err error
		if set, err = set.Apply(p.Change); err != nil {
			t.Fatalf("row %d of the history, %s: %v", i, p.Name, err)
		}
	}
	if !set.Equal(c.work.Set) {
		t.Fatalf("the history leads to\n%+v\nand the set is\n%+v", set, c.work.Set)
	}
}

// TestLineageLeadsToTheSet edits two copies of a set, merges them into each
// other, decides where they went apart, and undoes and redoes merges.
func TestLineageLeadsToTheSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := modeltest.Work().Draw(t, "work")
		copies := []*copyOf{{work: w}, {work: w, next: 100}}
		for range rapid.IntRange(1, 20).Draw(t, "acts") {
			i := rapid.IntRange(0, 1).Draw(t, "copy")
			c := copies[i]
			switch rapid.SampledFrom([]string{"edit", "edit", "merge", "merge", "undo", "redo"}).Draw(t, "act") {
			case "edit":
				c.edit(t)
			case "merge":
				c.merge(t, copies[1-i])
			case "undo":
				c.back(t, model.Undo)
			case "redo":
				c.back(t, model.Redo)
			}
			c.check(t)
			a, b := model.TipOf(model.Lineage(copies[0].log)), model.TipOf(model.Lineage(copies[1].log))
			if a == b && !copies[0].work.Set.Equal(copies[1].work.Set) {
				t.Fatal("the tips are the same, and the sets are not")
			}
		}
	})
}

// TestMergeMakesOneHistory brings the edits of a copy back, and undoes that.
func TestMergeMakesOneHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := modeltest.Work().Draw(t, "work")
		there, here := &copyOf{work: w}, &copyOf{work: w, next: 100}
		for range rapid.IntRange(1, 5).Draw(t, "rounds") {
			for range rapid.IntRange(1, 5).Draw(t, "edits") {
				there.edit(t)
			}
			before, merges := fmt.Sprint(model.Lineage(here.log)), len(here.stand)
			here.merge(t, there)
			if got, want := fmt.Sprint(model.Lineage(here.log)), fmt.Sprint(model.Lineage(there.log)); got != want {
				t.Fatalf("the history is\n%s\nand there it is\n%s", got, want)
			}
			if len(here.stand) > merges {
				here.back(t, model.Undo)
				if got := fmt.Sprint(model.Lineage(here.log)); got != before {
					t.Fatalf("after undo the history is\n%s\nand was\n%s", got, before)
				}
				here.back(t, model.Redo)
			}
			if got, want := model.TipOf(model.Lineage(here.log)), model.TipOf(model.Lineage(there.log)); got != want {
				t.Fatal("the tip is another after redo")
			}
		}
	})
}
