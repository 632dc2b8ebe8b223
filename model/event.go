package model

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Event is a line of the history of a document: a row of the log, or one that
// a merge brought of the log of another project. Its Owner is whose set was
// changed, "" where the document itself was.
type Event struct {
	PastChange
	Number int64 // of the row in the log
	// Part counts what the merge of that row brought, from 1; 0 is the row
	// itself.
	Part       int
	Step       int64 // number of the step of the project that it belongs to; 0 for an edit in the set alone
	Of         int64 // what an Undo or Redo is about
	Undone     bool  // it was taken back, and not repeated since
	Added      bool  // the document was added
	Properties *Edit[Properties]
}

// MarkUndone sets Undone of the events, which are those of one document with
// the oldest first.
func MarkUndone(events []Event) {
	gone := map[int64]bool{}
	for _, e := range events {
		if e.Part == 0 && e.Kind != Do && e.Kind != "" {
			gone[e.Of] = e.Kind == Undo
		}
	}
	for i, e := range events {
		number := e.Number
		if e.Step != 0 {
			number = e.Step
		}
		events[i].Undone = gone[number] && (e.Part > 0 || e.Kind == Do || e.Kind == "")
	}
}

// StateAfter returns the owner's annotation set as it was after the i-th of
// the events, which are all those of a document with the oldest first. It fails
// with ErrConflict where they do not tell it: they do not fit each other, or
// that one was made in another project in a set that went another way.
func StateAfter(events []Event, owner Annotator, i int) (AnnotationSet, error) {
	last := events[i]
	r := newReplay(last.Document, owner)
	for _, e := range events[:i+1] {
		if e.Owner != owner || e.Part > 0 && (last.Part == 0 || e.Number != last.Number) {
			continue
		}
		if err := r.apply(e.Change); err != nil {
			return AnnotationSet{}, fmt.Errorf("repeat change %d of the log: %w", e.Number, err)
		}
	}
	set := r.set()
	if last.Part > 0 && last.Owner == owner {
		return set, r.checkBrought(events, i)
	}
	return set, nil
}

// checkBrought makes sure that what a merge brought leads from the i-th event
// on to what the merge made of the set.
func (r *replay) checkBrought(events []Event, i int) error {
	last := events[i]
	for i++; i < len(events) && events[i].Number == last.Number && events[i].Part > 0; i++ {
		if err := r.apply(events[i].Change); err != nil {
			return fmt.Errorf("repeat what change %d of the log brought: %w", last.Number, err)
		}
	}
	merged, err := StateAfter(events, last.Owner, min(i, len(events)-1))
	if err == nil && !r.set().Equal(merged) {
		err = fmt.Errorf("%w: the annotations went another way in the project where this was made", ErrConflict)
	}
	return err
}

// replay is an annotation set to which changes are applied one after the other,
// each at the cost of its edits and not of the set.
type replay struct {
	AnnotationSet // without its annotations, relations and verdicts
	annotations   map[string]Annotation
	relations     map[string]Relation
	verdicts      map[string]Verdict
}

func newReplay(id DocumentID, owner Annotator) *replay {
	return &replay{
		AnnotationSet{Document: id, Annotator: owner},
		map[string]Annotation{},
		map[string]Relation{},
		map[string]Verdict{},
	}
}

func (r *replay) apply(c Change) error {
	set, err := r.Apply(Change{Status: c.Status})
	r.AnnotationSet = set
	return errors.Join(err, replayEdits(r.annotations, c.Annotations, annotationKind),
		replayEdits(r.relations, c.Relations, relationKind), replayEdits(r.verdicts, c.Verdicts, verdictKind))
}

func replayEdits[T any](values map[string]T, edits []Edit[T], k kind[T]) error {
	for _, e := range edits {
		if e.Old == nil {
			continue
		}
		if have, there := values[k.id(*e.Old)]; !there || !k.equal(have, *e.Old) {
			return fmt.Errorf("%w: %s is not there as it was", ErrConflict, k.id(*e.Old))
		}
		delete(values, k.id(*e.Old))
	}
	for _, e := range edits {
		if e.New == nil {
			continue
		}
		if _, there := values[k.id(*e.New)]; there {
			return fmt.Errorf("%w: %s is there already", ErrConflict, k.id(*e.New))
		}
		values[k.id(*e.New)] = *e.New
	}
	return nil
}

// set returns the set as it is now.
func (r *replay) set() AnnotationSet {
	s := r.AnnotationSet
	s.Annotations = sortedValues(r.annotations, CompareAnnotations)
	s.Relations = sortedValues(r.relations, CompareRelations)
	s.Verdicts = sortedValues(r.verdicts, CompareVerdicts)
	return s
}

func sortedValues[T any](values map[string]T, order func(a, b T) int) []T {
	return slices.SortedFunc(maps.Values(values), order)
}

// RestoreName is what the change is called that restores the state of that
// time, in the time zone of who reads it.
func RestoreName(at time.Time) string {
	return "restore the state of " + at.Local().Format("2 January 15:04")
}

// Restore returns the change that makes the set of the work what it was then,
// ids included; an empty one where it is so already. It fails with ErrUnknown
// where the schema has no place any more for what was there.
func Restore(w Work, then AnnotationSet, at time.Time) (Change, error) {
	if w.Set.Document != then.Document || w.Set.Annotator != then.Annotator {
		return Change{}, fmt.Errorf("%w: that state is one of the annotations of %s", ErrConflict, then.Annotator)
	}
	if gone := missingLabels(then, w.Schema); len(gone) > 0 {
		return Change{}, fmt.Errorf("the state of %s cannot be restored: the schema has %s no more; add it again, or undo the step of the project that took it away: %w",
			at.Local().Format("2 January 15:04"), strings.Join(gone, ", "), ErrUnknown)
	}
	if err := then.Check(w.Document.Text, w.Schema); err != nil {
		return Change{}, fmt.Errorf("the state of %s cannot be restored, for the schema allows it no more; undo the step of the project that changed it: %w",
			at.Local().Format("2 January 15:04"), err)
	}
	c := Diff(w.Set, then)
	c.Name, c.By = RestoreName(at), w.By
	return c, nil
}

// missingLabels names the labels and relation types of the set that the schema
// does not have, each once.
func missingLabels(s AnnotationSet, schema Schema) []string {
	var gone []string
	for _, a := range s.Annotations {
		if _, there := schema.Label(a.Label); !there {
			gone = append(gone, "the label "+a.Label)
		}
	}
	for _, r := range s.Relations {
		if _, there := schema.RelationType(r.Type); !there {
			gone = append(gone, "the relation type "+r.Type)
		}
	}
	slices.Sort(gone)
	return slices.Compact(gone)
}
