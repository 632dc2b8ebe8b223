package storage

import (
	"cmp"
	"fmt"
	"slices"

	"dragoman/model"
)

// Loading a set of ten thousand annotations is what opening a large article
// waits for, and nearly all of that time is the driver's, for each value of
// each row. So the queries here name no column that is not needed, and numbers
// are scanned into int64, which alone database/sql takes over as it is.

// storedSet is an annotation set as the file holds it.
type storedSet struct {
	setRow
	annotations []storedAnnotation
	relations   []relationRow
	verdicts    []verdictRow
}

// storedAnnotation is an annotation as the file holds it.
type storedAnnotation struct {
	model.Annotation
	set      int64
	quote    string // read where detail asks for it, as the checksum
	checksum int64
}

// detail says how much of an annotation is read.
type detail bool

const (
	values detail = false // what the model holds
	proofs detail = true  // quote and checksum too
)

func modelSets(stored []*storedSet) []model.AnnotationSet {
	sets := make([]model.AnnotationSet, len(stored))
	for i, s := range stored {
		sets[i] = s.model()
	}
	return sets
}

// storedSets returns the sets that the condition on annotation_set s chooses,
// sorted by document and annotator, in one query a table.
func (q querier) storedSets(d detail, where string, args ...any) ([]*storedSet, error) {
	var sets []*storedSet
	byID := map[int64]*storedSet{}
	err := q.each(func(scan func(...any) error) error {
		s := &storedSet{}
		sets = append(sets, s)
		err := scan(&s.ID, &s.Document, &s.Annotator, &s.Status, &s.Annotations, &s.Relations, &s.Sum, &s.Checksum,
			&s.Blind, &s.Verdicts)
		byID[s.ID] = s
		return err
	}, `SELECT s.id, s.document, s.annotator, s.status, s.annotations, s.relations, s.sum, s.checksum, s.blind, s.verdicts
		FROM annotation_set s WHERE `+where+` ORDER BY s.document, s.annotator`, args...)
	if err != nil || len(sets) == 0 {
		return nil, wrap("read annotation sets", err)
	}
	annotations, err := q.storedAnnotations(d, where, args)
	if err != nil {
		return nil, fmt.Errorf("read annotations: %w", err)
	}
	for _, a := range annotations {
		set, ok := byID[a.set]
		if !ok {
			return nil, astray("annotation " + string(a.ID))
		}
		set.annotations = append(set.annotations, a)
	}
	if err := q.relationRows(byID, where, args); err != nil {
		return nil, fmt.Errorf("read relations: %w", err)
	}
	if d == proofs || slices.ContainsFunc(sets, func(s *storedSet) bool { return s.Verdicts > 0 }) {
		err = q.verdictRows(byID, where, args)
	}
	return sets, wrap("read verdicts", err)
}

// storedAnnotations returns the annotations a that the condition chooses, each
// with its fragments and attributes.
func (q querier) storedAnnotations(d detail, where string, args []any) ([]storedAnnotation, error) {
	var annotations []storedAnnotation
	var a storedAnnotation
	var number, start, end int64
	columns, dest := "", []any{&a.set, (*string)(&a.ID), &a.Label, &a.Note, (*string)(&a.Origin), &number, &start, &end}
	if d == proofs {
		columns, dest = ", a.quote, a.checksum", append(dest, &a.quote, &a.checksum)
	}
	err := q.each(func(scan func(...any) error) error {
		if err := scan(dest...); err != nil {
			return err
		}
		last := len(annotations) - 1
		if last < 0 || annotations[last].ID != a.ID {
			annotations = append(annotations, a)
			last++
		}
		if number < 0 {
			return nil // it has no fragment, which Check finds
		}
		if number < int64(len(annotations[last].Fragments)) {
			return astray("a fragment of annotation " + string(a.ID))
		}
		annotations[last].Fragments = append(annotations[last].Fragments, model.Span{Start: int(start), End: int(end)})
		return nil
	}, `SELECT a.annotation_set, a.id, a.label, a.note, a.origin, 
			coalesce(f.number, -1), coalesce(f.start, 0), coalesce(f.end, 0)`+columns+`
		FROM annotation_set s JOIN annotation a ON a.annotation_set = s.id LEFT JOIN fragment f ON f.annotation = a.id
		WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	return annotations, q.attributes(annotations, where, args)
}

// attributes reads the attributes of the annotations that the condition
// chooses into them.
func (q querier) attributes(annotations []storedAnnotation, where string, args []any) error {
	var byID map[model.AnnotationID]int
	err := q.each(func(scan func(...any) error) error {
		var id model.AnnotationID
		var at model.Attribute
		if err := scan((*string)(&id), &at.Name, &at.Value); err != nil {
			return err
		}
		if byID == nil {
			byID = make(map[model.AnnotationID]int, len(annotations))
			for i, a := range annotations {
				byID[a.ID] = i
			}
		}
		i, ok := byID[id]
		if !ok {
			return astray("an attribute of annotation " + string(id))
		}
		annotations[i].Attributes = append(annotations[i].Attributes, at)
		return nil
	}, `SELECT t.annotation, t.name, t.value
		FROM annotation_set s JOIN annotation a ON a.annotation_set = s.id JOIN attribute t ON t.annotation = a.id
		WHERE `+where, args...)
	for i := range annotations {
		slices.SortFunc(annotations[i].Attributes, func(a, b model.Attribute) int { return cmp.Compare(a.Name, b.Name) })
	}
	return err
}

func (q querier) relationRows(sets map[int64]*storedSet, where string, args []any) error {
	return q.each(func(scan func(...any) error) error {
		var r relationRow
		if err := scan(&r.AnnotationSet, &r.ID, &r.Type, &r.FromAnnotation, &r.ToAnnotation, &r.Checksum); err != nil {
			return err
		}
		set, ok := sets[r.AnnotationSet]
		if !ok {
			return astray("relation " + r.ID)
		}
		set.relations = append(set.relations, r)
		return nil
	}, `SELECT r.annotation_set, r.id, r.type, r.from_annotation, r.to_annotation, r.checksum
		FROM annotation_set s JOIN relation r ON r.annotation_set = s.id WHERE `+where, args...)
}

func (q querier) verdictRows(sets map[int64]*storedSet, where string, args []any) error {
	return q.each(func(scan func(...any) error) error {
		var r verdictRow
		if err := scan(&r.AnnotationSet, &r.Of, &r.Annotator, &r.Gold, &r.Was, &r.Why, &r.By, &r.Checksum); err != nil {
			return err
		}
		set, ok := sets[r.AnnotationSet]
		if !ok {
			return astray("the verdict on " + r.Of)
		}
		set.verdicts = append(set.verdicts, r)
		return nil
	}, `SELECT v.annotation_set, v.of, v.annotator, v.gold, v.was, v.why, v.by, v.checksum
		FROM annotation_set s JOIN verdict v ON v.annotation_set = s.id WHERE `+where, args...)
}

// astray says that a row is found where it does not belong, which happens when
// an index of a damaged file says something else than its table.
func astray(what string) error {
	return fmt.Errorf("%w: %s is found where it does not belong; "+nextStep, ErrDamaged, what)
}
