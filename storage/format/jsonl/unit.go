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
	whole := format.Units() // that fit every span which fits any
	for _, c := range candidates {
		if c.quote == "" {
			continue
		}
		quoted++
		if fits := fitting(text, c); len(fits) > 0 {
			proven++
			whole = slices.DeleteFunc(whole, func(u format.Unit) bool { return !slices.Contains(fits, u) })
		}
	}
	switch {
	case quoted == 0:
		return unitChoice{unit: format.CodePoint, note: "no quotes to find the offset unit by: taken for code points"}
	case proven > 0 && slices.Contains(whole, format.CodePoint):
		return unitChoice{unit: format.CodePoint, note: foundUnit}
	case proven > 0 && len(whole) == 1:
		return unitChoice{unit: whole[0], note: foundUnit}
	}
	return unitChoice{unit: format.CodePoint, note: "some lines fit no offset unit: taken for code points", doubt: true}
}

const foundUnit = "offset unit found by the quotes"

// fitting returns the units under which the candidate covers its quote.
func fitting(text *model.Text, c candidate) []format.Unit {
	return slices.DeleteFunc(format.Units(), func(u format.Unit) bool {
		_, err := unitChoice{unit: u}.place(text, c)
		return err != nil
	})
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
	if !covers(text, spans, c.quote) {
		return nil, fmt.Errorf("the text at %v, in %s offsets, is %s, not %s",
			model.Hull(c.fragments), u.unit, shorten(beginning(text, spans)), shorten(c.quote))
	}
	return spans, nil
}

// covers reports whether the quote is the text of the spans, joined by one
// space. It costs no more than the quote is long, whatever the spans claim.
func covers(text *model.Text, spans []model.Span, quote string) bool {
	for i, s := range spans {
		var ok bool
		if i > 0 {
			if quote, ok = strings.CutPrefix(quote, " "); !ok {
				return false
			}
		}
		if quote, ok = strings.CutPrefix(quote, text.Slice(s)); !ok {
			return false
		}
	}
	return quote == ""
}

// beginning returns enough of the text of the spans for a message.
func beginning(text *model.Text, spans []model.Span) string {
	const enough = 1 << 10
	var parts []string
	for _, s := range spans[:min(len(spans), enough)] {
		parts = append(parts, text.String()[s.Start:min(s.End, s.Start+enough)])
	}
	return strings.Join(parts, " ")
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
