package formattest

import (
	"cmp"
	"slices"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
)

// kept returns the records without what the format does not keep, and without
// documents whose text it cannot hold. Annotations that cut a token go, as
// format.Drop asks for.
func kept(f format.Format, records []format.Record) []format.Record {
	var all []format.Record
	for _, r := range records {
		text := r.Document.Text.String()
		if f.Holds != nil && !f.Holds(text) || !f.Keeps.Text && strings.TrimSpace(text) == "" {
			continue
		}
		if !f.Keeps.Properties {
			r.Document = r.Document.WithProperties(model.Properties{})
		}
		if r.Set != nil {
			set := keptSet(f, r.Document, *r.Set)
			r.Set = &set
		}
		all = append(all, r)
	}
	return all
}

func keptSet(f format.Format, doc model.Document, s model.AnnotationSet) model.AnnotationSet {
	s.Annotations = slices.DeleteFunc(slices.Clone(s.Annotations), func(a model.Annotation) bool {
		return !f.Keeps.Fragments && len(a.Fragments) > 1 || f.Tokens && !f.Keeps.Cuts && !whole(doc, a)
	})
	if !f.Keeps.Overlaps {
		s.Annotations = flat(s.Annotations)
	}
	for i := range s.Annotations {
		a := &s.Annotations[i]
		if !f.Keeps.Attributes {
			a.Attributes = nil
		}
		if !f.Keeps.Notes {
			a.Note = ""
		}
		if !f.Keeps.Origins {
			a.Origin = ""
		}
	}
	s.Relations = slices.DeleteFunc(slices.Clone(s.Relations), func(r model.Relation) bool {
		_, from := s.Annotation(r.From)
		_, to := s.Annotation(r.To)
		return !f.Keeps.Relations || !from || !to
	})
	if !f.Keeps.Origins {
		s.Verdicts = nil
	}
	if !f.Keeps.Status {
		s.Status = model.StatusNew
	}
	return s
}

// whole reports whether the fragments begin and end where tokens that are not
// blank do.
func whole(doc model.Document, a model.Annotation) bool {
	starts, ends := map[int]bool{}, map[int]bool{}
	for _, t := range format.Tokens(doc.Text.String()) {
		if strings.TrimSpace(doc.Text.Slice(t)) != "" {
			starts[t.Start], ends[t.End] = true, true
		}
	}
	return !slices.ContainsFunc(a.Fragments, func(s model.Span) bool { return !starts[s.Start] || !ends[s.End] })
}

// flat keeps of annotations that overlap the longer, then the one that begins
// first, then by label and id.
func flat(annotations []model.Annotation) []model.Annotation {
	var taken []model.Annotation
	for _, a := range slices.SortedFunc(slices.Values(annotations), func(a, b model.Annotation) int {
		return cmp.Or(cmp.Compare(b.Hull().Len(), a.Hull().Len()), cmp.Compare(a.Hull().Start, b.Hull().Start),
			cmp.Compare(a.Label, b.Label), cmp.Compare(a.ID, b.ID))
	}) {
		if !slices.ContainsFunc(taken, func(x model.Annotation) bool { return x.Hull().Overlaps(a.Hull()) }) {
			taken = append(taken, a)
		}
	}
	slices.SortFunc(taken, model.CompareAnnotations)
	return taken
}
