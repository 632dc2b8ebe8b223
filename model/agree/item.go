package agree

import (
	"cmp"
	"slices"

	"dragoman/model"
)

// item is an annotation as matching sees it: without id, note, origin and
// attributes.
type item struct {
	hull      model.Span
	fragments []model.Span
	label     int // index into the labels of all that is compared, sorted by name
	length    int // bytes covered
	index     int // of the annotation in its slice
}

// compareItems orders items by place, then label: an order that does not
// depend on ids nor on the order in which annotations were given.
func compareItems(a, b item) int {
	if c := compareFragments(a, b); c != 0 {
		return c
	}
	return cmp.Compare(a.label, b.label)
}

func compareFragments(a, b item) int {
	if c := cmp.Or(cmp.Compare(a.hull.Start, b.hull.Start), cmp.Compare(a.hull.End, b.hull.End)); c != 0 {
		return c
	}
	if len(a.fragments) == 1 && len(b.fragments) == 1 {
		return 0
	}
	return slices.CompareFunc(a.fragments, b.fragments, func(x, y model.Span) int {
		return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End))
	})
}

// labelsIn returns the labels that occur, sorted.
func labelsIn(sets ...[]model.Annotation) []string {
	var labels []string
	for _, annotations := range sets {
		for _, a := range annotations {
			if i, found := slices.BinarySearch(labels, a.Label); !found {
				labels = slices.Insert(labels, i, a.Label)
			}
		}
	}
	return labels
}

// itemsOf returns the annotations as sorted items. One that is there twice
// counts once, as in a set. labels must be sorted and hold every label.
func itemsOf(annotations []model.Annotation, labels []string) []item {
	items := make([]item, len(annotations))
	for i, a := range annotations {
		label, _ := slices.BinarySearch(labels, a.Label)
		items[i] = item{hull: a.Hull(), fragments: a.Fragments, label: label, index: i}
		for _, f := range a.Fragments {
			items[i].length += f.Len()
		}
	}
	slices.SortStableFunc(items, compareItems)
	return slices.CompactFunc(items, func(x, y item) bool { return compareItems(x, y) == 0 })
}

// withLabel returns the items of one label, appended to into.
func withLabel(into, items []item, label int) []item {
	for _, it := range items {
		if it.label == label {
			into = append(into, it)
		}
	}
	return into
}

// shared returns how many bytes a and b both cover.
func shared(a, b item) int {
	n := 0
	for i, j := 0, 0; i < len(a.fragments) && j < len(b.fragments); {
		f, g := a.fragments[i], b.fragments[j]
		n += f.Intersect(g).Len()
		if f.End < g.End {
			i++
		} else {
			j++
		}
	}
	return n
}

// overlap returns the Jaccard index of the bytes that a and b cover.
func overlap(a, b item) float64 {
	both := shared(a, b)
	return float64(both) / float64(a.length+b.length-both)
}
