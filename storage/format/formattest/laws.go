package formattest

import (
	"slices"
	"unicode/utf8"

	"dragoman/model"
	"dragoman/storage/format"
)

// T is what a check needs of a test, plain, fuzzed or by rapid.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// CheckRecord reports what in a record that was read breaks a law of the
// model. Labels, attributes and relation types may be any.
func CheckRecord(t T, r format.Record) {
	t.Helper()
	text := r.Document.Text.String()
	if !utf8.ValidString(text) {
		t.Errorf("%s:%d: the text is not UTF-8", r.Path, r.Line)
	}
	if id := model.DocumentIDOf(text); r.Document.ID != id {
		t.Errorf("%s:%d: document %s should be %s", r.Path, r.Line, r.Document.ID, id)
	}
	if r.Set == nil {
		return
	}
	if err := r.Set.Check(r.Document.Text, SchemaOf(*r.Set)); err != nil {
		t.Errorf("%s:%d: %v", r.Path, r.Line, err)
	}
	if r.Set.Document != r.Document.ID || r.Set.Annotator == "" || r.Set.Annotator == model.All {
		t.Errorf("%s:%d: the set is of document %s by %q", r.Path, r.Line, r.Set.Document, r.Set.Annotator)
	}
	for _, a := range r.Set.Annotations {
		if !model.ValidID(string(a.ID)) || a.Label == "" {
			t.Errorf("%s:%d: annotation %q has no id of ours, or no label", r.Path, r.Line, a.ID)
		}
	}
	for _, rel := range r.Set.Relations {
		if !model.ValidID(string(rel.ID)) {
			t.Errorf("%s:%d: relation %q has no id of ours", r.Path, r.Line, rel.ID)
		}
	}
}

// SchemaOf returns the least schema that allows all that the set holds.
func SchemaOf(set model.AnnotationSet) model.Schema {
	var s model.Schema
	for _, a := range set.Annotations {
		i := slices.IndexFunc(s.Labels, func(l model.Label) bool { return l.Name == a.Label })
		if i < 0 {
			i = len(s.Labels)
			s.Labels = append(s.Labels, model.Label{Name: a.Label})
		}
		for _, at := range a.Attributes {
			if _, known := s.Labels[i].Attribute(at.Name); !known {
				s.Labels[i].Attributes = append(s.Labels[i].Attributes, model.AttributeDef{Name: at.Name})
			}
		}
	}
	for _, r := range set.Relations {
		if _, known := s.RelationType(r.Type); !known {
			s.RelationTypes = append(s.RelationTypes, model.RelationType{Name: r.Type})
		}
	}
	return s
}
