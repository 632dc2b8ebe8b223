package agree

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dragoman/model"
)

// DocumentMeasure is what was counted in one document. It holds no text and
// is added to an Accumulator once.
type DocumentMeasure struct {
	left       bool      // not all annotators have a set
	shared     []sharing // then: by pair
	document   model.DocumentID
	title      string
	blind      []model.Blindness // by annotator
	labels     []string
	rows       [][]int32 // over all labels, then of each label: see layout
	categories []string  // sets of labels that tokens have
	given      [][]int32 // by category and annotator
	tokens     int
	codePoints int
	units      [][]Unit // by annotator, in code points of the document
	agreed     int
	differing  int
	words      []wordTally
	confused   []int // by label of A, then of B; one more than labels for nothing
}

// wordTally says of the covered text of a case whether annotators agree about
// it.
type wordTally struct {
	text   string // covered by the first annotator, in lower case
	agreed bool
	labels []string
}

// Measure counts what the compared annotators did in a document; sets may hold
// those of others too. It changes nothing and may be called from several
// goroutines. It returns nil when none of the compared annotators has a set.
func (acc *Accumulator) Measure(doc model.Document, sets []model.AnnotationSet) *DocumentMeasure {
	d := &DocumentMeasure{document: doc.ID, title: doc.Title}
	var compared []model.AnnotationSet
	by := make([]*model.AnnotationSet, len(acc.opt.Annotators))
	for n, annotator := range acc.opt.Annotators {
		i := slices.IndexFunc(sets, func(s model.AnnotationSet) bool { return s.Annotator == annotator })
		if i >= 0 {
			by[n] = &sets[i]
			compared = append(compared, sets[i])
			d.blind = append(d.blind, sets[i].Blind)
		}
	}
	switch len(compared) {
	case 0:
		return nil
	case len(acc.opt.Annotators):
		newMeasuring(acc, doc, compared, d).measure()
	default:
		d.left, d.shared = true, acc.share(by)
	}
	return d
}

// measuring is the work on one document.
type measuring struct {
	*comparison
	layout
	d       *DocumentMeasure
	opt     *Options
	text    *model.Text
	matcher matcher
	labelA  []item
	labelB  []item
	partner []int // by item over all sets, -1: none
}

func newMeasuring(acc *Accumulator, doc model.Document, sets []model.AnnotationSet, d *DocumentMeasure) *measuring {
	m := &measuring{
		d: d, comparison: newComparison(sets), layout: acc.layout, opt: &acc.opt, text: doc.Text,
	}
	d.labels = m.labels
	n, width := 1+len(d.labels), m.width()
	all := make([]int32, n*width)
	for i := range n {
		d.rows = append(d.rows, all[i*width:(i+1)*width])
	}
	d.confused = make([]int, n*n)
	return m
}

func (m *measuring) measure() {
	m.countSizes()
	m.each(func(pair, a, b int) {
		matched := m.matcher.match(m.items[a], m.items[b])
		m.add(a, b, matched)
		m.countScores(m.d.rows[0], pair, m.items[a], m.items[b], matched)
		m.countAttributes(pair, a, b, matched)
		m.countRelations(pair, a, b, matched)
		m.confuse(a, b, matched)
		m.countByLabel(pair, a, b)
	})
	m.countTokens()
	m.countUnits()
	m.countCases()
}

func (m *measuring) countSizes() {
	for annotator, items := range m.items {
		at := m.one(annotator) + countAnnotations
		m.d.rows[0][at] = int32(len(items))
		for _, it := range items {
			m.d.rows[1+it.label][at]++
		}
	}
}

func (m *measuring) countScores(row []int32, pair int, a, b []item, matched []Pair) {
	s, at := countSpans(a, b, matched), m.two(pair)
	row[at+countStrict] = int32(s.Strict.Correct)
	row[at+countExact] = int32(s.Exact.Correct)
	row[at+countPartial] = int32(2*s.Partial.Correct + s.Partial.Partial)
	row[at+countType] = int32(s.Type.Correct)
}

// countByLabel matches the annotations of each label anew, among themselves.
func (m *measuring) countByLabel(pair, a, b int) {
	for label := range m.labels {
		m.labelA = withLabel(m.labelA[:0], m.items[a], label)
		m.labelB = withLabel(m.labelB[:0], m.items[b], label)
		m.countScores(m.d.rows[1+label], pair, m.labelA, m.labelB, m.matcher.match(m.labelA, m.labelB))
	}
}

func (m *measuring) countAttributes(pair, a, b int, matched []Pair) {
	for _, p := range matched {
		label := m.items[a][p.A].label
		if label != m.items[b][p.B].label {
			continue
		}
		x := m.sets[a].Annotations[m.items[a][p.A].index]
		y := m.sets[b].Annotations[m.items[b][p.B].index]
		all, same := compareAttributes(x, y)
		for _, row := range [][]int32{m.d.rows[0], m.d.rows[1+label]} {
			row[m.two(pair)+countAttributes] += int32(all)
			row[m.two(pair)+countAttributesSame] += int32(same)
		}
	}
}

// compareAttributes returns how many attributes either annotation has, and how
// many both have with the same value.
func compareAttributes(a, b model.Annotation) (all, same int) {
	all = len(a.Attributes) + len(b.Attributes)
	for _, at := range a.Attributes {
		switch b.Attribute(at.Name) {
		case at.Value:
			all--
			same++
		case "":
		default:
			all--
		}
	}
	return all, same
}

func (m *measuring) countRelations(pair, a, b int, matched []Pair) {
	if len(m.relations[a]) == 0 && len(m.relations[b]) == 0 {
		return
	}
	m.partner = filled(m.partner, len(m.owner), -1)
	for _, p := range matched {
		x, y := m.first[a]+p.A, m.first[b]+p.B
		m.partner[x], m.partner[y] = y, x
	}
	m.countRelationsOf(pair, countRelationsA, m.relations[a], m.relations[b])
	m.countRelationsOf(pair, countRelationsB, m.relations[b], m.relations[a])
}

func (m *measuring) countRelationsOf(pair, count int, mine, theirs []linked) {
	for _, r := range mine {
		from, to := m.partner[r.from], m.partner[r.to]
		if from < 0 || to < 0 {
			continue
		}
		_, same := slices.BinarySearchFunc(theirs, linked{kind: r.kind, from: from, to: to}, compareLinked)
		first, last := m.item(r.from).label, m.item(r.to).label
		rows := [][]int32{m.d.rows[0], m.d.rows[1+first], m.d.rows[1+last]}
		if first == last {
			rows = rows[:2]
		}
		for _, row := range rows {
			row[m.two(pair)+count]++
			if same {
				row[m.two(pair)+countRelationsSame]++
			}
		}
	}
}

// confuse counts which label one gave where the other gave which.
func (m *measuring) confuse(a, b int, matched []Pair) {
	nothing := len(m.labels)
	width := nothing + 1
	for _, it := range m.items[a] {
		m.d.confused[it.label*width+nothing]++
	}
	for _, it := range m.items[b] {
		m.d.confused[nothing*width+it.label]++
	}
	for _, p := range matched {
		x, y := m.items[a][p.A].label, m.items[b][p.B].label
		m.d.confused[x*width+nothing]--
		m.d.confused[nothing*width+y]--
		m.d.confused[x*width+y]++
	}
}

func (m *measuring) countTokens() {
	tokens := m.opt.Tokens(m.text.String())
	c := newCoverage(m.layout, len(m.labels), m.d.rows)
	c.count(len(tokens), boundaries(tokens, m.items))
	m.d.tokens, m.d.given, m.d.categories = len(tokens), c.given, c.categories(m.labels)
}

// countUnits turns fragments into units.
func (m *measuring) countUnits() {
	m.d.codePoints = m.text.CodePoints()
	at := m.text.CodePointAt
	if m.d.codePoints == m.text.Len() {
		at = func(off int) int { return off }
	}
	for _, items := range m.items {
		units := make([]Unit, 0, len(items))
		for _, it := range items {
			for _, f := range it.fragments {
				units = append(units, Unit{at(f.Start), at(f.End), m.labels[it.label]})
			}
		}
		m.d.units = append(m.d.units, units)
	}
}

// longestWord is how many bytes may be covered by what the list of words names.
const longestWord = 60

// countCases counts the cases that Compare gives.
func (m *measuring) countCases() {
	groupOf, groups := m.groups()
	for _, group := range groups {
		if len(group) > 0 {
			m.countCase(group)
		}
	}
	for _, group := range m.relationGroups(groupOf) {
		about := func(l linked) bool { return m.isAbout(l.from) || m.isAbout(l.to) }
		if slices.ContainsFunc(group, about) {
			tally(m.agreedRelations(group), &m.d.agreed, &m.d.differing)
		}
	}
}

// isAbout reports whether the item is of the label to which the report is
// limited.
func (m *measuring) isAbout(item int) bool {
	return m.opt.Label == "" || m.labels[m.item(item).label] == m.opt.Label
}

func (m *measuring) countCase(group []int) {
	if !slices.ContainsFunc(group, m.isAbout) {
		return
	}
	t := wordTally{agreed: m.agreedItems(group), text: m.word(m.annotation(group[0]))}
	tally(t.agreed, &m.d.agreed, &m.d.differing)
	if t.text == "" {
		return
	}
	for _, n := range group {
		if label := m.labels[m.item(n).label]; !slices.Contains(t.labels, label) {
			t.labels = append(t.labels, label)
		}
	}
	m.d.words = append(m.d.words, t)
}

// word returns the covered text in lower case, in memory of its own.
func (m *measuring) word(a model.Annotation) string {
	length := 0
	for _, f := range a.Fragments {
		length += f.Len() + 1
	}
	if length > longestWord || !utf8.ValidString(m.text.Quote(a.Fragments)) {
		return ""
	}
	return strings.Clone(strings.ToLower(m.text.Quote(a.Fragments)))
}
