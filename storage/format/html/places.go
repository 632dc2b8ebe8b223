package html

import (
	"fmt"
	"slices"
	"strings"

	"dragoman/model"
	"dragoman/model/agree"
)

// place is one entry of the list beside an article: what annotators, or the
// gold set, say in one case.
type place struct {
	Kind    agree.Kind // "" where nobody is compared
	Lacking string     // letters of those who have nothing here
	Sayings []*saying

	size int // bytes from its first to its last
}

// Agreed and Differs are false where nobody is compared.
func (p place) Agreed() bool  { return p.Kind == agree.Agreed }
func (p place) Differs() bool { return p.Kind != "" && p.Kind != agree.Agreed }

// Name says for people in what they differ.
func (p place) Name() string {
	switch p.Kind {
	case agree.Missing:
		return "missing in " + p.Lacking
	case agree.Both:
		return "label and boundary"
	}
	return string(p.Kind)
}

// saying is an annotation or relation, by all who say the same in one case.
type saying struct {
	ID      string // in the page
	Where   string // id in the page of where its words stand
	Label   *label // of an annotation
	Letters string
	Quote   string // of an annotation
	Link    *link  // of a relation
	Voices  []voice
	Place   *place

	fragments []model.Span
	gold      bool
	lane      int
}

// link is a relation between two annotations.
type link struct {
	Type             string
	From, To         string // quotes
	FromMark, ToMark string // where they stand in the page
}

// voice is what is said of an annotation or relation beside its words, by all
// who say the same of it.
type voice struct {
	Letters string
	IDs     string // of what they made, with blanks between
	Facts   []fact
}

// listing makes the entries of one document.
type listing struct {
	page    *page
	text    *model.Text
	prefix  string // of the ids in the page
	gold    *model.AnnotationSet
	sources map[string][]model.Verdict    // by what they took
	marks   map[model.AnnotationID]string // where their words stand
	shown   map[string]bool               // ids of annotations and relations
	count   int
	who     []*person // who is compared
}

func newListing(p *page, prefix string, text *model.Text, gold *model.AnnotationSet) *listing {
	l := &listing{page: p, text: text, prefix: prefix, gold: gold, marks: map[model.AnnotationID]string{}, shown: map[string]bool{}, sources: map[string][]model.Verdict{}}
	if gold != nil {
		for _, v := range gold.Verdicts {
			l.sources[v.Gold] = append(l.sources[v.Gold], v)
		}
	}
	return l
}

// places returns the entries of the cases: those of annotations, and those of
// relations.
func (l *listing) places(cases []agree.Case) (annotations, relations []*place) {
	for _, c := range cases {
		if len(c.Links) == 0 {
			annotations = append(annotations, l.annotated(c))
		}
	}
	for _, c := range cases {
		if len(c.Links) > 0 {
			relations = append(relations, l.linked(c))
		}
	}
	return annotations, relations
}

// lacking returns the letters of those who say nothing in a case.
func (l *listing) lacking(c agree.Case) string {
	var letters []string
	for _, who := range l.who {
		_, annotated := c.Member(model.Annotator(who.Name))
		_, linked := c.Link(model.Annotator(who.Name))
		if !annotated && !linked {
			letters = append(letters, who.Letter)
		}
	}
	return strings.Join(letters, " ")
}

// annotated returns the entry of annotations that correspond to each other.
func (l *listing) annotated(c agree.Case) *place {
	p := &place{Kind: c.Kind, Lacking: l.lacking(c), size: c.Hull().Len()}
	members := slices.Clone(c.Members)
	for len(members) > 0 {
		first := members[0].Annotation
		others := func(m agree.Member) bool {
			return !m.Annotation.Same(first) || !slices.Equal(m.Annotation.Attributes, first.Attributes)
		}
		s := l.saying(p, first.Fragments)
		s.Label, s.Quote = l.page.labels.label(first.Label), l.quote(first.Fragments)
		s.gold = members[0].Annotator == model.Gold
		for _, m := range members {
			if !others(m) {
				l.marks[m.Annotation.ID] = s.Where
				l.add(s, m.Annotator, string(m.Annotation.ID), l.annotationFacts(m))
			}
		}
		members = slices.DeleteFunc(members, func(m agree.Member) bool { return !others(m) })
	}
	return p
}

// linked returns the entry of relations that correspond to each other.
func (l *listing) linked(c agree.Case) *place {
	p := &place{Kind: c.Kind, Lacking: l.lacking(c)}
	byWords := map[link]*saying{}
	for _, x := range c.Links {
		k := link{
			Type: l.relationType(x.Relation.Type),
			From: l.quote(x.From.Fragments), To: l.quote(x.To.Fragments),
			FromMark: l.marks[x.From.ID], ToMark: l.marks[x.To.ID],
		}
		s := byWords[k]
		if s == nil {
			s = l.saying(p, nil)
			s.Link, byWords[k] = &k, s
		}
		l.add(s, x.Annotator, string(x.Relation.ID), l.decision(string(x.Relation.ID), x.Annotator))
	}
	return p
}

// quote returns the words of an annotation, with a sign where some are left
// out.
func (l *listing) quote(fragments []model.Span) string {
	parts := make([]string, len(fragments))
	for i, f := range fragments {
		parts[i] = l.text.Slice(f)
	}
	return strings.Join(parts, " … ")
}

func (l *listing) relationType(name string) string {
	if t, known := l.page.schema.RelationType(name); known {
		return t.Display()
	}
	return name
}

func (l *listing) saying(p *place, fragments []model.Span) *saying {
	l.count++
	s := &saying{ID: fmt.Sprintf("%sn%d", l.prefix, l.count), Place: p, fragments: fragments}
	if len(fragments) > 0 {
		s.Where = placeID(l.prefix, fragments[0].Start)
	}
	p.Sayings = append(p.Sayings, s)
	return s
}

// add adds somebody who says this.
func (l *listing) add(s *saying, who model.Annotator, id string, facts []fact) {
	l.shown[id] = true
	letter := l.page.people.person(who).Letter
	s.Letters = strings.TrimSpace(s.Letters + " " + letter)
	for i := range s.Voices {
		if slices.Equal(s.Voices[i].Facts, facts) {
			s.Voices[i].Letters += " " + letter
			s.Voices[i].IDs += " " + id
			return
		}
	}
	s.Voices = append(s.Voices, voice{letter, id, facts})
}

// Class returns the classes of what is marked in the text.
func (s *saying) Class() string {
	class := fmt.Sprintf("l%d k%d", s.Label.Index, min(s.lane, maxLanes-1))
	switch {
	case s.gold:
		class += " g"
	case s.Place.Agreed():
		class += " e"
	case s.Place.Differs():
		class += " x"
	}
	return class
}

// Told returns all that is said, for where there is plain text only.
func (s *saying) Told() string {
	var b strings.Builder
	b.WriteString(s.Label.Title)
	for _, v := range s.Voices {
		b.WriteString(" · " + v.Letters)
		for _, f := range v.Facts {
			b.WriteString(" · " + strings.TrimPrefix(f.Name+": ", ": ") + f.Value)
		}
	}
	return spelt(b.String())
}
