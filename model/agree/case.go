package agree

import "dragoman/model"

// Kind says in what the annotators of a case differ.
type Kind string

// The kinds of cases. A case in which annotators differ in several ways has
// the first that applies, in this order after Agreed.
const (
	Agreed    Kind = "agreed"    // all compared annotators say the same, but for id, note and origin
	Missing   Kind = "missing"   // one of them has nothing here
	Both      Kind = "both"      // the outermost boundaries and the label differ
	Boundary  Kind = "boundary"  // the outermost boundaries differ
	Label     Kind = "label"     // the labels differ
	Fragments Kind = "fragments" // the fragments between the same boundaries differ
	Attribute Kind = "attribute" // only the attributes differ
	Relation  Kind = "relation"  // a relation between corresponding annotations is not there in all sets, or of another type
)

// Kinds lists the kinds in which annotators differ, in the order for people.
var Kinds = []Kind{Missing, Boundary, Label, Both, Fragments, Attribute, Relation}

// Member is what one annotator says in a case.
type Member struct {
	Annotator  model.Annotator
	Annotation model.Annotation
}

// Link is what one annotator says in a case about a relation. From and To are
// the annotations of that annotator which the relation links.
type Link struct {
	Annotator model.Annotator
	Relation  model.Relation
	From, To  model.Annotation
}

// Case is one place about which annotators say something: annotations that
// correspond to each other, or relations that do. Either Members or Links is
// not empty. Both are in the order in which the annotators are compared, each
// annotator at most once.
type Case struct {
	Kind    Kind
	Members []Member
	Links   []Link
}

// Member returns what the annotator says, if anything.
func (c Case) Member(a model.Annotator) (model.Annotation, bool) {
	for _, m := range c.Members {
		if m.Annotator == a {
			return m.Annotation, true
		}
	}
	return model.Annotation{}, false
}

// Link returns the relation of the annotator, if there is one.
func (c Case) Link(a model.Annotator) (Link, bool) {
	for _, l := range c.Links {
		if l.Annotator == a {
			return l, true
		}
	}
	return Link{}, false
}

// Hull returns the outermost span of all that is said in the case.
func (c Case) Hull() model.Span {
	var hull model.Span
	grow := func(s model.Span) {
		if hull == (model.Span{}) {
			hull = s
			return
		}
		hull = model.Span{Start: min(hull.Start, s.Start), End: max(hull.End, s.End)}
	}
	for _, m := range c.Members {
		grow(m.Annotation.Hull())
	}
	for _, l := range c.Links {
		grow(l.From.Hull())
		grow(l.To.Hull())
	}
	return hull
}
