package html

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dragoman/model"
	"dragoman/model/agree"
)

// article is one document as the page shows it.
type article struct {
	entry
	Document   model.DocumentID
	Headed     bool // the text begins with the title
	Byline     []string
	Properties []fact
	Marked     bool
	Lines      []line
	Lists      []list
	Unseen     int // annotations and relations that the gold set rejects and that are not shown
}

// entry is the line of an article in the contents.
type entry struct {
	ID       string // in the page
	Number   int
	Title    string
	Sets     []set
	Compared bool
	Agreed   int // places at which all say the same
	Differ   int
}

// set is what the page says of an annotation set.
type set struct {
	*person
	Status                 string
	Annotations, Relations int
	Blind                  model.Blindness
}

// list is a list of entries beside an article.
type list struct {
	Title  string
	Places []*place
}

// group is a document with the sets that come of it.
type group struct {
	document model.Document
	sets     []model.AnnotationSet
}

// split returns the sets of annotators, and the gold set if there is one.
func (g group) split() (sets []model.AnnotationSet, gold *model.AnnotationSet) {
	for i := range g.sets {
		if g.sets[i].Annotator == model.Gold {
			gold = &g.sets[i]
		} else {
			sets = append(sets, g.sets[i])
		}
	}
	return sets, gold
}

// article returns the n-th document, from 1.
func (p *page) article(n int, g group) article {
	d := g.document
	a := article{
		entry:    entry{ID: fmt.Sprintf("d%d", n), Number: n},
		Document: d.ID, Byline: byline(d), Properties: properties(d.Meta),
	}
	beginning := model.FirstLine(d.Text.String())
	a.Title = model.Summary{ID: d.ID, Title: d.Title, Beginning: beginning}.Heading()
	a.Headed = d.Title != "" && strings.TrimSpace(d.Title) == beginning
	for _, s := range g.sets {
		a.Sets = append(a.Sets, set{p.people.person(s.Annotator), status(s.Status), len(s.Annotations), len(s.Relations), s.Blind})
	}
	slices.SortStableFunc(a.Sets, func(a, b set) int { return a.order - b.order })
	sayings := a.addLists(p, g)
	setLanes(sayings)
	a.Marked = len(sayings) > 0
	several := len(p.people.byName) > 1
	tell := func(s *saying) tag { return tag{s, s.tag(several)} }
	a.Lines = newTypesetter(d.Text.String(), a.ID, sayings, tell).lines(a.Headed)
	return a
}

// addLists fills the lists beside the article, and returns what is marked in
// its text.
func (a *article) addLists(p *page, g group) []*saying {
	sets, gold := g.split()
	l := newListing(p, a.ID, g.document.Text, gold)
	a.Compared = len(sets) > 1
	for _, s := range sets {
		l.who = append(l.who, p.people.person(s.Annotator))
	}
	cases := agree.Compare(sets)
	if !a.Compared {
		cases = single(sets)
	}
	annotations, relations := l.places(cases)
	for _, x := range slices.Concat(annotations, relations) {
		if x.Agreed() {
			a.Agreed++
		} else if x.Differs() {
			a.Differ++
		}
	}
	a.list("Annotations", annotations)
	a.list("Relations", relations)
	if gold != nil {
		a.Unseen = l.unseen()
		golden, links := l.places(single([]model.AnnotationSet{*gold}))
		a.list("Gold annotations", golden)
		a.list("Gold relations", links)
		annotations = append(annotations, golden...)
	}
	var sayings []*saying
	for _, x := range annotations {
		sayings = append(sayings, x.Sayings...)
	}
	return sayings
}

func (a *article) list(title string, places []*place) {
	if len(places) > 0 {
		a.Lists = append(a.Lists, list{title, places})
	}
}

// single returns a case for each annotation and relation of sets that are not
// compared with others.
func single(sets []model.AnnotationSet) []agree.Case {
	var cases []agree.Case
	for _, s := range sets {
		ends := make(map[model.AnnotationID]model.Annotation, len(s.Annotations))
		for _, a := range s.Annotations {
			ends[a.ID] = a
			cases = append(cases, agree.Case{Members: []agree.Member{{Annotator: s.Annotator, Annotation: a}}})
		}
		for _, r := range s.Relations {
			cases = append(cases, agree.Case{Links: []agree.Link{{Annotator: s.Annotator, Relation: r, From: ends[r.From], To: ends[r.To]}}})
		}
	}
	return cases
}

// tag returns what stands above the text: the label, and whose it is unless
// all agree or there is nobody else.
func (s *saying) tag(several bool) string {
	if !several || s.Place.Agreed() {
		return s.Label.Code
	}
	return s.Letters + " " + s.Label.Code
}

// byline tells where the document came from.
func byline(d model.Document) []string {
	return slices.DeleteFunc([]string{d.Source, d.Meta.Text(model.MetaAuthor), d.Meta.Text(model.MetaDate)}, func(s string) bool { return s == "" })
}

// properties returns what the byline does not tell.
func properties(meta model.Meta) []fact {
	var facts []fact
	for _, name := range slices.Sorted(maps.Keys(meta)) {
		value := meta.Text(name)
		if value == "" {
			value = string(meta[name])
		} else if name == model.MetaAuthor || name == model.MetaDate {
			continue
		}
		facts = append(facts, fact{name, value})
	}
	return facts
}

func status(s model.Status) string { return strings.ReplaceAll(s.String(), "_", " ") }
