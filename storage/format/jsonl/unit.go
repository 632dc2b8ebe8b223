package jsonl

import "dragoman/storage/format"

// chooseUnit decides what the offsets of a line count: see format.ChooseUnit.
func (p *parsed) chooseUnit(candidates []candidate, declared format.Unit) format.UnitChoice {
	claims := make([]format.Claim, len(candidates))
	for i, c := range candidates {
		claims[i] = c.Claim
	}
	choice := format.ChooseUnit(p.document.Text, claims, p.In.Unit, declared, format.CodePoint)
	if len(claims) > 0 {
		p.Unit(choice)
	}
	return choice
}
