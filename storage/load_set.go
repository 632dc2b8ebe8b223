package storage

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"

	"dragoman/model"
)

// storedSet is an annotation set as the file holds it.
type storedSet struct {
	setRow
	loaded
	relations []relationRow
	verdicts  []verdictRow
}

// detail says how much of an annotation is read.
type detail bool

const (
	values detail = false // what the model holds
	proofs detail = true  // quote and checksum too, and what no other row speaks of
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
	for _, l := range annotations {
		set, ok := byID[l.set]
		if !ok || set.annotations != nil {
			return nil, astray("an annotation")
		}
		set.loaded = *l
	}
	return sets, q.storedRest(byID, d, where, args)
}

// storedRest reads the relations and verdicts of the sets. Those that no set
// speaks of are looked for where detail asks for it.
func (q querier) storedRest(sets map[int64]*storedSet, d detail, where string, args []any) error {
	relations, verdicts := d == proofs, d == proofs
	for _, s := range sets {
		relations = relations || s.Relations != 0
		verdicts = verdicts || s.Verdicts != 0
	}
	if relations {
		if err := q.relationRows(sets, where, args); err != nil {
			return fmt.Errorf("read relations: %w", err)
		}
	}
	if verdicts {
		return wrap("read verdicts", q.verdictRows(sets, where, args))
	}
	return nil
}

// attributes reads the attributes of annotations that have any, and where
// detail asks for it of all.
func (q querier) attributes(annotations []*loaded, d detail, where string, args []any) error {
	byID := map[string]*model.Annotation{}
	for _, l := range annotations {
		if l.attributes == 0 && d == values {
			continue
		}
		for i := range l.annotations {
			byID[string(l.annotations[i].ID)] = &l.annotations[i]
		}
	}
	if len(byID) == 0 {
		return nil
	}
	names := interned{}
	var id, name, value sql.RawBytes
	dest := []any{&id, &name, &value}
	err := q.each(func(scan func(...any) error) error {
		if err := scan(dest...); err != nil {
			return err
		}
		a, ok := byID[string(id)]
		if !ok {
			return astray("an attribute of annotation " + string(id))
		}
		a.Attributes = append(a.Attributes, model.Attribute{Name: names.of(name), Value: names.of(value)})
		return nil
	}, `SELECT CAST(t.annotation AS BLOB), CAST(t.name AS BLOB), CAST(t.value AS BLOB)
		FROM annotation_set s JOIN annotation a ON a.annotation_set = s.id JOIN attribute t ON t.annotation = a.id
		WHERE (a.attributes <> 0 OR ?) AND `+where, append([]any{bool(d)}, args...)...)
	for _, a := range byID {
		slices.SortFunc(a.Attributes, func(a, b model.Attribute) int { return cmp.Compare(a.Name, b.Name) })
	}
	return wrap("read attributes", err)
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
