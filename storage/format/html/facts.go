package html

import (
	"dragoman/model"
	"dragoman/model/agree"
)

// fact is a value, with the name of what it is unless that is plain.
type fact struct{ Name, Value string }

// annotationFacts returns what is said of an annotation beside its label and
// its words.
func (l *listing) annotationFacts(m agree.Member) []fact {
	var facts []fact
	def := l.page.labels.label(m.Annotation.Label).def
	for _, at := range m.Annotation.Attributes {
		name := at.Name
		if d, known := def.Attribute(at.Name); known {
			name = d.Display()
		}
		facts = append(facts, fact{name, at.Value})
	}
	if m.Annotation.Note != "" {
		facts = append(facts, fact{"Note", m.Annotation.Note})
	}
	if m.Annotation.Origin != "" {
		facts = append(facts, fact{"", string(m.Annotation.Origin)})
	}
	return append(facts, l.decision(string(m.Annotation.ID), m.Annotator)...)
}

// decision returns what became of an annotator's annotation or relation in the
// gold set; of one of the gold set, where it came from.
func (l *listing) decision(id string, who model.Annotator) []fact {
	if l.gold == nil {
		return nil
	}
	var facts []fact
	if who == model.Gold {
		for _, v := range l.sources[id] {
			from := string(v.Annotator)
			if l.gold.Changed(v) {
				from += ", changed"
			}
			facts = append(facts, fact{"From", because(from, v)})
		}
		return facts
	}
	v, decided := l.gold.Verdict(id)
	if !decided {
		return nil
	}
	outcome := "accepted"
	switch {
	case v.Rejected():
		outcome = "rejected"
	case l.gold.Changed(v):
		outcome = "changed"
	}
	return append(facts, fact{"Review", because(outcome, v)})
}

func because(outcome string, v model.Verdict) string {
	if v.By != "" {
		outcome += ", decided by " + string(v.By)
	}
	if v.Why != "" {
		outcome += ": " + v.Why
	}
	return outcome
}

// unseen counts what the gold set rejects and the page does not show.
func (l *listing) unseen() int {
	n := 0
	for _, v := range l.sources[""] {
		if !l.shown[v.Of] {
			n++
		}
	}
	return n
}
