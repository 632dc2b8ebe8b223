package formattest

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
)

// losses tests that each kind of thing which the format does not keep is
// counted, and nothing else.
func losses(t *testing.T, f format.Format) {
	check := func(t T, records []format.Record) {
		t.Helper()
		records = one(f, records)
		_, report, err := WriteFiles(f, format.WriteOptions{Cut: format.Drop, Schema: modeltest.Schema()}, records...)
		if err != nil {
			t.Fatalf("write: %v", err)
		}
		compareLosses(t, f, report.Losses, records)
	}
	check(t, project())
	rapid.Check(t, func(t *rapid.T) { check(t, Project().Draw(t, "project")) })
}

// compareLosses compares the counts of a report with what the records hold and
// the format does not keep.
func compareLosses(t T, f format.Format, got format.Losses, records []format.Record) {
	t.Helper()
	want := expected(f, records)
	for _, kind := range slices.Sorted(maps.Keys(want)) {
		if got.Of(kind) != want[kind] {
			t.Errorf("%d losses of kind %s, want %d: %+v", got.Of(kind), kind, want[kind], got)
		}
	}
}

// expected counts what goes, of each kind that every format counts alike.
func expected(f format.Format, records []format.Record) map[string]int {
	n := map[string]int{
		format.LossFragment: 0, format.LossCut: 0, format.LossMoved: 0, format.LossOverlap: 0, format.LossRelation: 0,
		format.LossAttribute: 0, format.LossNote: 0, format.LossOrigin: 0, format.LossID: 0, format.LossText: 0,
		format.LossProperty: 0, format.LossStatus: 0, format.LossAnnotator: 0, format.LossVerdict: 0,
	}
	var last model.DocumentID
	for _, r := range records {
		if r.Document.ID != last {
			last = r.Document.ID
			countDocument(n, f, r.Document)
		}
		if r.Set != nil {
			countSet(n, f, r)
		}
	}
	return n
}

func countDocument(n map[string]int, f format.Format, d model.Document) {
	if !f.Keeps.Text || f.Holds != nil && !f.Holds(d.Text.String()) {
		n[format.LossText]++
	}
	if f.Keeps.Properties {
		return
	}
	n[format.LossProperty] += len(d.Meta)
	for _, s := range []string{d.Title, d.Source} {
		if s != "" {
			n[format.LossProperty]++
		}
	}
}

// countSet counts first what becomes of each annotation, then what goes off
// those that stay.
func countSet(n map[string]int, f format.Format, r format.Record) {
	set := *r.Set
	stays := keptSet(f, r.Document, set)
	for _, a := range set.Annotations {
		after, kept := stays.Annotation(a.ID)
		switch {
		case !kept && !f.Keeps.Fragments && len(a.Fragments) > 1:
			n[format.LossFragment]++
		case !kept && f.Tokens && !f.Keeps.Cuts && !whole(r.Document, a):
			n[format.LossCut]++
		case !kept:
			n[format.LossOverlap]++
		default:
			countAnnotation(n, f.Keeps, a, after)
		}
	}
	n[format.LossRelation] += len(set.Relations) - len(stays.Relations)
	n[format.LossVerdict] += len(set.Verdicts) - len(stays.Verdicts)
	if !f.Keeps.Ids {
		n[format.LossID] += len(stays.Relations)
	}
	if !f.Keeps.Status && set.Status.String() != string(model.StatusNew) {
		n[format.LossStatus]++
	}
	if !f.Keeps.Annotators && set.Annotator != model.Imported {
		n[format.LossAnnotator]++
	}
}

func countAnnotation(n map[string]int, keeps format.Keeps, before, after model.Annotation) {
	n[format.LossAttribute] += len(before.Attributes) - len(after.Attributes)
	if before.Note != after.Note {
		n[format.LossNote]++
	}
	if before.Origin != after.Origin {
		n[format.LossOrigin]++
	}
	if !keeps.Ids {
		n[format.LossID]++
	}
}
