package agree

import (
	"cmp"
	"maps"
	"slices"

	"dragoman/model"
)

// ends are the groups of annotations that a relation leads from and to.
type ends struct{ from, to int }

// owned is a relation and the number of the set it is in.
type owned struct {
	set  int
	link Link
}

// relationCases returns the cases about relations, in no order.
func (c *comparison) relationCases(groupOf []int) []Case {
	var cases []Case
	for _, between := range c.relationsByEnds(groupOf) {
		slices.SortFunc(between, func(x, y owned) int {
			return cmp.Or(cmp.Compare(x.link.Relation.Type, y.link.Relation.Type), cmp.Compare(x.set, y.set))
		})
		for len(between) > 0 {
			var links []Link
			links, between = takeLinks(between)
			kind := Relation
			if len(links) == len(c.sets) && oneType(links) {
				kind = Agreed
			}
			cases = append(cases, Case{Kind: kind, Links: links})
		}
	}
	return cases
}

func (c *comparison) relationsByEnds(groupOf []int) map[ends][]owned {
	by := map[ends][]owned{}
	for i, set := range c.sets {
		if len(set.Relations) == 0 {
			continue
		}
		numbers := c.numbers(i)
		for _, r := range set.Relations {
			from, okFrom := numbers[r.From]
			to, okTo := numbers[r.To]
			if okFrom && okTo {
				e := ends{groupOf[from], groupOf[to]}
				by[e] = append(by[e], owned{i, Link{set.Annotator, r, c.annotation(from), c.annotation(to)}})
			}
		}
	}
	return by
}

// numbers returns the number of each annotation of a set, counted over all
// sets, by its id.
func (c *comparison) numbers(set int) map[model.AnnotationID]int {
	numbers := make(map[model.AnnotationID]int, len(c.items[set]))
	for n, it := range c.items[set] {
		numbers[c.sets[set].Annotations[it.index].ID] = c.first[set] + n
	}
	return numbers
}

// takeLinks takes the relations of the type that most annotators have, the
// first by name among equals, and for each other annotator the first of another
// type. What is left comes back.
func takeLinks(between []owned) (links []Link, left []owned) {
	count := map[string]int{}
	for _, o := range between {
		count[o.link.Relation.Type]++
	}
	types := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	taken := map[int]Link{}
	for _, o := range between {
		if _, has := taken[o.set]; !has && o.link.Relation.Type == types[0] {
			taken[o.set] = o.link
		} else {
			left = append(left, o)
		}
	}
	left = slices.DeleteFunc(left, func(o owned) bool {
		_, has := taken[o.set]
		if !has {
			taken[o.set] = o.link
		}
		return !has
	})
	for _, set := range slices.Sorted(maps.Keys(taken)) {
		links = append(links, taken[set])
	}
	return links, left
}

func oneType(links []Link) bool {
	return !slices.ContainsFunc(links, func(l Link) bool { return l.Relation.Type != links[0].Relation.Type })
}
