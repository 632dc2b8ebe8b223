package model

import (
	"errors"
	"fmt"
	"slices"
)

// Status says how far an annotator got with a document.
type Status string

// The statuses of an annotation set. The zero value is StatusUnset: a set that
// is there and whose first edit is still to come, or was undone. It reads as
// "new" everywhere.
const (
	StatusUnset      Status = ""
	StatusNew        Status = "new"
	StatusInProgress Status = "in_progress"
	StatusDone       Status = "done"
)

// ParseStatus reads "new", "in_progress" or "done".
func ParseStatus(s string) (Status, error) {
	switch st := Status(s); st {
	case StatusNew, StatusInProgress, StatusDone:
		return st, nil
	}
	return "", fmt.Errorf("status %q is not new, in_progress or done", s)
}

// String returns the status as it is written; StatusUnset is "new".
func (s Status) String() string {
	if s == StatusUnset {
		return string(StatusNew)
	}
	return string(s)
}

// AnnotationSet is all that one annotator marked in one document. Annotations
// and relations are sorted by CompareAnnotations and CompareRelations and must
// not be written to, nor must verdicts, which are sorted by CompareVerdicts.
type AnnotationSet struct {
	Document    DocumentID
	Annotator   Annotator
	Status      Status
	Annotations []Annotation
	Relations   []Relation
	Verdicts    []Verdict // of the gold set alone
	Blind       Blindness // kept by the project file; no part of what Equal compares

	ids *byID // of Annotations, or nil; see Indexed
}

// Annotation returns the annotation with that id.
func (s AnnotationSet) Annotation(id AnnotationID) (Annotation, bool) {
	i := s.find(id)
	if i < 0 {
		return Annotation{}, false
	}
	return s.Annotations[i], true
}

// Relation returns the relation with that id.
func (s AnnotationSet) Relation(id RelationID) (Relation, bool) {
	i := slices.IndexFunc(s.Relations, func(r Relation) bool { return r.ID == id })
	if i < 0 {
		return Relation{}, false
	}
	return s.Relations[i], true
}

// RelationsOf returns the relations that begin or end at the annotation.
func (s AnnotationSet) RelationsOf(id AnnotationID) []Relation {
	var touching []Relation
	for _, r := range s.Relations {
		if r.Touches(id) {
			touching = append(touching, r)
		}
	}
	return touching
}

// FindSame returns the annotation of the set that has a's label and fragments.
func (s AnnotationSet) FindSame(a Annotation) (Annotation, bool) {
	start := a.Hull().Start
	for i := s.from(start); i < len(s.Annotations) && s.Annotations[i].Hull().Start == start; i++ {
		if s.Annotations[i].Same(a) {
			return s.Annotations[i], true
		}
	}
	return Annotation{}, false
}

// Equal reports whether s and o are the same in every field; StatusUnset and
// StatusNew count as one.
func (s AnnotationSet) Equal(o AnnotationSet) bool {
	return s.Document == o.Document && s.Annotator == o.Annotator && s.Status.String() == o.Status.String() &&
		slices.EqualFunc(s.Annotations, o.Annotations, Annotation.Equal) && slices.Equal(s.Relations, o.Relations) &&
		slices.Equal(s.Verdicts, o.Verdicts)
}

// Check reports everything in the set that breaks a law of the model, joined:
// fragments outside the text or off code point boundaries, what the schema
// does not know, relations without an end, duplicates, wrong order.
func (s AnnotationSet) Check(text *Text, schema Schema) error {
	var errs []error
	labels := make(map[AnnotationID]string, len(s.Annotations))
	for _, a := range s.Annotations {
		if err := checkAnnotation(a, text, schema); err != nil {
			errs = append(errs, fmt.Errorf("annotation %s: %w", a.ID, err))
		}
		if _, twice := labels[a.ID]; twice {
			errs = append(errs, fmt.Errorf("annotation %s is there twice", a.ID))
		}
		labels[a.ID] = a.Label
	}
	if !slices.IsSortedFunc(s.Annotations, CompareAnnotations) || !slices.IsSortedFunc(s.Relations, CompareRelations) {
		errs = append(errs, errors.New("the set is not sorted"))
	}
	return errors.Join(append(errs, s.checkDuplicates(), s.checkRelations(labels, schema), s.checkVerdicts())...)
}

func (s AnnotationSet) checkDuplicates() error {
	var errs []error
	for i := range s.Annotations {
		start := s.Annotations[i].Hull().Start
		for j := i + 1; j < len(s.Annotations) && s.Annotations[j].Hull().Start == start; j++ {
			if s.Annotations[i].Same(s.Annotations[j]) {
				errs = append(errs, fmt.Errorf("annotations %s and %s are the same", s.Annotations[i].ID, s.Annotations[j].ID))
			}
		}
	}
	return errors.Join(errs...)
}

func (s AnnotationSet) checkRelations(labels map[AnnotationID]string, schema Schema) error {
	var errs []error
	ids := make(map[RelationID]bool, len(s.Relations))
	labelIn := func(id AnnotationID) (string, bool) {
		label, ok := labels[id]
		return label, ok
	}
	for i, r := range s.Relations {
		if ids[r.ID] {
			errs = append(errs, fmt.Errorf("relation %s is there twice", r.ID))
		}
		ids[r.ID] = true
		if i > 0 && r.Same(s.Relations[i-1]) {
			errs = append(errs, fmt.Errorf("relations %s and %s are the same", s.Relations[i-1].ID, r.ID))
		}
		errs = append(errs, checkRelation(r, labelIn, schema))
	}
	return errors.Join(errs...)
}

// checkRelation reports which law a relation breaks; labelOf returns the label of
// an annotation of the set.
func checkRelation(r Relation, labelOf func(AnnotationID) (string, bool), schema Schema) error {
	from, okFrom := labelOf(r.From)
	to, okTo := labelOf(r.To)
	if !okFrom || !okTo {
		return fmt.Errorf("relation %s links an annotation that is not in the set", r.ID)
	}
	if r.From == r.To {
		return fmt.Errorf("relation %s links annotation %s to itself", r.ID, r.From)
	}
	t, ok := schema.RelationType(r.Type)
	if !ok {
		return fmt.Errorf("%w: relation type %q", ErrUnknown, r.Type)
	}
	if !t.Allows(from, to) {
		return fmt.Errorf("relation %s: %q does not lead from %q to %q", r.ID, r.Type, from, to)
	}
	return nil
}

func checkAnnotation(a Annotation, text *Text, schema Schema) error {
	if err := CheckFragments(text, a.Fragments); err != nil {
		return err
	}
	label, ok := schema.Label(a.Label)
	if !ok {
		return fmt.Errorf("%w: label %q", ErrUnknown, a.Label)
	}
	for _, at := range a.Attributes {
		if err := checkAttribute(label, at.Name, at.Value); err != nil {
			return err
		}
	}
	return nil
}

func checkAttribute(label Label, name, value string) error {
	def, ok := label.Attribute(name)
	if !ok {
		return fmt.Errorf("%w: label %q has no attribute %q", ErrUnknown, label.Name, name)
	}
	if value != "" && !def.Allows(value) {
		return fmt.Errorf("%w: attribute %q has no value %q", ErrUnknown, name, value)
	}
	return nil
}

// CheckFragments reports why these spans cannot be the fragments of an
// annotation of the text: none, empty, unordered, overlapping, outside the
// text, or not on code point boundaries.
func CheckFragments(text *Text, fragments []Span) error {
	if len(fragments) == 0 {
		return fmt.Errorf("%w: there is none", ErrFragments)
	}
	end := 0
	for _, f := range fragments {
		switch {
		case f.Empty():
			return fmt.Errorf("%w: %v is empty", ErrFragments, f)
		case f.Start < 0 || f.End > text.Len():
			return fmt.Errorf("%w: %v lies outside the text of %d bytes", ErrFragments, f, text.Len())
		case f.Start < end:
			return fmt.Errorf("%w: %v overlaps the one before it or stands out of order", ErrFragments, f)
		case !text.Boundary(f.Start) || !text.Boundary(f.End):
			return fmt.Errorf("%w: %v cuts a character", ErrFragments, f)
		}
		end = f.End
	}
	return nil
}
