package formattest

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
)

func roundTrips(t *testing.T, f format.Format) {
	rapid.Check(t, func(t *rapid.T) {
		records := Project().Draw(t, "project")
		unit := rapid.SampledFrom(append(format.Units(), format.Auto)).Draw(t, "unit")
		if f.OneUnit {
			unit = format.Auto
		}
		RoundTrip(t, f, unit, one(f, records))
	})
}

// one returns the records as f takes them: one of each document where it holds
// no more.
func one(f format.Format, records []format.Record) []format.Record {
	if f.Sets {
		return records
	}
	return slices.CompactFunc(records, func(a, b format.Record) bool { return a.Document.ID == b.Document.ID })
}

// extremes tests documents whose texts are at the edges, with one annotation
// over the whole text.
func extremes(t *testing.T, f format.Format) {
	RoundTrip(t, f, format.Auto, nil)
	var records []format.Record
	for _, text := range texts() {
		doc := model.NewDocument(text, "", "")
		if f.Sets || text == "" {
			records = append(records, format.Record{Document: doc})
		}
		if text == "" {
			continue
		}
		set := model.AnnotationSet{Document: doc.ID, Annotator: "ana", Status: model.StatusDone}
		set.Annotations = []model.Annotation{{
			ID: model.NewAnnotationID(), Label: "whole", Fragments: []model.Span{{Start: 0, End: doc.Text.Len()}},
		}}
		records = append(records, format.Record{Document: doc, Set: &set, Named: true})
	}
	RoundTrip(t, f, format.Auto, sorted(records))
}

// RoundTrip tests the law of formats: what f keeps of the records comes back
// equal, and is then written as the same bytes.
func RoundTrip(t T, f format.Format, unit format.Unit, records []format.Record) {
	t.Helper()
	opt := format.WriteOptions{Unit: unit, Cut: format.Drop, Schema: modeltest.Schema()}
	records = kept(f, records)
	files, report, err := WriteFiles(f, opt, records...)
	if err != nil {
		t.Fatalf("write: %v", err)
	}
	compareLosses(t, f, report.Losses, records)
	back, report, err := ReadAll(f, files)
	if err != nil || len(report.Rejected) > 0 || report.Losses.Count() > 0 {
		t.Fatalf("read back: %v, rejected %v, lost %v\n%s", err, report.Rejected, report.Losses, files.text())
	}
	if f.Keeps.Text {
		back = sorted(back) // files come by name
	}
	compareRecords(t, f.Keeps, back, records)
	if !f.Keeps.Ids || !f.Keeps.Text {
		return
	}
	again, _, err := WriteFiles(f, opt, back...)
	if err != nil || !again.equal(files) {
		t.Errorf("written again (%v) other bytes come:\n%s\n%s", err, files.text(), again.text())
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
		if keeps.Text && g.Document.ID != w.Document.ID || keeps.Properties && !sameProperties(keeps, g.Document, w.Document) {
			t.Errorf("document %+v came back as %+v", w.Document, g.Document)
		}
		if !sameSets(keeps, g, w) {
			t.Errorf("set %+v came back as %+v", w.Set, g.Set)
		}
	}
}

// sameProperties compares titles, sources and meta. Ids of another program that
// could not be kept as ours stand in the meta.
func sameProperties(keeps format.Keeps, got, want model.Document) bool {
	g, w := got.Properties(), want.Properties()
	if !keeps.Ids {
		g.Meta, w.Meta = withoutIDs(g.Meta), withoutIDs(w.Meta)
	}
	return g.Equal(w)
}

func withoutIDs(m model.Meta) model.Meta { return m.With(model.MetaIDs, "") }

// sameSets compares two sets but for what the format does not keep. A set that
// is empty may be none where nothing else speaks for it.
func sameSets(keeps format.Keeps, g, w format.Record) bool {
	if g.Set == nil || w.Set == nil {
		vanished := w.Set != nil && g.Set == nil && len(w.Set.Annotations) == 0 && !(keeps.Status && keeps.Annotators)
		return g.Set == nil && w.Set == nil || vanished
	}
	a, b := *g.Set, *w.Set
	if keeps.Status && a.Status.String() != b.Status.String() || keeps.Annotators && a.Annotator != b.Annotator {
		return false
	}
	same := func(x, y model.Annotation) bool { return sameAnnotations(keeps, g.Document, x, w.Document, y) }
	return slices.EqualFunc(a.Annotations, b.Annotations, same) &&
		slices.Equal(links(keeps, a), links(keeps, b)) && slices.Equal(a.Verdicts, b.Verdicts)
}

func sameAnnotations(keeps format.Keeps, in model.Document, x model.Annotation, of model.Document, y model.Annotation) bool {
	if !keeps.Ids {
		x.ID = y.ID
	}
	if !keeps.Text {
		if words(in.Text.Quote(x.Fragments)) != words(of.Text.Quote(y.Fragments)) {
			return false
		}
		x.Fragments = y.Fragments
	}
	return x.Equal(y)
}

// words returns a text without white space.
func words(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// link is a relation by the places of its ends in the set, with its id where
// that is kept.
type link struct {
	id, kind string
	from, to int
}

func links(keeps format.Keeps, s model.AnnotationSet) []link {
	var all []link
	for _, r := range s.Relations {
		l := link{kind: r.Type, from: place(s, r.From), to: place(s, r.To)}
		if keeps.Ids {
			l.id = string(r.ID)
		}
		all = append(all, l)
	}
	slices.SortFunc(all, func(a, b link) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	return all
}

func place(s model.AnnotationSet, id model.AnnotationID) int {
	return slices.IndexFunc(s.Annotations, func(a model.Annotation) bool { return a.ID == id })
}
