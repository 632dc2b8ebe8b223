package html

import (
	"slices"

	"dragoman/model"
)

// goldLetter stands for the gold set where annotators have a letter.
const goldLetter = "★"

// person is an annotator, or the gold set, as the page names them.
type person struct {
	Name   string
	Letter string
	Gold   bool
	order  int
}

// people names annotators by letters, in the order in which they are met.
type people struct {
	byName map[model.Annotator]*person
	list   []*person // without gold
}

func newPeople(annotators []model.Annotator) *people {
	p := &people{byName: map[model.Annotator]*person{}}
	for _, a := range annotators {
		p.person(a)
	}
	return p
}

func (p *people) person(a model.Annotator) *person {
	if x := p.byName[a]; x != nil {
		return x
	}
	x := &person{Name: string(a), Letter: goldLetter, Gold: a == model.Gold, order: 1 << 30}
	if !x.Gold {
		x.order = len(p.list)
		x.Letter = letters(x.order)
		p.list = append(p.list, x)
	}
	p.byName[a] = x
	return x
}

// all returns everybody, gold last.
func (p *people) all() []*person {
	if gold := p.byName[model.Gold]; gold != nil {
		return append(slices.Clone(p.list), gold)
	}
	return p.list
}

// letters numbers as spreadsheets number columns: A, B, …, Z, AA, AB, ….
func letters(n int) string {
	if n < 26 {
		return string(rune('A' + n))
	}
	return letters(n/26-1) + letters(n%26)
}
