package model

import (
	"fmt"
	"slices"
)

// Edit replaces Old with New. A nil Old inserts, a nil New deletes.
type Edit[T any] struct {
	Old *T `json:"old,omitempty"`
	New *T `json:"new,omitempty"`
}

// Insert returns the edit that adds v.
func Insert[T any](v T) Edit[T] { return Edit[T]{New: &v} }

// Remove returns the edit that deletes v.
func Remove[T any](v T) Edit[T] { return Edit[T]{Old: &v} }

// Replace returns the edit that puts v in the place of old.
func Replace[T any](old, v T) Edit[T] { return Edit[T]{Old: &old, New: &v} }

// Invert returns the edit that takes e back.
func (e Edit[T]) Invert() Edit[T] { return Edit[T]{Old: e.New, New: e.Old} }

// Change is one undoable step in one annotation set. It is data: the same
// value is applied to what is shown, inverted for undo, written to the project
// file and listed in the history. It holds at most one edit per annotation, per
// relation and per verdict. The zero value changes nothing.
type Change struct {
	Name        string             `json:"name"` // as it reads after "Undo": "label “Ana Ruiz” as person"
	Document    DocumentID         `json:"document"`
	Owner       Annotator          `json:"owner"` // whose set it is
	By          Annotator          `json:"by"`    // who acts
	Status      *Edit[Status]      `json:"status,omitempty"`
	Annotations []Edit[Annotation] `json:"annotations,omitempty"`
	Relations   []Edit[Relation]   `json:"relations,omitempty"`
	Verdicts    []Edit[Verdict]    `json:"verdicts,omitempty"` // of the gold set alone
	// Tip and Blind are of a merge alone: the tip of the history that the
	// change brings the set to, and how the set was made.
	Tip   string    `json:"tip,omitempty"`
	Blind Blindness `json:"blind,omitempty"`
}

// Empty reports whether the change changes nothing.
func (c Change) Empty() bool {
	return c.Status == nil && len(c.Annotations) == 0 && len(c.Relations) == 0 && len(c.Verdicts) == 0
}

// Invert returns the change that takes c back.
func (c Change) Invert() Change {
	if c.Status != nil {
		s := c.Status.Invert()
		c.Status = &s
	}
	c.Annotations = invertAll(c.Annotations)
	c.Relations = invertAll(c.Relations)
	c.Verdicts = invertAll(c.Verdicts)
	c.Tip, c.Blind = "", ""
	return c
}

func invertAll[T any](edits []Edit[T]) []Edit[T] {
	if edits == nil {
		return nil
	}
	inverse := make([]Edit[T], len(edits))
	for i, e := range edits {
		inverse[i] = e.Invert()
	}
	return inverse
}

// Touched returns the fragments of every annotation that c changes, as they
// were and as they are: what a view has to paint again.
func (c Change) Touched() []Span {
	var spans []Span
	for _, e := range c.Annotations {
		for _, a := range []*Annotation{e.Old, e.New} {
			if a != nil {
				spans = append(spans, a.Fragments...)
			}
		}
	}
	return spans
}

// Apply returns the set after c. It fails with ErrConflict when an Old is not
// there as it was or is named twice, or a New is there already or comes twice;
// s itself never changes.
func (s AnnotationSet) Apply(c Change) (AnnotationSet, error) {
	if c.Status != nil {
		if err := s.checkStatus(*c.Status); err != nil {
			return s, err
		}
		s.Status = StatusUnset
		if c.Status.New != nil {
			s.Status = *c.Status.New
		}
	}
	s = s.Indexed()
	annotations, err := applyEdits(s.Annotations, c.Annotations, annotationKind, s.taken)
	if err != nil {
		return s, err
	}
	relations, err := applyEdits(s.Relations, c.Relations, relationKind, takenIn(s.Relations, relationKind))
	if err != nil {
		return s, err
	}
	verdicts, err := applyEdits(s.Verdicts, c.Verdicts, verdictKind, takenIn(s.Verdicts, verdictKind))
	if err != nil {
		return s, err
	}
	if len(c.Annotations) > 0 {
		s.ids = s.ids.follow(annotations, c.Annotations)
	}
	s.Annotations, s.Relations, s.Verdicts = annotations, relations, verdicts
	return s, nil
}

// taken returns the index of the first of the ids that an annotation of the set
// bears, or -1.
func (s AnnotationSet) taken(ids []string) int {
	return slices.IndexFunc(ids, func(id string) bool { return s.find(AnnotationID(id)) >= 0 })
}

// takenIn returns what finds the first of sorted ids that one of the values
// bears, or -1.
func takenIn[T any](values []T, k kind[T]) func(ids []string) int {
	return func(ids []string) int {
		for _, v := range values {
			if i, there := slices.BinarySearch(ids, k.id(v)); there {
				return i
			}
		}
		return -1
	}
}

func (s AnnotationSet) checkStatus(e Edit[Status]) error {
	old := StatusUnset
	if e.Old != nil {
		old = *e.Old
	}
	if s.Status != old {
		return fmt.Errorf("%w: the status is %q, not %q", ErrConflict, s.Status, old)
	}
	return nil
}

// kind says how applyEdits and diffEdits tell, compare and order values.
type kind[T any] struct {
	id    func(T) string
	equal func(a, b T) bool
	order func(a, b T) int
}

var (
	annotationKind = kind[Annotation]{
		func(a Annotation) string { return string(a.ID) }, Annotation.Equal, CompareAnnotations,
	}
	relationKind = kind[Relation]{
		func(r Relation) string { return string(r.ID) }, func(a, b Relation) bool { return a == b }, CompareRelations,
	}
	verdictKind = kind[Verdict]{
		func(v Verdict) string { return v.Of }, func(a, b Verdict) bool { return a == b }, CompareVerdicts,
	}
)

// applyEdits returns the sorted values after the edits, in one merge pass; taken
// says which of some ids there is already.
func applyEdits[T any](values []T, edits []Edit[T], k kind[T], taken func(ids []string) int) ([]T, error) {
	if len(edits) == 0 {
		return values, nil
	}
	gone, added, err := splitEdits(values, edits, k, taken)
	if err != nil {
		return nil, err
	}
	return merge(values, gone, added, k), nil
}

// merge returns the values without those at the indexes gone and with the
// added, all sorted. It copies whole runs, so that an edit costs one copy.
func merge[T any](values []T, gone []int, added []T, k kind[T]) []T {
	next, at := make([]T, 0, len(values)-len(gone)+len(added)), 0
	keep := func(to int) {
		for len(gone) > 0 && gone[0] < to {
			next = append(next, values[at:gone[0]]...)
			at, gone = gone[0]+1, gone[1:]
		}
		next = append(next, values[at:to]...)
		at = to
	}
	for _, v := range added {
		i, _ := slices.BinarySearchFunc(values, v, k.order)
		keep(i)
		next = append(next, v)
	}
	keep(len(values))
	return next
}

// splitEdits returns the sorted indexes of the values that the edits take away
// and the sorted values that they bring, and checks both against the values.
func splitEdits[T any](values []T, edits []Edit[T], k kind[T], taken func(ids []string) int) (gone []int, added []T, err error) {
	var fresh []string
	for _, e := range edits {
		if e.Old != nil {
			i, found := slices.BinarySearchFunc(values, *e.Old, k.order)
			if !found || !k.equal(values[i], *e.Old) {
				return nil, nil, fmt.Errorf("%w: %s is not there as it was", ErrConflict, k.id(*e.Old))
			}
			gone = append(gone, i)
		}
		if e.New != nil {
			added = append(added, *e.New)
			if e.Old == nil || k.id(*e.Old) != k.id(*e.New) {
				fresh = append(fresh, k.id(*e.New))
			}
		}
	}
	if err := checkFresh(fresh, taken); err != nil {
		return nil, nil, err
	}
	slices.Sort(gone)
	if i := repeated(gone); i >= 0 {
		return nil, nil, fmt.Errorf("%w: %s is changed twice", ErrConflict, k.id(values[gone[i]]))
	}
	slices.SortFunc(added, k.order)
	return gone, added, nil
}

// checkFresh reports the first of the ids that comes twice or is taken.
func checkFresh(ids []string, taken func(ids []string) int) error {
	if len(ids) == 0 {
		return nil
	}
	slices.Sort(ids)
	if i := repeated(ids); i >= 0 {
		return fmt.Errorf("%w: %s comes twice", ErrConflict, ids[i])
	}
	if i := taken(ids); i >= 0 {
		return fmt.Errorf("%w: %s is there already", ErrConflict, ids[i])
	}
	return nil
}

// repeated returns the index of the first of the sorted values that equals its neighbour, or -1.
func repeated[T comparable](sorted []T) int {
	for i := 1; i < len(sorted); i++ {
		if sorted[i] == sorted[i-1] {
			return i
		}
	}
	return -1
}

// Diff returns the change that leads from a to b, which are sets of the same
// document: a.Apply(Diff(a, b)) equals b but for its annotator.
func Diff(a, b AnnotationSet) Change {
	c := Change{Document: a.Document, Owner: a.Annotator, By: a.Annotator}
	if a.Status != b.Status {
		c.Status = statusEdit(a.Status, b.Status)
	}
	c.Annotations = diffEdits(a.Annotations, b.Annotations, annotationKind)
	c.Relations = diffEdits(a.Relations, b.Relations, relationKind)
	c.Verdicts = diffEdits(a.Verdicts, b.Verdicts, verdictKind)
	return c
}

// statusEdit returns the edit from one status to another; StatusUnset is nil.
func statusEdit(from, to Status) *Edit[Status] {
	var e Edit[Status]
	if from != StatusUnset {
		e.Old = &from
	}
	if to != StatusUnset {
		e.New = &to
	}
	return &e
}

func diffEdits[T any](a, b []T, k kind[T]) []Edit[T] {
	left := make(map[string]T, len(a))
	for _, v := range a {
		left[k.id(v)] = v
	}
	var edits []Edit[T]
	for _, v := range b {
		old, there := left[k.id(v)]
		delete(left, k.id(v))
		switch {
		case !there:
			edits = append(edits, Insert(v))
		case !k.equal(old, v):
			edits = append(edits, Replace(old, v))
		}
	}
	for _, v := range a {
		if _, gone := left[k.id(v)]; gone {
			edits = append(edits, Remove(v))
		}
	}
	return edits
}
