package job

import (
	"cmp"
	"maps"
	"slices"

	"dragoman/model"
)

// Usage says what annotation sets use of a schema, and how often. Add fills
// it; the zero value uses nothing.
type Usage struct {
	labels     map[string]int
	attributes map[attributeUse]int // without their value
	values     map[attributeUse]int
	relations  map[relationUse]int
}

// attributeUse is an attribute of annotations with a label, and its value.
type attributeUse struct{ label, name, value string }

// relationUse is a relation between annotations of two labels.
type relationUse struct{ kind, from, to string }

// Add counts what one set uses.
func (u *Usage) Add(set model.AnnotationSet) {
	if u.labels == nil {
		u.labels, u.relations = map[string]int{}, map[relationUse]int{}
		u.attributes, u.values = map[attributeUse]int{}, map[attributeUse]int{}
	}
	labels := make(map[model.AnnotationID]string, len(set.Annotations))
	for _, a := range set.Annotations {
		labels[a.ID] = a.Label
		u.labels[a.Label]++
		for _, at := range a.Attributes {
			u.attributes[attributeUse{a.Label, at.Name, ""}]++
			u.values[attributeUse{a.Label, at.Name, at.Value}]++
		}
	}
	for _, r := range set.Relations {
		u.relations[relationUse{r.Type, labels[r.From], labels[r.To]}]++
	}
}

func (a attributeUse) String() string { return a.label + "." + a.name }

func compareAttributes(a, b attributeUse) int {
	return cmp.Or(cmp.Compare(a.label, b.label), cmp.Compare(a.name, b.name), cmp.Compare(a.value, b.value))
}

func compareRelations(a, b relationUse) int {
	return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
}

// inOrder returns the keys of a count in their order.
func inOrder[K comparable](counts map[K]int, compare func(a, b K) int) []K {
	return slices.SortedFunc(maps.Keys(counts), compare)
}
