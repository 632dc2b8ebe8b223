package webanno

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"dragoman/model"
	"dragoman/storage/format"
)

// maxGap is how much white space is put between sentences, in all: where the
// offsets leave more, they are not to be trusted.
const maxGap = 1 << 16

// rebuilt is the text of a file under one offset unit.
type rebuilt struct {
	unit   format.Unit
	text   *model.Text
	gaps   bool // whether something stands between sentences that the file does not tell
	misfit int  // how many lines do not cover their token
}

// rebuild finds the unit under which all tokens are where their offsets say,
// beginning with the format's own, and returns the text. Where there is none,
// the format's own is taken.
func (s *scan) rebuild(asked format.Unit) (rebuilt, error) {
	units := []format.Unit{format.UTF16, format.CodePoint, format.Byte}
	if asked != format.Auto {
		units = []format.Unit{asked}
	}
	var first rebuilt
	for i, u := range units {
		r, err := s.build(u)
		if err == nil && r.misfit == 0 {
			return r, nil
		}
		if i == 0 {
			first = r
		}
		if err != nil && i+1 == len(units) && first.text == nil {
			return r, err
		}
	}
	return first, nil
}

// build puts the sentences where their first tokens say. Between two stand a
// line break and blanks, as INCEpTION has it.
func (s *scan) build(u format.Unit) (rebuilt, error) {
	r := rebuilt{unit: u}
	var b strings.Builder
	length, padding := 0, 0
	for i, x := range s.sentences {
		gap := 0
		if i > 0 {
			gap = 1
		}
		if len(x.rows) > 0 {
			gap = x.rows[0].at.Start - length
		}
		if padding += max(gap, 0); padding > maxGap || gap > maxGap {
			return r, fmt.Errorf("its offsets leave %d characters between sentences: they count something else, or lines are missing", padding)
		}
		between := pad(gap, i > 0)
		r.gaps = r.gaps || between != ""
		text := between + strings.Join(x.text, "\n")
		b.WriteString(text)
		length += count(u, text)
	}
	r.text = model.NewText(b.String())
	for row := range s.rows() {
		if r.check(row) != nil {
			r.misfit++
		}
	}
	return r, nil
}

// pad returns what stands in a gap. One that offsets deny is a line break.
func pad(gap int, between bool) string {
	if between && gap != 0 {
		return "\n" + strings.Repeat(" ", max(gap-1, 0))
	}
	return strings.Repeat(" ", max(gap, 0))
}

// rows goes through all lines of tokens.
func (s *scan) rows() func(yield func(row) bool) {
	return func(yield func(row) bool) {
		for _, x := range s.sentences {
			for _, r := range x.rows {
				if !yield(r) {
					return
				}
			}
		}
	}
}

// check reports that a line does not cover its token. Programs differ in
// whether they escape tokens.
func (r rebuilt) check(x row) error {
	from, okFrom := r.unit.Offset(r.text, x.at.Start)
	to, okTo := r.unit.Offset(r.text, x.at.End)
	if !okFrom || !okTo || from > to {
		return fmt.Errorf("%s at %v lies outside the text or cuts a character", x.id, x.at)
	}
	is := r.text.Slice(model.Span{Start: from, End: to})
	if is == x.text || is == unescapeText(x.text, false) || is == unescapeValue(x.text) {
		return nil
	}
	return fmt.Errorf("the text of %s at %v, in %s offsets, is %s, not %s", x.id, x.at, r.unit, format.Shorten(is), format.Shorten(x.text))
}

// count returns how many units a text has.
func count(u format.Unit, text string) int {
	switch u {
	case format.Byte:
		return len(text)
	case format.CodePoint:
		return utf8.RuneCountInString(text)
	}
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}
