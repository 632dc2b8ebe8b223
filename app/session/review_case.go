package session

import (
	"slices"

	"dragoman/model"
	"dragoman/model/agree"
)

// Ruling says what was decided in a case.
type Ruling string

// The rulings. The zero value is Undecided.
const (
	Undecided Ruling = ""
	Taken     Ruling = "taken"    // one version stands for all that was not rejected
	TakenBoth Ruling = "both"     // several versions stand, each for itself
	Edited    Ruling = "edited"   // a version of the reviewer's own stands for all
	Rejected  Ruling = "rejected" // nothing stands
)

// ReviewCase is a case and what the gold set says of it.
type ReviewCase struct {
	agree.Case
	Ruling        Ruling
	Takers        []model.Annotator  // whose version stands as they have it, in the order of the case
	Gold          []model.Annotation // what stands; of a case of relations, GoldRelations
	GoldRelations []model.Relation
	Stale         bool            // what was decided about has changed since
	Why           string          // the reason that was given
	By            model.Annotator // who decided
}

// Open reports whether the case waits for a decision, or for a new one because
// it changed since.
func (c ReviewCase) Open() bool { return c.Ruling == Undecided || c.Stale }

// said is one annotation or relation in a case.
type said struct {
	of        string
	annotator model.Annotator
	print     string
}

// said returns what annotators say, in the order of the case.
func (c ReviewCase) said() []said {
	var all []said
	for _, m := range c.Members {
		all = append(all, said{string(m.Annotation.ID), m.Annotator, m.Annotation.Fingerprint()})
	}
	for _, l := range c.Links {
		all = append(all, said{string(l.Relation.ID), l.Annotator, l.Relation.Fingerprint()})
	}
	return all
}

// judged returns the ids that the verbs of review take.
func (c ReviewCase) judged() []string {
	var of []string
	for _, s := range c.said() {
		of = append(of, s.of)
	}
	return of
}

// about reports whether the case is about one of these ids.
func (c ReviewCase) about(of []string) bool {
	return slices.ContainsFunc(c.judged(), func(id string) bool { return slices.Contains(of, id) })
}

// labels reports whether somebody gives the label in the case, or at an end of
// a relation.
func (c ReviewCase) labels(label string) bool {
	return slices.ContainsFunc(c.Members, func(m agree.Member) bool { return m.Annotation.Label == label }) ||
		slices.ContainsFunc(c.Links, func(l agree.Link) bool {
			return l.From.Label == label || l.To.Label == label || l.Relation.Type == label
		})
}

// gold is a gold set whose annotations and relations are found by id.
type gold struct {
	model.AnnotationSet
	annotations map[model.AnnotationID]model.Annotation
	relations   map[model.RelationID]model.Relation
}

func newGold(set model.AnnotationSet) gold {
	g := gold{set, map[model.AnnotationID]model.Annotation{}, map[model.RelationID]model.Relation{}}
	for _, a := range set.Annotations {
		g.annotations[a.ID] = a
	}
	for _, r := range set.Relations {
		g.relations[r.ID] = r
	}
	return g
}

// rule says of each case what the gold set says of it.
func rule(cases []agree.Case, set model.AnnotationSet) []ReviewCase {
	gold := newGold(set)
	ruled := make([]ReviewCase, len(cases))
	for i, c := range cases {
		ruled[i] = ReviewCase{Case: c}
		ruled[i].rule(gold)
	}
	return ruled
}

func (c *ReviewCase) rule(gold gold) {
	open := false
	for _, s := range c.said() {
		v, judged := gold.Verdict(s.of)
		if !judged {
			open = true
			continue
		}
		c.By = v.By
		if v.Why != "" {
			c.Why = v.Why
		}
		c.Stale = c.Stale || v.Was != "" && v.Was != s.print
		c.stands(gold, v.Gold)
	}
	c.Takers = c.takers(gold)
	switch {
	case open:
		c.Ruling = Undecided
	case len(c.Gold)+len(c.GoldRelations) == 0:
		c.Ruling = Rejected
	case len(c.Gold)+len(c.GoldRelations) > 1:
		c.Ruling = TakenBoth
	case len(c.Takers) == 0 || len(c.Gold) == 1 && c.Gold[0].Origin == model.OriginEdited:
		c.Ruling = Edited
	default:
		c.Ruling = Taken
	}
}

// stands adds what has this id in the gold set to what stands in the case.
func (c *ReviewCase) stands(gold gold, id string) {
	a, ok := gold.annotations[model.AnnotationID(id)]
	if ok && !slices.ContainsFunc(c.Gold, func(x model.Annotation) bool { return x.ID == a.ID }) {
		c.Gold = append(c.Gold, a)
	}
	r, ok := gold.relations[model.RelationID(id)]
	if ok && !slices.Contains(c.GoldRelations, r) {
		c.GoldRelations = append(c.GoldRelations, r)
	}
}

func (c *ReviewCase) takers(gold gold) []model.Annotator {
	var takers []model.Annotator
	for _, m := range c.Members {
		v, _ := gold.Verdict(string(m.Annotation.ID))
		if slices.ContainsFunc(c.Gold, func(a model.Annotation) bool {
			return string(a.ID) == v.Gold && a.Fingerprint() == m.Annotation.Fingerprint()
		}) {
			takers = append(takers, m.Annotator)
		}
	}
	for _, l := range c.Links {
		if slices.ContainsFunc(c.GoldRelations, func(r model.Relation) bool { return says(gold, l.Relation, r) }) {
			takers = append(takers, l.Annotator)
		}
	}
	return takers
}

// says reports whether an annotator's relation says what that of the gold set
// says: the same type between what stands for its ends.
func says(gold gold, r, stands model.Relation) bool {
	v, _ := gold.Verdict(string(r.ID))
	from, _ := gold.Verdict(string(r.From))
	to, _ := gold.Verdict(string(r.To))
	return v.Gold == string(stands.ID) && r.Type == stands.Type &&
		from.Gold == string(stands.From) && to.Gold == string(stands.To)
}

// Agreed returns, of the cases in which all annotators say the same, those that
// wait for a decision, as model.TakeAgreed takes them.
func Agreed(cases []agree.Case, gold model.AnnotationSet) [][]string {
	return waiting(rule(cases, gold))
}

func waiting(cases []ReviewCase) [][]string {
	var groups [][]string
	for _, links := range []bool{false, true} {
		for _, c := range cases {
			if c.Kind == agree.Agreed && c.Open() && len(c.Links) > 0 == links {
				groups = append(groups, c.judged())
			}
		}
	}
	return groups
}
