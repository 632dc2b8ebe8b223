package agree

import (
	"cmp"
	"slices"

	"dragoman/model"
)

// Compare returns the cases of annotation sets of one document, those in which
// all agree too, in text order: by the start of the hull, the longer first;
// annotations before relations. Every annotation of every set is in exactly
// one case, and so is every relation.
//
// Of two sets, annotations correspond that Match pairs. Of more, the matches of
// all pairs of sets are joined, the closest first (the same, then the same
// fragments, then by overlap and label), as long as no annotator comes twice
// into one case. The order of annotations and their ids make no difference.
//
// Relations correspond when their ends do; of those between the same two
// cases, the ones of the same type first. One is in a case of its own when the
// others have nothing there.
func Compare(sets []model.AnnotationSet) []Case {
	c := newComparison(sets)
	var m matcher
	for i := range sets {
		for j := i + 1; j < len(sets); j++ {
			c.add(i, j, m.match(c.items[i], c.items[j]))
		}
	}
	return c.cases()
}

// comparison joins what corresponds in the sets of one document.
type comparison struct {
	sets      []model.AnnotationSet
	labels    []string
	items     [][]item // by set, sorted
	first     []int    // number of the first item of each set, counted over all sets
	owner     []int    // set of each item
	relations [][]linked
	same      []link // matched items that are the same
	links     []link // other matched items
}

// link says that two items, counted over all sets, were matched.
type link struct {
	a, b      int
	closeness float64
}

func newComparison(sets []model.AnnotationSet) *comparison {
	c := &comparison{sets: sets}
	annotations := make([][]model.Annotation, len(sets))
	for i, s := range sets {
		annotations[i] = s.Annotations
	}
	c.labels = labelsIn(annotations...)
	for i, as := range annotations {
		items := itemsOf(as, c.labels)
		c.first = append(c.first, len(c.owner))
		c.items = append(c.items, items)
		for range items {
			c.owner = append(c.owner, i)
		}
	}
	for i := range sets {
		c.relations = append(c.relations, c.relationsOf(i))
	}
	return c
}

// add takes the pairs that were matched of two sets.
func (c *comparison) add(i, j int, pairs []Pair) {
	for _, p := range pairs {
		x, y := c.items[i][p.A], c.items[j][p.B]
		l := link{a: c.first[i] + p.A, b: c.first[j] + p.B}
		if compareItems(x, y) == 0 {
			c.same = append(c.same, l)
			continue
		}
		l.closeness = closeness(x, y)
		c.links = append(c.links, l)
	}
}

func closeness(a, b item) float64 {
	near := overlap(a, b)
	if compareFragments(a, b) == 0 {
		near += 2
	}
	if a.label == b.label {
		near++
	}
	return near
}

func (c *comparison) item(n int) item { return c.items[c.owner[n]][n-c.first[c.owner[n]]] }

func (c *comparison) annotation(n int) model.Annotation {
	return c.sets[c.owner[n]].Annotations[c.item(n).index]
}

// groups returns, for each item over all sets, the number of its group, and
// the items of each group in the order of the sets.
func (c *comparison) groups() (groupOf []int, groups [][]int) {
	groupOf = make([]int, len(c.owner))
	groups = make([][]int, len(c.owner))
	members := make([]int, len(c.owner))
	for n := range groups {
		members[n] = n
		groupOf[n], groups[n] = n, members[n:n+1:n+1]
	}
	slices.SortFunc(c.links, c.compareLinks)
	for _, l := range append(c.same, c.links...) {
		g, h := groupOf[l.a], groupOf[l.b]
		if g == h || c.share(groups[g], groups[h]) {
			continue
		}
		for _, n := range groups[h] {
			groupOf[n] = g
		}
		groups[g] = append(groups[g], groups[h]...)
		slices.Sort(groups[g])
		groups[h] = nil
	}
	return groupOf, groups
}

func (c *comparison) compareLinks(x, y link) int {
	if x.closeness != y.closeness {
		return cmp.Compare(y.closeness, x.closeness)
	}
	return cmp.Or(
		compareItems(c.item(x.a), c.item(y.a)), compareItems(c.item(x.b), c.item(y.b)),
		cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b),
	)
}

// share reports whether an annotator has an item in both groups.
func (c *comparison) share(g, h []int) bool {
	return slices.ContainsFunc(g, func(n int) bool {
		return slices.ContainsFunc(h, func(k int) bool { return c.owner[n] == c.owner[k] })
	})
}

// cases returns all cases, in order.
func (c *comparison) cases() []Case {
	groupOf, groups := c.groups()
	cases := make([]Case, 0, len(groups))
	for _, group := range groups {
		if len(group) > 0 {
			cases = append(cases, c.annotationCase(group))
		}
	}
	for _, group := range c.relationGroups(groupOf) {
		cases = append(cases, c.relationCase(group))
	}
	slices.SortStableFunc(cases, compareCases)
	return cases
}

func (c *comparison) annotationCase(group []int) Case {
	members := make([]Member, len(group))
	for i, n := range group {
		members[i] = Member{c.sets[c.owner[n]].Annotator, c.annotation(n)}
	}
	return Case{Kind: kindOf(members, len(c.sets)), Members: members}
}

// agreedItems reports whether kindOf would say Agreed of the group.
func (c *comparison) agreedItems(group []int) bool {
	if len(group) < len(c.sets) {
		return false
	}
	first := c.item(group[0])
	return !slices.ContainsFunc(group[1:], func(n int) bool {
		return compareItems(first, c.item(n)) != 0 ||
			!slices.Equal(c.annotation(group[0]).Attributes, c.annotation(n).Attributes)
	})
}

// kindOf says in what the members differ that of so many annotators.
func kindOf(members []Member, annotators int) Kind {
	differ := func(same func(a, b model.Annotation) bool) bool {
		return slices.ContainsFunc(members[1:], func(m Member) bool { return !same(members[0].Annotation, m.Annotation) })
	}
	boundary := differ(func(a, b model.Annotation) bool { return a.Hull() == b.Hull() })
	label := differ(func(a, b model.Annotation) bool { return a.Label == b.Label })
	switch {
	case len(members) < annotators:
		return Missing
	case boundary && label:
		return Both
	case boundary:
		return Boundary
	case label:
		return Label
	case differ(func(a, b model.Annotation) bool { return model.EqualSpans(a.Fragments, b.Fragments) }):
		return Fragments
	case differ(func(a, b model.Annotation) bool { return slices.Equal(a.Attributes, b.Attributes) }):
		return Attribute
	}
	return Agreed
}

func compareCases(a, b Case) int {
	x, y := a.Hull(), b.Hull()
	if c := cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(y.End, x.End), cmp.Compare(len(a.Links), len(b.Links))); c != 0 {
		return c
	}
	if len(a.Links) > 0 {
		return compareLinkCases(a.Links, b.Links)
	}
	return slices.CompareFunc(a.Members, b.Members, func(p, q Member) int {
		return cmp.Or(compareContent(p.Annotation, q.Annotation), cmp.Compare(p.Annotator, q.Annotator))
	})
}

func compareLinkCases(a, b []Link) int {
	return slices.CompareFunc(a, b, func(p, q Link) int {
		return cmp.Or(
			cmp.Compare(p.Relation.Type, q.Relation.Type),
			compareContent(p.From, q.From), compareContent(p.To, q.To),
			cmp.Compare(p.Annotator, q.Annotator),
		)
	})
}

// compareContent orders annotations by label and place, whatever their ids.
func compareContent(a, b model.Annotation) int {
	return cmp.Or(cmp.Compare(a.Label, b.Label), slices.CompareFunc(a.Fragments, b.Fragments, func(x, y model.Span) int {
		return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End))
	}))
}
