package storage

import (
	"path/filepath"
	"reflect"
	"testing"

	"dragoman/model"
	"dragoman/model/modeltest"
)

// FuzzBodies reads what stands in the JSON columns of a project file that
// anybody may have made: changes, sets that wait, metadata and schemas. What
// can be read is written and read again as the same.
func FuzzBodies(f *testing.F) {
	f.Add(`{"status":{"was":"new","is":"done"},"annotations":[{"is":{"ID":"a","Label":"person","Fragments":[{"Start":0,"End":4}]}}],"tip":"t"}`)
	f.Add(`{"status":"done","annotations":[{"ID":"a"}],"history":[{"kind":"change","at":"2026-03-04T00:00:00Z"}]}`)
	f.Add(`{"date":"2026-03-04","größe":[1,{"a":null}],"n":1e400}`)
	f.Add(string(modeltest.Schema().Format()))
	f.Fuzz(func(t *testing.T, body string) {
		document, owner := "d", "ana"
		r := changeRow{Number: 1, Document: &document, Owner: &owner, Body: body}
		if b, err := r.body(); err == nil {
			same(t, body, b, func(again string) (changeBody, error) { return changeRow{Body: again}.body() })
			c := r.change(b)
			_, _ = model.AnnotationSet{Document: "d", Annotator: "ana"}.Apply(c) // refused or not, it answers
			c.Invert()
		}
		if meta, err := metaFromText(body); err == nil {
			same(t, body, meta, metaFromText)
		}
		_, _ = waitingFromRow(waitingRow{Body: body, At: "2026-03-04T00:00:00.000Z"})
		_, _ = schemaFromRow(schemaRow{Body: body})
		var p model.PastChange
		_, _ = fillPast(&p, "2026-03-04T00:00:00.000Z", body)
	})
}

// same fails where v, which came from body, does not come back.
func same[T any](t *testing.T, body string, v T, read func(string) (T, error)) {
	t.Helper()
	text, err := jsonText(v)
	if err != nil {
		t.Fatalf("%q cannot be written again: %v", body, err)
	}
	back, err := read(text)
	if err != nil {
		t.Fatalf("%q became %q: %v", body, text, err)
	}
	again, err := jsonText(back)
	if err != nil || again != text && !reflect.DeepEqual(back, v) {
		t.Errorf("%q became %q and then %q (%v)", body, text, again, err)
	}
}

// FuzzSearch searches a project for anything that a person can type: nothing
// is a mistake, and what is quoted is in the text.
func FuzzSearch(f *testing.F) {
	for _, query := range []string{`"Lena Marsh" ask*`, `"`, `*`, `a" OR b NEAR(c)`, "“x« \x00 ^a - :", `text:a AND NOT "`} {
		f.Add(query)
	}
	p, err := Create(f.Context(), filepath.Join(f.TempDir(), "p.dragoman"), modeltest.Schema(), Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { p.Close() })
	d := model.NewDocument("Lena Marsh asked “what is 50%_ of it?” מי text NEAR a-b.", "A title", "x.txt")
	if _, err := p.Save(f.Context(), model.Step{Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}}); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if _, err := p.Search(t.Context(), query, 10); err != nil {
			t.Fatalf("%q: %v", query, err)
		}
	})
}
