package job

import (
	"cmp"
	"fmt"
	"slices"

	"dragoman/model"
)

// translation says what is called otherwise in this project. What it does not
// name keeps its name.
type translation struct {
	labels     map[string]string
	attributes map[attributeUse]string // without values
	values     map[attributeUse]string
	types      map[string]string
}

func newTranslation() translation {
	return translation{map[string]string{}, map[attributeUse]string{}, map[attributeUse]string{}, map[string]string{}}
}

// same reports whether nothing is called otherwise.
func (t translation) same() bool {
	for from, to := range t.labels {
		if from != to {
			return false
		}
	}
	for use, to := range t.attributes {
		if use.name != to {
			return false
		}
	}
	for use, to := range t.values {
		if use.value != to {
			return false
		}
	}
	for from, to := range t.types {
		if from != to {
			return false
		}
	}
	return true
}

// set returns the set in the words of this project, and what fell together: an
// annotation or attribute that says the same as another now.
func (t translation) set(set model.AnnotationSet) (model.AnnotationSet, []string) {
	if t.same() {
		return set, nil
	}
	var lost []string
	ids := renames{}
	var annotations []model.Annotation
	bySame := map[string]model.AnnotationID{}
	for _, a := range set.Annotations {
		a, gone := t.annotation(a)
		lost = append(lost, gone...)
		if twin, there := bySame[a.Sameness()]; there {
			lost = append(lost, fmt.Sprintf("annotation %s is now the same as %s", a.ID, twin))
			ids.put(string(a.ID), string(twin))
			continue
		}
		bySame[a.Sameness()] = a.ID
		annotations = append(annotations, a)
	}
	set.Annotations = annotations
	set.Relations = slices.Clone(set.Relations)
	for i, r := range set.Relations {
		set.Relations[i].Type = cmp.Or(t.types[r.Type], r.Type)
	}
	return withoutTwins(ids.set(set), &lost), lost
}

// annotation returns a in the words of this project, and which of its
// attributes fell together.
func (t translation) annotation(a model.Annotation) (model.Annotation, []string) {
	var lost []string
	next := a
	next.Label, next.Attributes = cmp.Or(t.labels[a.Label], a.Label), nil
	for _, at := range a.Attributes {
		name := cmp.Or(t.attributes[attributeUse{a.Label, at.Name, ""}], at.Name)
		value := cmp.Or(t.values[attributeUse{a.Label, at.Name, at.Value}], at.Value)
		if next.Attribute(name) != "" {
			lost = append(lost, fmt.Sprintf("annotation %s: %s=%s, since it has another %s", a.ID, at.Name, at.Value, name))
			continue
		}
		next = next.WithAttribute(name, value)
	}
	return next, lost
}

// withoutTwins leaves out relations that link an annotation to itself, or the
// same ones as another does.
func withoutTwins(set model.AnnotationSet, lost *[]string) model.AnnotationSet {
	seen := map[model.Relation]model.RelationID{}
	ids := renames{}
	var kept []model.Relation
	for _, r := range set.Relations {
		twin, there := seen[link(r)]
		if there || r.From == r.To {
			*lost = append(*lost, fmt.Sprintf("relation %s says nothing of its own any more", r.ID))
			ids.put(string(r.ID), string(twin))
			continue
		}
		seen[link(r)] = r.ID
		kept = append(kept, r)
	}
	set.Relations = kept
	return ids.set(set)
}

// renames are ids of annotations and relations that others stand for. The
// zero value changes nothing.
type renames map[string]string

func (n *renames) put(old, id string) {
	if *n == nil {
		*n = renames{}
	}
	(*n)[old] = id
}

// of returns what stands for the id, which may be the id itself.
func (n renames) of(id string) string {
	if other, there := n[id]; there {
		return other
	}
	return id
}

// set returns the set with the other ids, sorted.
func (n renames) set(set model.AnnotationSet) model.AnnotationSet {
	set.Annotations, set.Relations, set.Verdicts = slices.Clone(set.Annotations), slices.Clone(set.Relations), slices.Clone(set.Verdicts)
	for i := range set.Annotations {
		a := &set.Annotations[i]
		a.ID = model.AnnotationID(n.of(string(a.ID)))
	}
	for i := range set.Relations {
		r := &set.Relations[i]
		r.ID = model.RelationID(n.of(string(r.ID)))
		r.From, r.To = model.AnnotationID(n.of(string(r.From))), model.AnnotationID(n.of(string(r.To)))
	}
	for i := range set.Verdicts {
		v := &set.Verdicts[i]
		v.Of, v.Gold = n.of(v.Of), n.of(v.Gold)
	}
	slices.SortFunc(set.Annotations, model.CompareAnnotations)
	slices.SortFunc(set.Relations, model.CompareRelations)
	slices.SortFunc(set.Verdicts, model.CompareVerdicts)
	set.Verdicts = slices.CompactFunc(set.Verdicts, func(a, b model.Verdict) bool { return a.Of == b.Of })
	return set
}
