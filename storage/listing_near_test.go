package storage

import (
	"reflect"
	"slices"
	"testing"

	"dragoman/model"
)

// What is read of a long list is a part of the whole, around the document.
func TestNearIsAPartOfTheList(t *testing.T) {
	p := newTestProject(t)
	addMany(t, p, 240) // of each title two or three
	for _, text := range []string{"No title has this one.", "Nor this.", "Nor that, which two people labelled."} {
		d := add(t, p, text, "")
		label(t, p, d, "ana", "person", model.Span{Start: 0, End: 2})
		label(t, p, d, "cem", "person", model.Span{Start: 0, End: 3})
	}
	all, err := p.Documents(ctx)
	if err != nil {
		t.Fatal(err)
	}
	gone := all[100]
	document, err := p.Document(ctx, gone.ID)
	if err != nil {
		t.Fatal(err)
	}
	properties := document.Properties()
	properties.Binned = "ana"
	edit := model.Replace(document.Properties(), properties)
	if _, err := p.Save(ctx, model.Step{Name: "bin", Documents: []model.DocumentEdit{{ID: gone.ID, Properties: &edit}}}); err != nil {
		t.Fatal(err)
	}
	all = slices.Delete(all, 100, 101)
	near := func(id model.DocumentID, n int) (list []model.Summary) {
		if err := p.read(ctx, func(q querier) (err error) { list, err = q.near(id, n); return err }); err != nil {
			t.Fatal(err)
		}
		return list
	}
	for i, d := range all {
		if got, want := near(d.ID, 7), all[max(0, i-7):min(len(all), i+7)]; !reflect.DeepEqual(got, want) {
			t.Fatalf("near document %d are\n%+v\nand not\n%+v", i, got, want)
		}
	}
	for _, id := range []model.DocumentID{"", "no such document", gone.ID} {
		if got := near(id, 7); !reflect.DeepEqual(got, all[:7]) {
			t.Errorf("near %q are %+v", id, got)
		}
	}
	if got := near(all[50].ID, 1000); !reflect.DeepEqual(got, all) {
		t.Error("more than there are is not all of them")
	}
	if got, whole, err := p.DocumentsNear(ctx, all[50].ID); err != nil || !whole || !reflect.DeepEqual(got, all) {
		t.Errorf("a short list is whole: %v, %v, %d documents", whole, err, len(got))
	}
	if names, err := p.Names(ctx); err != nil || !slices.Equal(names, []model.Annotator{"ana", "cem"}) {
		t.Errorf("annotators are %v, %v", names, err)
	}
	if n := queries(t, p, func(q querier) error { _, err := q.near(all[50].ID, 100); return err }); n != 4 {
		t.Errorf("a part of the list costs %d queries", n)
	}
	for _, order := range []string{"(title, id) < (?1, ?2) ORDER BY title DESC, id DESC", "(title, id) >= (?1, ?2) ORDER BY title, id"} {
		var ignored int
		var plan string
		err := p.read(ctx, func(q querier) error {
			return q.row("EXPLAIN QUERY PLAN SELECT text FROM document WHERE binned = '' AND "+order+" LIMIT 7", "", "").Scan(&ignored, &ignored, &ignored, &plan)
		})
		if err != nil || plan != "SEARCH document USING INDEX document_list ((title,id)<(?,?))" && plan != "SEARCH document USING INDEX document_list ((title,id)>(?,?))" {
			t.Errorf("the part is read by %q, %v", plan, err)
		}
	}
}
