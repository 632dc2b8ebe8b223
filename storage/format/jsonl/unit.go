package jsonl

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
)

// unitChoice is what the offsets of a line are taken to count.
type unitChoice struct {
	unit  format.Unit
	note  string // how it was found; "" where nothing was assumed
	doubt bool   // no unit fits: only spans that their quote proves are taken
}

// chooseUnit decides what the offsets of a line count: as asked, as the line
// declares, or as the quotes show. Spans that fit no unit have no say.
func (p *parsed) chooseUnit(candidates []candidate, declared format.Unit) unitChoice {
	choice := unitChoice{unit: format.CodePoint}
	switch {
	case len(candidates) == 0:
		return choice
	case p.in.Unit != format.Auto:
		choice = unitChoice{unit: p.in.Unit, note: "offset unit as asked for"}
	case declared != format.Auto:
		choice.unit = declared
	case p.document.Text.Len() != p.document.Text.CodePoints():
		choice = detectUnit(p.document.Text, candidates)
	}
	if !slices.Contains(p.units, choice) {
		p.units = append(p.units, choice)
	}
	return choice
}

// detectUnit finds the unit under which the text at the offsets equals the
// quotes. Where several fit it is code points; where none does, nothing is
// guessed.
func detectUnit(text *model.Text, candidates []candidate) unitChoice {
	quoted, proven := 0, 0
	fits := map[format.Unit]int{}
	for _, c := range candidates {
		if c.quote == "" {
			continue
		}
		quoted++
		any := false
		for _, unit := range format.Units() {
			if _, err := (unitChoice{unit: unit}).place(text, c); err == nil {
				fits[unit]++
				any = true
			}
		}
		if any {
			proven++
		}
	}
	var whole []format.Unit
	for _, unit := range format.Units() {
		if fits[unit] == proven {
			whole = append(whole, unit)
		}
	}
	switch {
	case quoted == 0:
		return unitChoice{unit: format.CodePoint, note: "no quotes to find the offset unit by: taken for code points"}
	case proven > 0 && len(whole) > 0 && (whole[0] == format.CodePoint || len(whole) == 1):
		return unitChoice{unit: whole[0], note: "offset unit found by the quotes"}
	}
	return unitChoice{unit: format.CodePoint, note: "some lines fit no offset unit: taken for code points", doubt: true}
}

// place returns the bytes that the candidate covers, or why it covers none.
func (u unitChoice) place(text *model.Text, c candidate) ([]model.Span, error) {
	if c.err != nil {
		return nil, c.err
	}
	spans, err := u.unit.Spans(text, c.fragments)
	if err != nil {
		return nil, err
	}
	if c.quote == "" {
		if u.doubt {
			return nil, errors.New("it has no quote, and those of its neighbours fit no offset unit")
		}
		return spans, nil
	}
	if found := text.Quote(spans); found != c.quote {
		return nil, fmt.Errorf("the text at %v, in %s offsets, is %s, not %s", model.Hull(c.fragments), u.unit, shorten(found), shorten(c.quote))
	}
	return spans, nil
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
		about.Unit, about.Note = choice.unit, choice.note
		r.report.Assumed = append(r.report.Assumed, about)
	}
	if len(r.units) == 0 {
		r.report.Assumed = append(r.report.Assumed, about)
	}
}
