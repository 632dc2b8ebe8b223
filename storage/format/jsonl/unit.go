package jsonl

import (
	"slices"
	"strings"

	"dragoman/storage/format"
)

// chooseUnit decides what the offsets of a line count: see format.ChooseUnit.
func (p *parsed) chooseUnit(candidates []candidate, declared format.Unit) format.UnitChoice {
	claims := make([]format.Claim, len(candidates))
	for i, c := range candidates {
		claims[i] = c.Claim
	}
	choice := format.ChooseUnit(p.document.Text, claims, p.in.Unit, declared, format.CodePoint)
	if len(claims) > 0 && !slices.Contains(p.units, choice) {
		p.units = append(p.units, choice)
	}
	return choice
}

// assume puts into the report what was taken for granted about the file.
func (r *reader) assume() {
	about := format.Assumption{Path: r.in.Name, Format: "jsonl", Encoding: "utf-8"}
	if asked := r.in.Encoding; asked != "" && asked != "auto" && !strings.EqualFold(asked, "utf-8") {
		about.Note = "JSON Lines are always UTF-8: the encoding " + asked + " was not used"
		r.report.Assumed = append(r.report.Assumed, about)
		about.Note = ""
	}
	for _, choice := range r.units {
		about.Unit, about.Note = choice.Unit, choice.Note
		r.report.Assumed = append(r.report.Assumed, about)
	}
	if len(r.units) == 0 {
		r.report.Assumed = append(r.report.Assumed, about)
	}
}
