package session

import (
	"slices"

	"dragoman/model"
)

// mover carries one annotation set over to another schema.
type mover struct {
	edit     SchemaEdit
	plan     *SchemaPlan
	unplaced map[string]int
	there    map[string]model.AnnotationID             // label and fragments of those in the new set
	links    map[model.Relation]bool                   // those in the new set, without their id
	merged   map[model.AnnotationID]model.AnnotationID // gone, and which stands for it
}

func newMover(edit SchemaEdit, plan *SchemaPlan, unplaced map[string]int) mover {
	return mover{
		edit: edit, plan: plan, unplaced: unplaced,
		there:  map[string]model.AnnotationID{},
		links:  map[model.Relation]bool{},
		merged: map[model.AnnotationID]model.AnnotationID{},
	}
}

func (m *mover) move(set model.AnnotationSet) model.AnnotationSet {
	next := model.AnnotationSet{Document: set.Document, Annotator: set.Annotator, Status: set.Status}
	// Those that keep their label come first, so that they stay when another
	// is merged into them.
	for _, keep := range []bool{true, false} {
		for _, a := range set.Annotations {
			if _, stays := m.edit.New.Label(a.Label); stays == keep {
				m.annotation(&next, a)
			}
		}
	}
	slices.SortFunc(next.Annotations, model.CompareAnnotations)
	labels := make(map[model.AnnotationID]string, len(next.Annotations))
	for _, a := range next.Annotations {
		labels[a.ID] = a.Label
	}
	for _, r := range set.Relations {
		m.relation(&next, r, labels)
	}
	slices.SortFunc(next.Relations, model.CompareRelations)
	return next
}

// annotation puts a into next as the new schema has it.
func (m *mover) annotation(next *model.AnnotationSet, a model.Annotation) {
	label, stays := m.edit.New.Label(a.Label)
	if !stays {
		to, said := m.edit.Labels[a.Label]
		if !said {
			m.unplaced["label "+a.Label]++
			return
		}
		if to == "" {
			m.plan.Deleted++
			return
		}
		label, _ = m.edit.New.Label(to)
		a.Label = to
		if same, ok := m.there[a.Sameness()]; ok {
			m.merged[a.ID] = same
			m.plan.Merged++
			return
		}
		m.plan.Relabelled++
	}
	m.there[a.Sameness()] = a.ID
	next.Annotations = append(next.Annotations, m.attributes(a, label))
}

// attributes returns a without the values that the label does not allow.
func (m *mover) attributes(a model.Annotation, label model.Label) model.Annotation {
	for _, at := range a.Attributes {
		if def, ok := label.Attribute(at.Name); !ok || !def.Allows(at.Value) {
			a = a.WithAttribute(at.Name, "")
			m.plan.Values++
		}
	}
	return a
}

// relation puts r into next unless the new schema breaks it.
func (m *mover) relation(next *model.AnnotationSet, r model.Relation, labels map[model.AnnotationID]string) {
	t, stays := m.edit.New.RelationType(r.Type)
	if !stays {
		to, said := m.edit.RelationTypes[r.Type]
		if !said {
			m.unplaced["relation type "+r.Type]++
			return
		}
		t, _ = m.edit.New.RelationType(to)
		r.Type = to
	}
	r.From, r.To = m.survivor(r.From), m.survivor(r.To)
	from, okFrom := labels[r.From]
	to, okTo := labels[r.To]
	broken := r.Type == "" || !okFrom || !okTo || r.From == r.To || !t.Allows(from, to)
	link := model.Relation{Type: r.Type, From: r.From, To: r.To}
	if broken || m.links[link] {
		m.plan.Relations++
		return
	}
	m.links[link] = true
	next.Relations = append(next.Relations, r)
}

func (m *mover) survivor(id model.AnnotationID) model.AnnotationID {
	if other, ok := m.merged[id]; ok {
		return other
	}
	return id
}
