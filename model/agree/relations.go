package agree

import (
	"cmp"
	"slices"

	"dragoman/model"
)

// linked is a relation of a set and the items that it links, counted over all
// sets.
type linked struct {
	kind      string
	from, to  int
	set       int
	fromGroup int
	toGroup   int
	relation  int // index into the relations of the set
}

// compareLinked orders relations of one set by what they link.
func compareLinked(a, b linked) int {
	return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.kind, b.kind))
}

// relationsOf returns the relations of a set as compareLinked orders them, each
// once; one that links nothing in the set is left out.
func (c *comparison) relationsOf(set int) []linked {
	relations := c.sets[set].Relations
	if len(relations) == 0 {
		return nil
	}
	numbers := make(map[model.AnnotationID]int, len(c.items[set]))
	for n, it := range c.items[set] {
		numbers[c.sets[set].Annotations[it.index].ID] = c.first[set] + n
	}
	found := make([]linked, 0, len(relations))
	for i, r := range relations {
		from, okFrom := numbers[r.From]
		to, okTo := numbers[r.To]
		if okFrom && okTo {
			found = append(found, linked{kind: r.Type, from: from, to: to, set: set, relation: i})
		}
	}
	slices.SortStableFunc(found, compareLinked)
	return slices.CompactFunc(found, func(x, y linked) bool { return compareLinked(x, y) == 0 })
}

// relationGroups returns the relations that correspond: those between the same
// groups of annotations, of each set at most one.
func (c *comparison) relationGroups(groupOf []int) [][]linked {
	var all []linked
	for _, relations := range c.relations {
		all = append(all, relations...)
	}
	for i := range all {
		all[i].fromGroup, all[i].toGroup = groupOf[all[i].from], groupOf[all[i].to]
	}
	slices.SortFunc(all, func(x, y linked) int {
		return cmp.Or(compareGroups(x, y), cmp.Compare(x.kind, y.kind), cmp.Compare(x.set, y.set))
	})
	var groups [][]linked
	for len(all) > 0 {
		n := 1
		for n < len(all) && compareGroups(all[0], all[n]) == 0 {
			n++
		}
		groups = append(groups, splitTypes(all[:n])...)
		all = all[n:]
	}
	return groups
}

func compareGroups(x, y linked) int {
	return cmp.Or(cmp.Compare(x.fromGroup, y.fromGroup), cmp.Compare(x.toGroup, y.toGroup))
}

// splitTypes divides relations between the same groups, sorted by type, so that
// no set has two in one part: the types that most sets have come first, and a
// type joins another where none of its sets is.
func splitTypes(between []linked) [][]linked {
	var parts [][]linked
	for len(between) > 0 {
		n := 1
		for n < len(between) && between[n].kind == between[0].kind {
			n++
		}
		parts = append(parts, between[:n:n])
		between = between[n:]
	}
	slices.SortStableFunc(parts, func(x, y []linked) int { return cmp.Compare(len(y), len(x)) })
	var joined [][]linked
	for _, part := range parts {
		at := slices.IndexFunc(joined, func(to []linked) bool { return disjoint(to, part) })
		if at < 0 {
			joined = append(joined, part)
			continue
		}
		joined[at] = append(joined[at], part...)
	}
	return joined
}

// disjoint reports whether no set has a relation in both.
func disjoint(a, b []linked) bool {
	return !slices.ContainsFunc(a, func(x linked) bool {
		return slices.ContainsFunc(b, func(y linked) bool { return x.set == y.set })
	})
}

// agreedRelations reports whether all annotators have a relation of one type.
func (c *comparison) agreedRelations(group []linked) bool {
	return len(group) == len(c.sets) &&
		!slices.ContainsFunc(group, func(l linked) bool { return l.kind != group[0].kind })
}

// relationCase makes the case of relations that correspond.
func (c *comparison) relationCase(group []linked) Case {
	slices.SortFunc(group, func(x, y linked) int { return cmp.Compare(x.set, y.set) })
	kind := Relation
	if c.agreedRelations(group) {
		kind = Agreed
	}
	links := make([]Link, len(group))
	for i, l := range group {
		set := c.sets[l.set]
		links[i] = Link{set.Annotator, set.Relations[l.relation], c.annotation(l.from), c.annotation(l.to)}
	}
	return Case{Kind: kind, Links: links}
}
