package format

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dragoman/model"
)

func TestUnitsCountThereAndBack(t *testing.T) {
	for text, at := range map[string]map[Unit]int{ // where "Ana" begins
		"Zoë met 😊 Ana":      {CodePoint: 10, UTF16: 11, Byte: 14},
		"👨‍👩‍👧 met Ana":      {CodePoint: 10, UTF16: 13, Byte: 23},
		"e\u0301lan met Ana": {CodePoint: 10, UTF16: 10, Byte: 11},
		"A\r\nAna":           {CodePoint: 3, UTF16: 3, Byte: 3},
		"שלום Ana":           {CodePoint: 5, UTF16: 5, Byte: 9},
		"👶🏻 Ana":             {CodePoint: 3, UTF16: 5, Byte: 9},
		"🇫🇷 Ana":             {CodePoint: 3, UTF16: 5, Byte: 9},
	} {
		doc := model.NewText(text)
		for unit, n := range at {
			off, ok := unit.Offset(doc, n)
			if !ok || text[off:] != "Ana" {
				t.Errorf("%q: %d in %s is byte %d", text, n, unit, off)
			}
			if got := unit.Count(doc, off); got != n {
				t.Errorf("%q: byte %d is %d in %s, want %d", text, off, got, unit, n)
			}
		}
	}
}

func TestUnitsRefuseWhatIsNoPlace(t *testing.T) {
	text := model.NewText("a😊")
	for unit, wrong := range map[Unit][]int{CodePoint: {-1, 3}, UTF16: {-1, 2, 4}, Byte: {-1, 2, 3, 4, 6}, Auto: {-1, 3}} {
		for _, n := range wrong {
			if off, ok := unit.Offset(text, n); ok {
				t.Errorf("%d in %q is byte %d", n, unit, off)
			}
		}
	}
	for _, fragments := range [][]model.Span{nil, {{Start: 1, End: 1}}, {{Start: 1, End: 2}, {Start: 0, End: 1}}, {{Start: 0, End: 3}}} {
		if spans, err := CodePoint.Spans(text, fragments); err == nil {
			t.Errorf("%v became %v", fragments, spans)
		}
	}
}

func TestParseUnit(t *testing.T) {
	for in, want := range map[string]Unit{"": Auto, "auto": Auto, "codepoint": CodePoint, "utf16": UTF16, "byte": Byte} {
		if got, err := ParseUnit(in); err != nil || got != want {
			t.Errorf("%q is %q (%v)", in, got, err)
		}
	}
	if u, err := ParseUnit("grapheme"); err == nil {
		t.Errorf("grapheme is %q", u)
	}
}

func TestReportsMerge(t *testing.T) {
	var a, b Report
	for range 2 {
		a.Losses.Add("note", "a", "jsonl")
		b.Losses.Add("note", "b", "")
	}
	b.Losses.Add("overlap", "c", "")
	b.Reject("x", 7, "broken")
	a.Merge(b)
	want := Report{
		Rejected: []Rejection{{Path: "x", Line: 7, Reason: "broken"}},
		Losses: Losses{
			{Kind: "overlap", Count: 1, Examples: []string{"c"}},
			{Kind: "note", Count: 4, Examples: []string{"a", "a", "b"}, Instead: "jsonl"},
		},
	}
	if diff := cmp.Diff(want, a); diff != "" {
		t.Error(diff)
	}
	if a.Losses.Count() != 5 || a.Losses.Of("note") != 4 || a.Losses.Of("gone") != 0 {
		t.Errorf("the losses are counted as %d, %d", a.Losses.Count(), a.Losses.Of("note"))
	}
}

func TestOrderAsksForDocumentThenAnnotator(t *testing.T) {
	record := func(id model.DocumentID, annotator model.Annotator) Record {
		r := Record{Document: model.Document{ID: id}}
		if annotator != "" {
			r.Set = &model.AnnotationSet{Annotator: annotator}
		}
		return r
	}
	var order Order
	for _, r := range []Record{record("a", ""), record("a", "ana"), record("a", "ben"), record("b", "ana")} {
		if err := order.Next(r); err != nil {
			t.Error(err)
		}
	}
	for _, r := range []Record{record("b", "ana"), record("b", ""), record("a", "zoë")} {
		if order.Next(r) == nil {
			t.Errorf("%s by %q may follow", r.Document.ID, r.Annotator())
		}
	}
}
