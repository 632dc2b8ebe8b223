package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"

	"dragoman/model"
)

// Tokenizer names what Tokens does, for reports.
const Tokenizer = "Unicode Annex 29 words and punctuation marks"

// Tokens returns the pieces of the text by Annex 29 without white space: words
// ("don't" is one) and punctuation marks, one each, in order. White space
// around a piece is no part of it, with the marks that stand on it; within one,
// as the narrow space in a number, it is.
func Tokens(text string) []model.Span {
	tokens := make([]model.Span, 0, len(text)/5+1)
	for it := words.FromString(text); it.Next(); {
		if s := trim(text, model.Span{Start: it.Start(), End: it.End()}); !s.Empty() {
			tokens = append(tokens, s)
		}
	}
	return tokens
}

// trim returns the span without the white space at its ends.
func trim(text string, s model.Span) model.Span {
	if r, _ := utf8.DecodeRuneInString(text[s.Start:s.End]); unicode.IsSpace(r) {
		s.Start = s.End - len(strings.TrimLeftFunc(text[s.Start:s.End], blank))
	}
	s.End = s.Start + len(strings.TrimRightFunc(text[s.Start:s.End], unicode.IsSpace))
	return s
}

// blank reports whether r is white space or may stand on it.
func blank(r rune) bool { return unicode.IsSpace(r) || unicode.In(r, unicode.M, unicode.Cf) }
