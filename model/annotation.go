package model

import (
	"cmp"
	"slices"
	"strconv"
)

// Origin says how an annotation came to be. The zero value means unknown.
type Origin string

// The origins that this program writes; a file may bring others.
const (
	OriginManual   Origin = "manual"
	OriginImported Origin = "imported"
	// OriginSuggested: by a program, and nobody has looked at it yet.
	OriginSuggested Origin = "suggested"
)

// Attribute is a named value of an annotation; its label in the schema says
// which names and values there are.
type Attribute struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Annotation is a label on one or more spans of a document, its fragments. It
// may overlap and nest others. Fragments are sorted, not empty and do not
// overlap; attributes are sorted by name, each name at most once, no value
// empty.
type Annotation struct {
	ID         AnnotationID `json:"id"`
	Label      string       `json:"label"`
	Fragments  []Span       `json:"fragments"`
	Attributes []Attribute  `json:"attributes,omitempty"`
	Note       string       `json:"note,omitempty"`
	Origin     Origin       `json:"origin,omitempty"`
}

// Hull returns the outermost span of the fragments.
func (a Annotation) Hull() Span { return Hull(a.Fragments) }

// Attribute returns the value of the named attribute, or "".
func (a Annotation) Attribute(name string) string {
	for _, at := range a.Attributes {
		if at.Name == name {
			return at.Value
		}
	}
	return ""
}

// WithAttribute returns a with the named attribute set to value; an empty
// value removes it.
func (a Annotation) WithAttribute(name, value string) Annotation {
	kept := slices.DeleteFunc(slices.Clone(a.Attributes), func(at Attribute) bool { return at.Name == name })
	if value != "" {
		kept = append(kept, Attribute{name, value})
		slices.SortFunc(kept, func(x, y Attribute) int { return cmp.Compare(x.Name, y.Name) })
	}
	if len(kept) == 0 {
		kept = nil
	}
	a.Attributes = kept
	return a
}

// Equal reports whether a and b are the same in every field, id included.
func (a Annotation) Equal(b Annotation) bool {
	return a.ID == b.ID && a.Note == b.Note && a.Origin == b.Origin && a.Same(b) &&
		slices.Equal(a.Attributes, b.Attributes)
}

// Same reports whether a and b put the same label on the same fragments. An
// annotation set holds no two annotations that are the same.
func (a Annotation) Same(b Annotation) bool {
	return a.Label == b.Label && EqualSpans(a.Fragments, b.Fragments)
}

// Sameness returns a key for maps that is equal for annotations which are the
// Same, and for no others.
func (a Annotation) Sameness() string {
	key := make([]byte, 0, 16*len(a.Fragments)+1+len(a.Label))
	for _, f := range a.Fragments {
		key = strconv.AppendInt(key, int64(f.Start), 10)
		key = append(key, '-')
		key = append(strconv.AppendInt(key, int64(f.End), 10), ' ')
	}
	key = append(key, ':')
	return string(append(key, a.Label...))
}

// CompareAnnotations orders annotations as sets and files hold them: by start,
// the longer first, then by label and id.
func CompareAnnotations(a, b Annotation) int {
	x, y := a.Hull(), b.Hull()
	return cmp.Or(
		cmp.Compare(x.Start, y.Start),
		cmp.Compare(y.End, x.End),
		cmp.Compare(a.Label, b.Label),
		cmp.Compare(a.ID, b.ID),
	)
}

// Relation is a typed, directed link from one annotation to another of the
// same annotation set.
type Relation struct {
	ID   RelationID   `json:"id"`
	Type string       `json:"type"`
	From AnnotationID `json:"from"`
	To   AnnotationID `json:"to"`
}

// Same reports whether r and s link the same annotations by the same type.
func (r Relation) Same(s Relation) bool {
	return r.Type == s.Type && r.From == s.From && r.To == s.To
}

// Touches reports whether r begins or ends at the annotation.
func (r Relation) Touches(id AnnotationID) bool { return r.From == id || r.To == id }

// CompareRelations orders relations as sets and files hold them: by type,
// from, to and id.
func CompareRelations(a, b Relation) int {
	return cmp.Or(
		cmp.Compare(a.Type, b.Type),
		cmp.Compare(a.From, b.From),
		cmp.Compare(a.To, b.To),
		cmp.Compare(a.ID, b.ID),
	)
}
