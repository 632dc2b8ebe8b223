package formattest

import (
	"testing"

	"dragoman/storage/format"
)

// losses tests that each kind of thing which the format does not keep is
// counted, and nothing else: a relation that went with an annotation counts
// with it.
func losses(t *testing.T, f format.Format) {
	for _, r := range project() {
		if r.Set == nil {
			continue
		}
		_, report, err := Write(f, format.WriteOptions{}, r)
		if err != nil {
			t.Fatal(err)
		}
		for kind, count := range expected(r) {
			want := count.there
			if count.kept(f.Keeps) {
				want = 0
			}
			if got := report.Losses.Of(kind); got != want {
				t.Errorf("%d losses of kind %s, want %d: %+v", got, kind, want, report.Losses)
			}
		}
	}
}

type count struct {
	there int
	kept  func(format.Keeps) bool
}

// expected counts what the record holds of each kind that can be counted for
// every format alike.
func expected(r format.Record) map[string]count {
	fragments, attributes, notes := 0, 0, 0
	for _, a := range r.Set.Annotations {
		if len(a.Fragments) > 1 {
			fragments++
		}
		attributes += len(a.Attributes)
		if a.Note != "" {
			notes++
		}
	}
	p := r.Document.Properties()
	properties := len(p.Meta)
	for _, s := range []string{p.Title, p.Source} {
		if s != "" {
			properties++
		}
	}
	return map[string]count{
		format.LossFragment:  {fragments, func(k format.Keeps) bool { return k.Fragments }},
		format.LossAttribute: {attributes, func(k format.Keeps) bool { return k.Attributes }},
		format.LossNote:      {notes, func(k format.Keeps) bool { return k.Notes }},
		format.LossRelation:  {len(r.Set.Relations), func(k format.Keeps) bool { return k.Relations }},
		format.LossProperty:  {properties, func(k format.Keeps) bool { return k.Properties }},
	}
}
