package storage

import (
	"fmt"
	"testing"

	"dragoman/model"
)

// TestBinIsInNoList puts one of two documents into the bin and asks for
// everything.
func TestBinIsInNoList(t *testing.T) {
	p := newTestProject(t)
	one, two := add(t, p, "Ana met Ben.", "One"), add(t, p, "Ana met Cem.", "")
	for _, d := range []model.Document{one, two} {
		label(t, p, d, "ana", "person", model.Span{Start: 0, End: 3})
	}
	label(t, p, two, "ben", "person", model.Span{Start: 0, End: 3})
	putIntoBin(t, p, two.ID, "ben")
	sound(t, p)

	if list := must[[]model.Summary](t)(p.Documents(ctx)); len(list) != 1 || list[0].ID != one.ID || len(list[0].Sets) != 1 {
		t.Errorf("the list is %+v", list)
	}
	if hits := must[[]model.Hit](t)(p.Search(ctx, "ana", 1)); len(hits) != 1 || hits[0].Document != one.ID {
		t.Errorf("found is %+v", hits)
	}
	if found := must[[]model.Occurrence](t)(p.Annotations(ctx, model.AnnotationQuery{})); len(found) != 1 || found[0].Document != one.ID {
		t.Errorf("the list of annotations is %+v", found)
	}
	if names := must[[]model.Annotator](t)(p.Annotators(ctx)); len(names) != 1 {
		t.Errorf("the annotators are %v", names)
	}
	for all, want := range map[bool]int{false: 1, true: 2} {
		walk := p.Walk
		if all {
			walk = p.WalkAll
		}
		n := 0
		if err := walk(ctx, func(d model.Document, sets []model.AnnotationSet) error {
			n++
			if wanted := 1 + len(d.Binned)/3; len(sets) != wanted {
				t.Errorf("%d sets in %q, want %d", len(sets), d.Title, wanted)
			}
			return nil
		}); err != nil || n != want {
			t.Errorf("walked over %d documents, %v, want %d", n, err, want)
		}
	}
	bin := must[[]model.Summary](t)(p.Bin(ctx))
	if len(bin) != 1 || bin[0].Heading() != "[Ana met Cem.]" || bin[0].Binned != "ben" || len(bin[0].Sets) != 2 {
		t.Errorf("in the bin is %+v", bin)
	}
	if set := must[model.AnnotationSet](t)(p.Set(ctx, two.ID, "ana")); len(set.Annotations) != 1 {
		t.Errorf("the set in the bin is %+v", set)
	}
	putIntoBin(t, p, two.ID, "")
	if list := must[[]model.Summary](t)(p.Documents(ctx)); len(list) != 2 || list[0].Beginning == "" {
		t.Errorf("the list is %+v", list)
	}
	sound(t, p)
}

// TestHistoryOfManyChangesAsksTwoQueries reads 2,000 changes of a document in
// two queries, and the bin of 100 documents in as many.
func TestHistoryOfManyChangesAsksTwoQueries(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, "Ana met Ben.", "One")
	id := label(t, p, d, "ana", "person", model.Span{Start: 0, End: 3})
	const notes = 2000
	w := work(t, p, d, "ana")
	err := p.Update(ctx, func(tx *Tx) error {
		for i := range notes {
			c, err := model.SetNote(w, id, fmt.Sprint("note ", i))
			if err != nil {
				return err
			}
			if _, err := tx.Save(model.Step{Changes: []model.Change{c}}); err != nil {
				return err
			}
			if w.Set, err = w.Set.Apply(c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	n := queries(t, p, func(q querier) error {
		events, err := q.events(d.ID)
		if len(events) != notes+2 || events[notes+1].Before(d.Text) != fmt.Sprintf("the note was “note %d”", notes-2) {
			t.Errorf("%d events, the last %+v", len(events), events[len(events)-1])
		}
		then, failed := model.StateAfter(events, "ana", notes/2)
		if failed != nil || then.Annotations[0].Note != fmt.Sprint("note ", notes/2-2) {
			t.Errorf("half way it was %+v, %v", then, failed)
		}
		return err
	})
	if n != 2 {
		t.Errorf("the history costs %d queries", n)
	}
	for i := range 100 {
		putIntoBin(t, p, add(t, p, fmt.Sprint("Text ", i), "").ID, "ana")
	}
	if n := queries(t, p, func(q querier) error { _, err := q.bin(); return err }); n != 2 {
		t.Errorf("the bin costs %d queries", n)
	}
}
