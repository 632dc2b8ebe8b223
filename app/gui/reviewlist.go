package gui

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dragoman/app/command"
	"dragoman/app/gui/panel"
	"dragoman/app/session"
	"dragoman/model"
	"dragoman/model/agree"
)

// fillDifferences shows the differences that pass the filter, and what the
// guideline says of the current one.
func (v *reviewer) fillDifferences(r *session.Review) {
	at, ok := r.Current()
	if !ok {
		at = -1
	}
	var list []panel.Difference
	for _, i := range r.Differences() {
		list = append(list, v.difference(r, i))
	}
	v.differences.Set(list, at, v.noDifferences(r))
	f := r.Filter()
	label, _ := v.s.session.Schema().Label(f.Label)
	v.differences.SetFilter(kindCounts(r), f.Kind, f.OpenOnly, label.Display(), string(f.Annotator))
	v.panel.SetCount(panel.PageDifferences, countOf(r))
	v.guide(r)
}

// guide shows the guideline of the label of the current case.
func (v *reviewer) guide(r *session.Review) {
	at, ok := r.Current()
	if !ok {
		v.differences.SetGuide(model.Label{}, "")
		return
	}
	c := r.Cases()[at]
	label, _ := v.s.session.Schema().Label(labelOf(c))
	v.differences.SetGuide(label, c.Kind)
}

// labelOf returns the label that a case is about, the first annotator's.
func labelOf(c session.ReviewCase) string {
	if len(c.Members) > 0 {
		return c.Members[0].Annotation.Label
	}
	return c.Links[0].From.Label
}

// noDifferences says why the list is empty.
func (v *reviewer) noDifferences(r *session.Review) string {
	var there []string
	for _, a := range r.Annotators() {
		if r.Has(a) {
			there = append(there, string(a))
		}
	}
	switch _, all := command.Decided(r.Cases()); {
	case v.comparable(r) != nil:
		return "Fewer than two of those you chose have annotated this document. " + listed(v.comparable(r)) + " have: the button above compares them."
	case len(r.Annotators()) == 0:
		return "Nobody has annotated this document. Ctrl+PageDown goes to one that two have."
	case len(there) == 0:
		return "None of those who are compared has annotated this document. Ctrl+PageDown goes to one that they have."
	case len(there) == 1:
		return "Only " + there[0] + " has annotated this document: there is nothing to compare. Ctrl+PageDown goes on."
	case all > 0:
		return "No difference passes the filter. Choose All, or other labels and annotators."
	case command.AgreedWaits(r.Cases()):
		return "They agree in everything here. Ctrl+Enter takes it all into the gold set."
	}
	return "They agree in everything here. D marks the document as reviewed."
}

// kindCounts counts the differences of each kind that there is.
func kindCounts(r *session.Review) []panel.KindCount {
	counts := []panel.KindCount{{}}
	of := map[agree.Kind]int{}
	for _, c := range r.Cases() {
		if c.Kind != agree.Agreed {
			of[c.Kind]++
			counts[0].Count++
		}
	}
	for _, k := range agree.Kinds {
		if of[k] > 0 || r.Filter().Kind == k {
			counts = append(counts, panel.KindCount{Kind: k, Count: of[k]})
		}
	}
	return counts
}

// difference returns a case as the list shows it.
func (v *reviewer) difference(r *session.Review, i int) panel.Difference {
	c := r.Cases()[i]
	label, _ := v.s.session.Schema().Label(labelOf(c))
	d := panel.Difference{
		Case: i, Label: label, Mixed: mixedLabels(c), Settled: !c.Open(),
		Title: titleOf(r, c) + rulingOf(r, c),
	}
	if c.Why != "" {
		d.Why = "Why: " + c.Why
	}
	for _, m := range c.Members {
		version := v.version(r.Document().Text, c, m)
		version.Letter, version.Taken = letterOf(r, m.Annotator), slices.Contains(c.Takers, m.Annotator)
		d.Versions = append(d.Versions, version)
	}
	if c.Ruling == session.Edited {
		d.Versions = append(d.Versions, v.own(r, c)...)
	}
	for _, l := range c.Links {
		d.Versions = append(d.Versions, panel.Version{
			Letter: letterOf(r, l.Annotator), Taken: slices.Contains(c.Takers, l.Annotator), Text: v.relation(r.Document().Text, l),
		})
	}
	return d
}

// own returns the versions of a case that are nobody's of those compared, as the
// gold set has them.
func (v *reviewer) own(r *session.Review, c session.ReviewCase) []panel.Version {
	var versions []panel.Version
	for _, a := range c.Gold {
		version := v.version(r.Document().Text, c, agree.Member{Annotation: a})
		version.Letter, version.Taken = decidedTag, true
		versions = append(versions, version)
	}
	return versions
}

func letterOf(r *session.Review, a model.Annotator) string {
	return command.Letter(slices.Index(r.Annotators(), a))
}

// titleOf names the kind of a case, and who has nothing in it.
func titleOf(r *session.Review, c session.ReviewCase) string {
	title := panel.KindTitle(c.Kind)
	var missing []string
	for _, a := range r.Annotators() {
		_, member := c.Member(a)
		_, link := c.Link(a)
		if !member && !link && r.Has(a) {
			missing = append(missing, letterOf(r, a))
		}
	}
	switch {
	case len(missing) == 0:
		return title
	case c.Kind == agree.Missing:
		return title + " in " + listed(missing)
	}
	return title + ", missing in " + listed(missing)
}

// rulingOf says what was decided in a case.
func rulingOf(r *session.Review, c session.ReviewCase) string {
	var letters []string
	for _, a := range c.Takers {
		letters = append(letters, letterOf(r, a))
	}
	said := map[session.Ruling]string{
		session.Taken: " · taken from " + listed(letters), session.TakenBoth: " · all taken",
		session.Edited: " · your version", session.Rejected: " · rejected",
	}[c.Ruling]
	if c.Stale {
		said += " · changed since"
	}
	return said
}

// relation says in a line what an annotator links.
func (v *reviewer) relation(text *model.Text, l agree.Link) string {
	name := l.Relation.Type
	if t, ok := v.s.session.Schema().RelationType(name); ok {
		name = t.Display()
	}
	quote := func(a model.Annotation) string { return shorten(text.Quote(a.Fragments), 60) }
	return name + ": " + quote(l.From) + " → " + quote(l.To)
}

// version returns what an annotator says in a case, with what differs from the
// others stressed.
func (v *reviewer) version(text *model.Text, c session.ReviewCase, m agree.Member) panel.Version {
	var out excerpt
	a := m.Annotation
	if mixedLabels(c) || a.Label != c.Members[0].Annotation.Label {
		label, _ := v.s.session.Schema().Label(a.Label)
		out.add(label.Display(), true)
		out.add(" · ", false)
	}
	others := othersIn(c, m.Annotator)
	for i, f := range a.Fragments {
		if i > 0 {
			out.add(" … ", false)
		}
		out.addFragment(text, f, others)
	}
	for _, at := range a.Attributes {
		if c.Kind == agree.Attribute && slices.ContainsFunc(c.Members, func(o agree.Member) bool { return o.Annotation.Attribute(at.Name) != at.Value }) {
			out.add(" · ", false)
			out.add(at.Name+": "+at.Value, true)
		}
	}
	return panel.Version{Text: out.text.String(), Stressed: out.stressed}
}

// othersIn returns what all other annotators of a case cover: where one of them
// does not, the text differs.
func othersIn(c session.ReviewCase, a model.Annotator) [][]model.Span {
	var others [][]model.Span
	for _, m := range c.Members {
		if m.Annotator != a {
			others = append(others, m.Annotation.Fragments)
		}
	}
	return others
}

// excerpt is a text in the making, with stressed parts.
type excerpt struct {
	text     strings.Builder
	stressed []model.Span
}

func (e *excerpt) add(s string, stressed bool) {
	start := e.text.Len()
	e.text.WriteString(s)
	if words := strings.TrimSpace(s); stressed && words != "" {
		start += strings.Index(s, words)
		e.stressed = append(e.stressed, model.Span{Start: start, End: start + len(words)})
	}
}

// blank stands for white space at the edge of a fragment, where it could not be
// seen: the shelf, which the faces of the article have.
const blank = "˽"

// addFragment adds the text of a fragment, with what is blank at its edges to be
// seen.
func (e *excerpt) addFragment(text *model.Text, f model.Span, others [][]model.Span) {
	s := text.Slice(f)
	words := strings.TrimSpace(s)
	start := f.Start + strings.Index(s, words)
	end := start + len(words)
	e.addBlanks(text, model.Span{Start: f.Start, End: start}, others)
	e.addSpan(text, model.Span{Start: start, End: end}, others)
	e.addBlanks(text, model.Span{Start: end, End: f.End}, others)
}

// addBlanks adds a sign for each character of a span.
func (e *excerpt) addBlanks(text *model.Text, s model.Span, others [][]model.Span) {
	for _, r := range text.Slice(s) {
		at := model.Span{Start: s.Start, End: s.Start + utf8.RuneLen(r)}
		differs := slices.ContainsFunc(others, func(spans []model.Span) bool {
			return !slices.ContainsFunc(spans, func(o model.Span) bool { return o.Contains(at.Start) })
		})
		e.add(blank, differs)
		s.Start = at.End
	}
}

// addSpan adds the text of a span, stressed where one of the others does not
// cover it. Long stretches lose their middle.
func (e *excerpt) addSpan(text *model.Text, s model.Span, others [][]model.Span) {
	for s.Start < s.End {
		part, differs := s, false
		for _, spans := range others {
			covered := false
			for _, o := range spans {
				switch {
				case o.Contains(s.Start):
					covered = true
					part.End = min(part.End, o.End)
				case o.Start > s.Start:
					part.End = min(part.End, o.Start)
				}
			}
			differs = differs || !covered
		}
		e.add(clip(text.Slice(part)), differs)
		s.Start = part.End
	}
}

// clipped is how many code points of a stretch an excerpt shows at most.
const clipped = 90

// clip returns a text without its middle, when it is long.
func clip(s string) string {
	r := []rune(s)
	if len(r) <= clipped {
		return s
	}
	head, tail := string(r[:clipped*2/3]), string(r[len(r)-clipped/3:])
	if i := strings.LastIndexByte(head, ' '); i > 0 {
		head = head[:i]
	}
	if i := strings.IndexByte(tail, ' '); i >= 0 {
		tail = tail[i+1:]
	}
	return head + " … " + tail
}
