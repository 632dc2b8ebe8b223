package format

import (
	"cmp"
	"slices"

	"dragoman/model"
	"dragoman/model/segment"
)

// Cut says what becomes of an annotation that begins or ends within a token,
// in a format that places annotations by tokens. The zero value is Expand.
type Cut string

// The choices.
const (
	Expand   Cut = "expand"   // to the tokens that it touches
	Contract Cut = "contract" // to the tokens that it covers; left out where it covers none
	Drop     Cut = "drop"     // left out
)

// Range is a run of tokens, half open, by their places in a list. The zero
// value is empty.
type Range struct{ First, End int }

// Align returns the tokens that a span of bytes becomes, and whether it moved
// to their edges. The range is empty where the choice leaves the span out.
// tokens are sorted and do not overlap.
func (c Cut) Align(tokens []model.Span, s model.Span) (r Range, moved bool) {
	touched := Range{firstEndingBehind(tokens, s.Start), firstStartingAt(tokens, s.End)}
	if touched.First >= touched.End {
		return Range{}, true // white space between tokens
	}
	first, last := tokens[touched.First], tokens[touched.End-1]
	moved = first.Start != s.Start || last.End != s.End
	if !moved || c == Expand || c == "" {
		return touched, moved
	}
	if c == Contract {
		if first.Start < s.Start {
			touched.First++
		}
		if last.End > s.End {
			touched.End--
		}
		if touched.First < touched.End {
			return touched, true
		}
	}
	return Range{}, true
}

func firstEndingBehind(tokens []model.Span, off int) int {
	i, _ := slices.BinarySearchFunc(tokens, off, func(t model.Span, off int) int {
		if t.End <= off {
			return -1
		}
		return 1
	})
	return i
}

func firstStartingAt(tokens []model.Span, off int) int {
	i, _ := slices.BinarySearchFunc(tokens, off, func(t model.Span, off int) int { return cmp.Compare(t.Start, off) })
	return i
}

// Tokens returns the tokens that cover the whole text, as spaCy makes them: the
// words and marks of segment.Tokens, and white space between them but for one
// space each behind a token. So the text is the tokens with a space behind
// those for which Spaced tells so. Tokens that are white space alone are real
// ones.
func Tokens(text string) []model.Span {
	words := segment.Tokens(text)
	tokens := make([]model.Span, 0, len(words)+8)
	at := 0
	for _, w := range append(words, model.Span{Start: len(text), End: len(text)}) {
		if at < w.Start && at > 0 && text[at] == ' ' {
			at++ // belongs to the token before it
		}
		if at < w.Start {
			tokens = append(tokens, model.Span{Start: at, End: w.Start})
		}
		if w.Empty() {
			break
		}
		tokens = append(tokens, w)
		at = w.End
	}
	return tokens
}

// Spaced reports whether one space stands behind token i that is no part of
// the next token.
func Spaced(text string, tokens []model.Span, i int) bool {
	end := tokens[i].End
	return end < len(text) && text[end] == ' ' && (i+1 == len(tokens) || tokens[i+1].Start == end+1)
}
