package formattest_test

import (
	"context"
	"io"
	"iter"
	"testing"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
	"dragoman/storage/format/jsonl"
)

// watched is a test that is watched for failing.
type watched struct{ failed bool }

func (w *watched) Helper()               {}
func (w *watched) Errorf(string, ...any) { w.failed = true }
func (w *watched) Fatalf(string, ...any) { w.failed = true; panic(w) }

// fails runs a test and reports whether it failed.
func fails(run func(formattest.T)) (failed bool) {
	w := &watched{}
	defer func() {
		failed = w.failed
		if p := recover(); p != nil && p != w {
			panic(p)
		}
	}()
	run(w)
	return w.failed
}

// spoilt returns a JSONL that changes each record before it writes it.
func spoilt(spoil func(*format.Record)) format.Format {
	f := jsonl.Format()
	f.Write = func(ctx context.Context, out io.Writer, opt format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
		return jsonl.Format().Write(ctx, out, opt, func(yield func(format.Record, error) bool) {
			for r, err := range records {
				if r.Set != nil {
					set := *r.Set
					set.Annotations = append([]model.Annotation(nil), set.Annotations...)
					r.Set = &set
				}
				spoil(&r)
				if !yield(r, err) {
					return
				}
			}
		})
	}
	return f
}

func TestTheSuiteSeesWhatAFormatLoses(t *testing.T) {
	doc, set := modeltest.Parse("[meeting Zoë met [person Ana] twice] 😊")
	doc.Title = "A title"
	set.Annotations[0].Note = "a note"
	set.Annotations[0].Attributes = []model.Attribute{{Name: "state", Value: "held"}}
	set.Relations = []model.Relation{{ID: "000000000000000000000000000000aa", Type: "participant", From: modeltest.ID(1), To: modeltest.ID(2)}}
	records := []format.Record{{Document: doc, Set: &set, Named: true}}
	for what, spoil := range map[string]func(*format.Record){
		"a title":       func(r *format.Record) { r.Document.Title = "" },
		"meta":          func(r *format.Record) { r.Document.Meta = r.Document.Meta.With("a", "b") },
		"a text":        func(r *format.Record) { r.Document = model.NewDocument(r.Document.Text.String()+" ", "A title", "") },
		"a set":         func(r *format.Record) { r.Set = nil },
		"an annotation": func(r *format.Record) { r.Set.Annotations, r.Set.Relations = r.Set.Annotations[:1], nil },
		"an id":         func(r *format.Record) { r.Set.Annotations[0].ID, r.Set.Relations = model.NewAnnotationID(), nil },
		"a note":        func(r *format.Record) { r.Set.Annotations[0].Note = "" },
		"an attribute":  func(r *format.Record) { r.Set.Annotations[0].Attributes = nil },
		"a relation":    func(r *format.Record) { r.Set.Relations = nil },
		"a status":      func(r *format.Record) { r.Set.Status = model.StatusDone },
		"an annotator":  func(r *format.Record) { r.Set.Annotator = "ben" },
		"an offset":     func(r *format.Record) { r.Set.Annotations[1].Fragments = []model.Span{{Start: 0, End: 4}} },
	} {
		if !fails(func(t formattest.T) { formattest.RoundTrip(t, spoilt(spoil), format.Auto, records) }) {
			t.Errorf("a format that loses or changes %s passes", what)
		}
	}
	if fails(func(t formattest.T) { formattest.RoundTrip(t, jsonl.Format(), format.Auto, records) }) {
		t.Error("a format that keeps all fails")
	}
}

func TestTheSuiteSeesRecordsThatBreakALaw(t *testing.T) {
	doc, set := modeltest.Parse("[person Ana] met [person Ben]")
	for what, spoil := range map[string]func(*format.Record){
		"a wrong document id":     func(r *format.Record) { r.Document.ID = "00000000000000000000000000000000" },
		"a set of another":        func(r *format.Record) { r.Set.Document = "00000000000000000000000000000000" },
		"a set of nobody":         func(r *format.Record) { r.Set.Annotator = "" },
		"a set of all":            func(r *format.Record) { r.Set.Annotator = model.All },
		"an id that is not ours":  func(r *format.Record) { r.Set.Annotations[0].ID = "T1" },
		"a span outside the text": func(r *format.Record) { r.Set.Annotations[1].Fragments = []model.Span{{Start: 8, End: 99}} },
		"annotations out of order": func(r *format.Record) {
			a := r.Set.Annotations
			a[0], a[1] = a[1], a[0]
		},
		"a relation to nowhere": func(r *format.Record) {
			r.Set.Relations = []model.Relation{{ID: "000000000000000000000000000000aa", Type: "x", From: modeltest.ID(1), To: modeltest.ID(9)}}
		},
	} {
		own := set
		own.Annotations = append([]model.Annotation(nil), set.Annotations...)
		r := format.Record{Document: doc, Set: &own}
		if fails(func(t formattest.T) { formattest.CheckRecord(t, r) }) {
			t.Fatal("a lawful record fails")
		}
		spoil(&r)
		if !fails(func(t formattest.T) { formattest.CheckRecord(t, r) }) {
			t.Errorf("%s passes", what)
		}
	}
}
