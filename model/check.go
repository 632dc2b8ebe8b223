package model

import (
	"errors"
	"fmt"
)

// CheckChange reports what Check reports of a set that c made of a lawful one,
// and looks only at what c touched and the relations.
func (s AnnotationSet) CheckChange(c Change, text *Text, schema Schema) error {
	if len(c.Verdicts) > 0 || len(s.Verdicts) > 0 {
		return s.Check(text, schema)
	}
	s = s.Indexed()
	var errs []error
	for _, e := range c.Annotations {
		if e.New != nil {
			errs = append(errs, s.checkNew(*e.New, text, schema))
		}
	}
	return errors.Join(append(errs, s.checkTouched(c, schema))...)
}

// checkNew reports which law an annotation that came into the set breaks.
func (s AnnotationSet) checkNew(a Annotation, text *Text, schema Schema) error {
	if err := checkAnnotation(a, text, schema); err != nil {
		return fmt.Errorf("annotation %s: %w", a.ID, err)
	}
	start := a.Hull().Start
	for i := s.from(start); i < len(s.Annotations) && s.Annotations[i].Hull().Start == start; i++ {
		if x := s.Annotations[i]; x.ID != a.ID && x.Same(a) {
			return fmt.Errorf("annotations %s and %s are the same", x.ID, a.ID)
		}
	}
	return nil
}

// checkTouched reports which relations that came, or whose ends c touched, break
// a law.
func (s AnnotationSet) checkTouched(c Change, schema Schema) error {
	if len(s.Relations) == 0 {
		return nil
	}
	ends := make(map[AnnotationID]bool, len(c.Annotations))
	for _, e := range c.Annotations {
		for _, a := range []*Annotation{e.Old, e.New} {
			if a != nil {
				ends[a.ID] = true
			}
		}
	}
	came := make(map[RelationID]bool, len(c.Relations))
	for _, e := range c.Relations {
		if e.New != nil {
			came[e.New.ID] = true
		}
	}
	var errs []error
	for i, r := range s.Relations {
		if i > 0 && r.Same(s.Relations[i-1]) {
			errs = append(errs, fmt.Errorf("relations %s and %s are the same", s.Relations[i-1].ID, r.ID))
		}
		if came[r.ID] || ends[r.From] || ends[r.To] {
			errs = append(errs, checkRelation(r, s.labelOf, schema))
		}
	}
	return errors.Join(errs...)
}

// labelOf returns the label of an annotation, and whether it is in the set.
func (s AnnotationSet) labelOf(id AnnotationID) (label string, ok bool) {
	i := s.find(id)
	if i < 0 {
		return "", false
	}
	return s.Annotations[i].Label, true
}
