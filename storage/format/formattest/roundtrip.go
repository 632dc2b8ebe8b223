package formattest

import (
	"bytes"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/storage/format"
)

func roundTrips(t *testing.T, f format.Format) {
	rapid.Check(t, func(t *rapid.T) {
		records := Project().Draw(t, "project")
		unit := rapid.SampledFrom(append(format.Units(), format.Auto)).Draw(t, "unit")
		if !f.Sets {
			records = slices.CompactFunc(records, sameDocument)
		}
		RoundTrip(t, f, unit, records)
	})
}

func sameDocument(a, b format.Record) bool { return a.Document.ID == b.Document.ID }

// extremes tests documents whose texts are at the edges, with one annotation
// over the whole text.
func extremes(t *testing.T, f format.Format) {
	RoundTrip(t, f, format.Auto, nil)
	var records []format.Record
	for _, text := range texts() {
		doc := model.NewDocument(text, "", "")
		records = append(records, format.Record{Document: doc})
		if text == "" {
			continue
		}
		set := model.AnnotationSet{Document: doc.ID, Annotator: "ana", Status: model.StatusDone}
		set.Annotations = []model.Annotation{{
			ID: model.NewAnnotationID(), Label: "whole", Fragments: []model.Span{{Start: 0, End: doc.Text.Len()}},
		}}
		records = append(records, format.Record{Document: doc, Set: &set, Named: true})
	}
	records = sorted(records)
	if !f.Sets {
		records = slices.CompactFunc(records, sameDocument)
	}
	RoundTrip(t, f, format.Auto, records)
}

// RoundTrip tests the law of formats: what f keeps of the records comes back
// equal, and is then written as the same bytes.
func RoundTrip(t T, f format.Format, unit format.Unit, records []format.Record) {
	t.Helper()
	records = kept(f.Keeps, records)
	opt := format.WriteOptions{Unit: unit}
	data, report, err := Write(f, opt, records...)
	if err != nil {
		t.Fatalf("write: %v", err)
	}
	if report.Losses.Count() != 0 {
		t.Errorf("the format says that it keeps all, but lost %v", report.Losses)
	}
	back, report, err := Read(f, "a"+f.Extensions[0], data)
	if err != nil || len(report.Rejected) > 0 || report.Losses.Count() > 0 {
		t.Fatalf("read back: %v, rejected %v, lost %v\n%s", err, report.Rejected, report.Losses, data)
	}
	compareRecords(t, f.Keeps, back, records)
	again, _, err := Write(f, opt, back...)
	if err != nil || f.Keeps.Ids && !bytes.Equal(again, data) {
		t.Errorf("written again (%v) other bytes come:\n%s\n%s", err, data, again)
	}
}

func compareRecords(t T, keeps format.Keeps, got, want []format.Record) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d records came back of %d", len(got), len(want))
	}
	for i := range got {
		CheckRecord(t, got[i])
		g, w := got[i], want[i]
		if g.Document.ID != w.Document.ID || keeps.Properties && !g.Document.Properties().Equal(w.Document.Properties()) {
			t.Errorf("document %+v came back as %+v", w.Document, g.Document)
		}
		if (g.Set == nil) != (w.Set == nil) || g.Set != nil && !equalSets(keeps, *g.Set, *w.Set) {
			t.Errorf("set %+v came back as %+v", w.Set, g.Set)
		}
	}
}

// equalSets compares two sets but for what the format does not keep.
func equalSets(keeps format.Keeps, a, b model.AnnotationSet) bool {
	if !keeps.Status {
		a.Status = b.Status
	}
	if keeps.Ids {
		return a.Equal(b)
	}
	return slices.EqualFunc(a.Annotations, b.Annotations, func(x, y model.Annotation) bool {
		x.ID = y.ID
		return x.Equal(y)
	}) && len(a.Relations) == len(b.Relations)
}

// kept returns the records without what the format does not keep.
func kept(keeps format.Keeps, records []format.Record) []format.Record {
	var all []format.Record
	for _, r := range records {
		if !keeps.Properties {
			r.Document = r.Document.WithProperties(model.Properties{})
		}
		if r.Set != nil {
			set := keptSet(keeps, *r.Set)
			r.Set = &set
		}
		all = append(all, r)
	}
	return all
}

func keptSet(keeps format.Keeps, s model.AnnotationSet) model.AnnotationSet {
	s.Annotations = slices.DeleteFunc(slices.Clone(s.Annotations), func(a model.Annotation) bool {
		return !keeps.Fragments && len(a.Fragments) > 1
	})
	end := 0
	s.Annotations = slices.DeleteFunc(s.Annotations, func(a model.Annotation) bool {
		overlaps := a.Hull().Start < end
		if !overlaps {
			end = a.Hull().End
		}
		return !keeps.Overlaps && overlaps
	})
	for i := range s.Annotations {
		if !keeps.Attributes {
			s.Annotations[i].Attributes = nil
		}
		if !keeps.Notes {
			s.Annotations[i].Note = ""
		}
	}
	s.Relations = slices.DeleteFunc(slices.Clone(s.Relations), func(r model.Relation) bool {
		_, from := s.Annotation(r.From)
		_, to := s.Annotation(r.To)
		return !keeps.Relations || !from || !to
	})
	return s
}
