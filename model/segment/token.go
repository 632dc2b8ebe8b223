package segment

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"

	"dragoman/model"
)

// Tokenizer names what Tokens does, for reports.
const Tokenizer = "Unicode Annex 29 words and punctuation marks"

// Tokens returns the pieces of the text by Annex 29 without white space: words
// ("don't" is one) and punctuation marks, one each, in order.
func Tokens(text string) []model.Span {
	tokens := make([]model.Span, 0, len(text)/5+1)
	for it := words.FromString(text); it.Next(); {
		start := it.Start()
		if r, _ := utf8.DecodeRuneInString(text[start:]); !unicode.IsSpace(r) {
			tokens = append(tokens, model.Span{Start: start, End: it.End()})
		}
	}
	return tokens
}
