package model

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// Work is what a verb looks at: a document, its schema, one annotation set and
// who acts. A verb is a pure function from a Work to a Change; the change is
// empty when nothing would be different, and an error says why it is refused.
type Work struct {
	Document Document
	Schema   Schema
	Set      AnnotationSet
	By       Annotator
}

// change begins a change of w's set. A set without a status begins with it.
func (w Work) change(name string) Change {
	c := Change{Name: name, Document: w.Document.ID, Owner: w.Set.Annotator, By: w.By}
	if w.Set.Status == StatusUnset {
		c.Status = statusEdit(StatusUnset, StatusInProgress)
	}
	return c
}

// AddLabel returns the change that puts a label on the fragments, as the
// annotation id. (It is named so because Label is the type.)
func AddLabel(w Work, id AnnotationID, fragments []Span, label string) (Change, error) {
	return Add(w, Annotation{ID: id, Label: label, Fragments: fragments, Origin: OriginManual})
}

// Add returns the change that adds a whole annotation.
func Add(w Work, a Annotation) (Change, error) {
	if err := w.allow(a); err != nil {
		return Change{}, err
	}
	if _, taken := w.Set.Annotation(a.ID); taken {
		return Change{}, fmt.Errorf("%w: annotation %s", ErrDuplicate, a.ID)
	}
	c := w.change("label " + w.excerpt(a) + " as " + a.Label)
	c.Annotations = []Edit[Annotation]{Insert(a)}
	return c, nil
}

// allow reports why a cannot stand in w's set beside the others.
func (w Work) allow(a Annotation) error {
	if err := checkAnnotation(a, w.Document.Text, w.Schema); err != nil {
		return err
	}
	if same, ok := w.Set.FindSame(a); ok && same.ID != a.ID {
		return fmt.Errorf("%w: these words are labelled %s", ErrDuplicate, a.Label)
	}
	return nil
}

// Relabel returns the change that gives the annotation another label. It keeps
// the attributes that the new label allows, and is refused when a relation of
// the annotation would not allow the new label.
func Relabel(w Work, id AnnotationID, label string) (Change, error) {
	old, err := w.annotation(id)
	if err != nil || old.Label == label {
		return Change{}, err
	}
	next := old
	next.Label = label
	next.Attributes = w.Schema.keepAttributes(old.Attributes, label)
	if err := w.allow(next); err != nil {
		return Change{}, err
	}
	for _, r := range w.Set.RelationsOf(id) {
		if err := w.relationAllows(r, id, label); err != nil {
			return Change{}, err
		}
	}
	return w.replace("relabel "+w.excerpt(old)+" as "+label, old, next), nil
}

func (s Schema) keepAttributes(attributes []Attribute, label string) []Attribute {
	def, _ := s.Label(label)
	var kept []Attribute
	for _, at := range attributes {
		if checkAttribute(def, at.Name, at.Value) == nil {
			kept = append(kept, at)
		}
	}
	return kept
}

func (w Work) relationAllows(r Relation, id AnnotationID, label string) error {
	t, ok := w.Schema.RelationType(r.Type)
	if !ok {
		return fmt.Errorf("%w: relation type %q", ErrUnknown, r.Type)
	}
	from, to := w.labelOf(r.From), w.labelOf(r.To)
	if r.From == id {
		from = label
	}
	if r.To == id {
		to = label
	}
	if !t.Allows(from, to) {
		return fmt.Errorf("%w: its %s link does not lead from %s to %s; remove the link first", ErrRelation, r.Type, from, to)
	}
	return nil
}

func (w Work) labelOf(id AnnotationID) string {
	a, _ := w.Set.Annotation(id)
	return a.Label
}

// Resize returns the change that moves the annotation to other fragments.
func Resize(w Work, id AnnotationID, fragments []Span) (Change, error) {
	old, err := w.annotation(id)
	if err != nil {
		return Change{}, err
	}
	if EqualSpans(old.Fragments, fragments) {
		return Change{}, nil
	}
	next := old
	next.Fragments = slices.Clone(fragments)
	if err := w.allow(next); err != nil {
		return Change{}, err
	}
	return w.replace("resize "+w.excerpt(old), old, next), nil
}

// Delete returns the change that removes the annotation and its relations. In
// a gold set, what they stood for is open again.
func Delete(w Work, id AnnotationID) (Change, error) {
	old, err := w.annotation(id)
	if err != nil {
		return Change{}, err
	}
	c := w.change("delete " + w.excerpt(old))
	c.Annotations = []Edit[Annotation]{Remove(old)}
	c.Verdicts = w.reopen(string(id))
	for _, r := range w.Set.RelationsOf(id) {
		c.Relations = append(c.Relations, Remove(r))
		c.Verdicts = append(c.Verdicts, w.reopen(string(r.ID))...)
	}
	return c, nil
}

// reopen returns the edits that remove the verdicts which name something of a
// gold set.
func (w Work) reopen(gold string) []Edit[Verdict] {
	var edits []Edit[Verdict]
	for _, v := range w.Set.Sources(gold) {
		edits = append(edits, Remove(v))
	}
	return edits
}

// SetNote returns the change that gives the annotation a note; an empty one
// removes it.
func SetNote(w Work, id AnnotationID, note string) (Change, error) {
	old, err := w.annotation(id)
	if err != nil || old.Note == note {
		return Change{}, err
	}
	next := old
	next.Note = note
	return w.replace("note on "+w.excerpt(old), old, next), nil
}

// SetAttribute returns the change that gives an attribute of the annotation a
// value; an empty one removes it.
func SetAttribute(w Work, id AnnotationID, name, value string) (Change, error) {
	old, err := w.annotation(id)
	if err != nil {
		return Change{}, err
	}
	label, _ := w.Schema.Label(old.Label)
	if err := checkAttribute(label, name, value); err != nil {
		return Change{}, err
	}
	if old.Attribute(name) == value {
		return Change{}, nil
	}
	return w.replace(name+" of "+w.excerpt(old), old, old.WithAttribute(name, value)), nil
}

// Link returns the change that links two annotations by a relation type.
func Link(w Work, id RelationID, relationType string, from, to AnnotationID) (Change, error) {
	a, err := w.annotation(from)
	if err != nil {
		return Change{}, err
	}
	b, err := w.annotation(to)
	if err != nil {
		return Change{}, err
	}
	r := Relation{ID: id, Type: relationType, From: from, To: to}
	if err := w.allowLink(r, a, b); err != nil {
		return Change{}, err
	}
	c := w.change("link " + w.excerpt(a) + " to " + w.excerpt(b))
	c.Relations = []Edit[Relation]{Insert(r)}
	return c, nil
}

func (w Work) allowLink(r Relation, a, b Annotation) error {
	t, ok := w.Schema.RelationType(r.Type)
	switch {
	case !ok:
		return fmt.Errorf("%w: relation type %q", ErrUnknown, r.Type)
	case r.From == r.To:
		return fmt.Errorf("%w: an annotation cannot be linked to itself", ErrRelation)
	case !t.Allows(a.Label, b.Label):
		return fmt.Errorf("%w: %s does not lead from %s to %s", ErrRelation, r.Type, a.Label, b.Label)
	case slices.ContainsFunc(w.Set.Relations, r.Same):
		return fmt.Errorf("%w: this %s link", ErrDuplicate, r.Type)
	}
	return nil
}

// Unlink returns the change that removes a relation. In a gold set, what it
// stood for is open again.
func Unlink(w Work, id RelationID) (Change, error) {
	old, ok := w.Set.Relation(id)
	if !ok {
		return Change{}, fmt.Errorf("relation %s: %w", id, ErrNotFound)
	}
	c := w.change("remove " + old.Type + " link")
	c.Relations, c.Verdicts = []Edit[Relation]{Remove(old)}, w.reopen(string(id))
	return c, nil
}

// SetStatus returns the change that gives the set a status, which is not
// StatusUnset.
func SetStatus(w Work, status Status) (Change, error) {
	if _, err := ParseStatus(string(status)); err != nil {
		return Change{}, err
	}
	if w.Set.Status == status {
		return Change{}, nil
	}
	c := w.change("mark as " + status.words())
	c.Status = statusEdit(w.Set.Status, status)
	return c, nil
}

func (w Work) annotation(id AnnotationID) (Annotation, error) {
	a, ok := w.Set.Annotation(id)
	if !ok {
		return Annotation{}, fmt.Errorf("annotation %s: %w", id, ErrNotFound)
	}
	return a, nil
}

func (w Work) replace(name string, old, next Annotation) Change {
	c := w.change(name)
	c.Annotations = []Edit[Annotation]{Replace(old, next)}
	return c
}

// excerptLength is how many code points of an annotation's text stand in the
// name of a change.
const excerptLength = 24

// excerpt returns the beginning of a's text in quotation marks.
func (w Work) excerpt(a Annotation) string {
	text := w.Document.Text.Slice(a.Fragments[0])
	if utf8.RuneCountInString(text) > excerptLength {
		text = string([]rune(text)[:excerptLength-1]) + "…"
	}
	return "“" + text + "”"
}
