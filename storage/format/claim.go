package format

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"dragoman/model"
	"dragoman/model/segment"
)

// Claim is where a file says that an annotation stands.
type Claim struct {
	Fragments []model.Span // in the unit of the file
	Quote     string       // the covered text as the file has it, fragments joined by one space; "" where it has none
	// Fold is how the file may change the text that it quotes, as where it puts
	// spaces for line breaks; nil: not at all. It shortens no text to less than
	// a quarter, in bytes.
	Fold func(string) string
	Err  error // why it cannot be used; it has no say then
}

// UnitChoice is what the offsets of one document of a file are taken to count.
type UnitChoice struct {
	Unit   Unit
	Note   string // how it was found; "" where nothing was assumed
	doubt  bool   // no unit fits: only what its quote proves is taken
	refuse string // why none of them can be taken
}

// ChooseUnit decides what the offsets of the claims about a text count: as
// asked for, as the file declares, as the quotes show, or own, the unit of the
// format by its definition. Claims that fit no unit have no say. Where there
// are no quotes and own does not fit while another does, none are taken: see
// UnitChoice.Place.
func ChooseUnit(text *model.Text, claims []Claim, asked, declared, own Unit) UnitChoice {
	if own == Auto {
		own = CodePoint
	}
	switch {
	case len(claims) == 0:
		return UnitChoice{Unit: own}
	case asked != Auto:
		return UnitChoice{Unit: asked, Note: "offset unit as asked for"}
	case declared != Auto:
		return UnitChoice{Unit: declared}
	case text.Len() == text.CodePoints():
		return UnitChoice{Unit: own}
	}
	if slices.ContainsFunc(claims, func(c Claim) bool { return c.Quote != "" }) {
		return byQuotes(text, claims, own)
	}
	return byWords(text, claims, own)
}

const foundByQuotes = "what offsets count was found by the words that the file quotes"

// byQuotes finds the unit under which the text at the offsets equals the
// quotes. Where several fit it is own; where none does, nothing is guessed.
func byQuotes(text *model.Text, claims []Claim, own Unit) UnitChoice {
	proven := 0
	whole := Units() // that fit every claim which fits any
	for _, c := range claims {
		if c.Quote == "" {
			continue
		}
		if fits := fitting(text, c); len(fits) > 0 {
			proven++
			whole = slices.DeleteFunc(whole, func(u Unit) bool { return !slices.Contains(fits, u) })
		}
	}
	switch {
	case proven > 0 && slices.Contains(whole, own):
		return UnitChoice{Unit: own, Note: foundByQuotes}
	case proven > 0 && len(whole) > 0:
		return UnitChoice{Unit: whole[0], Note: foundByQuotes}
	}
	return UnitChoice{Unit: own, Note: "some lines fit no offset unit: taken for " + own.Title(), doubt: true}
}

// byWords looks whether claims without quotes fit own: whether they lie within
// the text and cut no word. It refuses them where another unit fits and own
// does not.
func byWords(text *model.Text, claims []Claim, own Unit) UnitChoice {
	note := "no quotes to find the offset unit by: taken for " + own.Title()
	words := segment.Tokens(text.String())
	var clean []Unit
	for _, u := range Units() {
		if !slices.ContainsFunc(claims, func(c Claim) bool { return c.Err == nil && !u.fitsWords(text, words, c) }) {
			clean = append(clean, u)
		}
	}
	if len(clean) == 0 || slices.Contains(clean, own) {
		return UnitChoice{Unit: own, Note: note}
	}
	return UnitChoice{Unit: own, Note: note, refuse: fmt.Sprintf(
		"taken for %s, which this format has, its neighbours and it do not fit the words of the text, and for %s they do: import the file with --offsets %s",
		own.Title(), clean[0].Title(), clean[0])}
}

// fitsWords reports whether the fragments of c begin and end where words do.
func (u Unit) fitsWords(text *model.Text, words []model.Span, c Claim) bool {
	spans, err := u.Spans(text, c.Fragments)
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(spans, func(s model.Span) bool { return cuts(words, s.Start) || cuts(words, s.End) })
}

// cuts reports whether off lies inside one of the words.
func cuts(words []model.Span, off int) bool {
	i, _ := slices.BinarySearchFunc(words, off, func(w model.Span, off int) int {
		if w.End <= off {
			return -1
		}
		return 1
	})
	return i < len(words) && words[i].Start < off && off < words[i].End
}

// fitting returns the units under which the claim covers its quote.
func fitting(text *model.Text, c Claim) []Unit {
	return slices.DeleteFunc(Units(), func(u Unit) bool {
		_, err := UnitChoice{Unit: u}.Place(text, c)
		return err != nil
	})
}

// Place returns the bytes that the claim covers, or why it covers none: that
// it lies outside the text, covers other words than its quote, or that the unit
// is in doubt.
func (u UnitChoice) Place(text *model.Text, c Claim) ([]model.Span, error) {
	if c.Err != nil {
		return nil, c.Err
	}
	if u.refuse != "" {
		return nil, errors.New(u.refuse)
	}
	spans, err := u.Unit.Spans(text, c.Fragments)
	if err != nil {
		return nil, err
	}
	if c.Quote == "" {
		if u.doubt {
			return nil, errors.New("it has no quote, and those of its neighbours fit no offset unit")
		}
		return spans, nil
	}
	if !covers(text, spans, c.Quote) && !c.covers(text, spans) {
		return nil, fmt.Errorf("the text at %v, in %s offsets, is %s, not %s",
			model.Hull(c.Fragments), u.Unit, Shorten(beginning(text, spans)), Shorten(c.Quote))
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

// covers reports whether the quote is the text of the spans as the file may
// change it. It costs no more than the quote is long, whatever the spans claim.
func (c Claim) covers(text *model.Text, spans []model.Span) bool {
	if c.Fold == nil {
		return false
	}
	length := len(spans)
	for _, s := range spans {
		length += s.Len()
	}
	return length <= 4*len(c.Quote)+4 && c.Fold(text.Quote(spans)) == c.Quote
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

// Shorten returns the beginning of s, quoted, for messages. What is no UTF-8
// is left out.
func Shorten(s string) string {
	const length = 60
	runes := []rune(s[:min(len(s), 4*length)])
	if len(s) <= length || len(runes) <= length {
		return "“" + strings.ToValidUTF8(s, "") + "”"
	}
	return "“" + strings.ToValidUTF8(string(runes[:length-1]), "") + "…”"
}
