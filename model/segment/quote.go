package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dragoman/model"
)

// quotation is a quotation with its marks, and its words without them.
type quotation struct{ marks, words model.Span }

// closers are the marks that open a quotation, each with those that close it.
// ’ closes only where it is no apostrophe; ” and » open where nothing is open,
// as in Swedish and German books.
var closers = map[rune]string{
	'“': "”", '„': "“”", '”': "”", '‟': "”", '‘': "’", '‚': "‘’",
	'«': "»", '»': "«", '‹': "›", '›': "‹", '"': `"`, '「': "」", '『': "』",
}

// Quote returns the words of the quotation that holds the byte at off, or whose
// marks do: without the marks, and without a comma or full stop before the last
// of them. Of a quotation within a quotation it is the outer one. It reports
// whether there is one; a quotation ends with its paragraph.
func Quote(text string, off int) (model.Span, bool) {
	for _, q := range quotes(text, Paragraph(text, off)) {
		if q.marks.Start <= off && off <= q.marks.End {
			return q.words, true
		}
	}
	return model.Span{}, false
}

// NextQuote returns the words of the first quotation whose words start behind
// off, as Quote does, and whether there is one.
func NextQuote(text string, off int) (model.Span, bool) {
	for at := off; at < len(text); at = NextParagraph(text, at) {
		for _, q := range quotes(text, Paragraph(text, at)) {
			if q.words.Start > off {
				return q.words, true
			}
		}
	}
	return model.Span{}, false
}

// PreviousQuote returns the words of the last quotation whose words start
// before off, as Quote does, and whether there is one.
func PreviousQuote(text string, off int) (model.Span, bool) {
	for p := Paragraph(text, off); ; p = Paragraph(text, PreviousParagraph(text, p.Start)) {
		all := quotes(text, p)
		for i := len(all) - 1; i >= 0; i-- {
			if all[i].words.Start < off {
				return all[i].words, true
			}
		}
		if p.Start == 0 {
			return model.Span{}, false
		}
	}
}

// quotes returns the outermost quotations of a paragraph, in order. One that
// nothing closes, as where a speech goes on in the next paragraph, ends with it
// if its mark can only be an opening one.
func quotes(text string, p model.Span) []quotation {
	var found []quotation
	var open []int // where the marks stand that are open
	for off, r := range text[p.Start:p.End] {
		off += p.Start
		switch {
		case len(open) > 0 && closes(text, open[len(open)-1], off, r):
			from := open[len(open)-1]
			if open = open[:len(open)-1]; len(open) == 0 {
				found = addQuote(found, text, model.Span{Start: from, End: off + utf8.RuneLen(r)}, off)
			}
		case closers[r] != "" && opens(text, off, r):
			open = append(open, off)
		}
	}
	if len(open) > 0 && strings.ContainsRune("“„«", runeAt(text, open[0])) {
		found = addQuote(found, text, model.Span{Start: open[0], End: p.End}, p.End)
	}
	return found
}

func runeAt(text string, off int) rune {
	r, _ := utf8.DecodeRuneInString(text[off:])
	return r
}

// closes reports whether the mark r at off closes the one at from.
func closes(text string, from, off int, r rune) bool {
	if !strings.ContainsRune(closers[runeAt(text, from)], r) {
		return false
	}
	return r != '’' || !wordFollows(text, off, r)
}

// opens reports whether the mark r at off can open a quotation: one that is
// also used to close opens before a word and behind none.
func opens(text string, off int, r rune) bool {
	if !strings.ContainsRune(`"”»›‘`, r) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(text[:off])
	return wordFollows(text, off, r) && !unicode.IsLetter(before) && !unicode.IsDigit(before)
}

func wordFollows(text string, off int, r rune) bool {
	next := runeAt(text, off+utf8.RuneLen(r))
	return unicode.IsLetter(next) || unicode.IsDigit(next)
}

// addQuote adds the quotation between its marks, unless it has no words; end is
// where its closing mark stands.
func addQuote(found []quotation, text string, marks model.Span, end int) []quotation {
	words := Trim(text, model.Span{Start: marks.Start + utf8.RuneLen(runeAt(text, marks.Start)), End: end})
	inside := text[words.Start:words.End]
	if last, size := utf8.DecodeLastRuneInString(inside); strings.ContainsRune(",.،۔、。", last) && !strings.HasSuffix(inside, "..") {
		words = Trim(text, model.Span{Start: words.Start, End: words.End - size})
	}
	if words.Empty() {
		return found
	}
	return append(found, quotation{marks, words})
}
