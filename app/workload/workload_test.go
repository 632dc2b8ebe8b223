package workload

import (
	"bytes"
	"testing"
	"unicode/utf8"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonl"
)

func TestArticlesAreLawfulAndTheSame(t *testing.T) {
	for _, size := range []int{500, Size, 20_000, 200_000} {
		doc, set := Article(size, 1)
		if err := set.Check(doc.Text, Schema()); err != nil {
			t.Fatal(size, err)
		}
		if !utf8.ValidString(doc.Text.String()) || size-doc.Text.Len() > 3 || len(set.Annotations) < size/100*98/100 {
			t.Errorf("%d annotations in %d of %d bytes", len(set.Annotations), doc.Text.Len(), size)
		}
		again, sameSet := Article(size, 1)
		if again.ID != doc.ID || !sameSet.Equal(set) {
			t.Error("the same seed gives another article")
		}
	}
}

func TestWorkloadComesBackFromAFile(t *testing.T) {
	const n = 50
	var file bytes.Buffer
	if err := Write(t.Context(), &file, jsonl.Format(), Records(n)); err != nil {
		t.Fatal(err)
	}
	sets := map[model.DocumentID]*model.AnnotationSet{}
	for r := range Records(n) {
		sets[r.Document.ID] = r.Set
	}
	read := 0
	report, err := jsonl.Format().Read(t.Context(), format.Input{Name: "a.jsonl", Body: &file, Size: -1}, func(r format.Record) error {
		read++
		if want := sets[r.Document.ID]; want == nil || !r.Set.Equal(*want) || r.Set.Annotator != Annotator {
			t.Errorf("document %s came back as something else", r.Document.Title)
		}
		return nil
	})
	if err != nil || read != n || len(sets) != n || len(report.Rejected) > 0 {
		t.Errorf("%d of %d records, %+v, %v", read, n, report, err)
	}
}
