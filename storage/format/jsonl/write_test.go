package jsonl

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// line is a line as encoding/json writes it, its keys in their order.
type line struct {
	ID         string      `json:"id"`
	Title      string      `json:"title,omitempty"`
	Text       string      `json:"text"`
	Source     string      `json:"source,omitempty"`
	Meta       model.Meta  `json:"meta,omitempty"`
	Annotator  string      `json:"annotator,omitempty"`
	Status     string      `json:"status"`
	OffsetUnit format.Unit `json:"offset_unit"`
	Spans      []span      `json:"spans"`
	Relations  []relation  `json:"relations,omitempty"`
}

type span struct {
	jsonline.Span
	Sources []source `json:"sources,omitempty"`
}

type relation struct {
	model.Relation
	Sources []source `json:"sources,omitempty"`
}

// encoded returns the line of the record by encoding/json.
func encoded(t interface{ Fatal(...any) }, r format.Record, unit format.Unit) string {
	d := r.Document
	l := line{
		ID: string(d.ID), Title: d.Title, Text: d.Text.String(), Source: d.Source, Meta: d.Meta,
		Annotator: string(r.Set.Annotator), Status: r.Set.Status.String(), OffsetUnit: unit, Spans: []span{},
	}
	from := sources(*r.Set)
	for _, rel := range r.Set.Relations {
		l.Relations = append(l.Relations, relation{rel, from[string(rel.ID)]})
	}
	for _, a := range r.Set.Annotations {
		l.Spans = append(l.Spans, span{jsonline.NewSpan(a, d.Text, unit), from[string(a.ID)]})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(l); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// anyText holds whatever a string of JSON may have to say in another way.
var anyText = rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.RuneFrom([]rune("\"\\\b\f\n\r\t\x00\x1f\x7f<>&\u2027\u2028\u2029\u202a\ufffd€😀"))))

// TestLinesAreThoseOfEncodingJSON writes random work by hand and by
// encoding/json.
func TestLinesAreThoseOfEncodingJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := modeltest.Edited(12).Draw(t, "work")
		d, set := w.Document, w.Set
		d.Title, d.Source = anyText.Draw(t, "title"), anyText.Draw(t, "source")
		if rapid.Bool().Draw(t, "meta") {
			d.Meta = model.Meta{"n": json.RawMessage("1"), "a&b": json.RawMessage(`{"x": "<é>"}`)}
		}
		for i := range set.Annotations {
			set.Annotations[i].Note = anyText.Draw(t, "note")
		}
		if len(set.Annotations) > 0 {
			a := set.Annotations[0]
			set.Verdicts = []model.Verdict{{Of: anyText.Draw(t, "of"), Annotator: "ana", Gold: string(a.ID), Was: a.Fingerprint(), Why: "<why>"}}
		}
		record := format.Record{Document: d, Set: &set}
		for _, unit := range format.Units() {
			b, err := appendLine([]byte("before"), record, unit)
			if want := "before" + encoded(t, record, unit); err != nil || string(b) != want {
				t.Fatalf("%v\n%s\nwant\n%s", err, b, want)
			}
		}
	})
}

// TestWritingCostsNoAllocationPerAnnotation counts what a line costs when the
// buffer is there.
func TestWritingCostsNoAllocationPerAnnotation(t *testing.T) {
	text := strings.Repeat("Ana met Bén. ", 500)
	d, set := modeltest.Annotated(rand.New(rand.NewPCG(1, 1)), text, "news", modeltest.ID)
	record := format.Record{Document: d, Set: &set}
	b, err := appendLine(nil, record, format.CodePoint)
	if err != nil || len(set.Annotations) < 50 {
		t.Fatal(err, len(set.Annotations))
	}
	if n := testing.AllocsPerRun(20, func() { b, err = appendLine(b[:0], record, format.CodePoint) }); n > 2 {
		t.Errorf("%v allocations for %d annotations", n, len(set.Annotations))
	}
}
