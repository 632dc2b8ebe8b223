package segment

import (
	"strings"
	"unicode"

	"github.com/clipperhouse/uax29/v2/words"

	"dragoman/model"
)

// Word returns the word at off: the run of letters and digits (by Annex 29,
// so that "don't" is one word) that holds the byte at off or ends there. In
// white space or punctuation it is that single piece.
func Word(text string, off int) model.Span {
	pieces := wordPieces(text, off)
	for i, p := range pieces {
		if p.Contains(off) {
			if i > 0 && !wordlike(text, p) && p.Start == off && wordlike(text, pieces[i-1]) {
				return pieces[i-1]
			}
			return p
		}
	}
	if n := len(pieces); n > 0 && pieces[n-1].End == off {
		return pieces[n-1]
	}
	return model.Span{Start: off, End: off}
}

// wordPieces returns the pieces of Annex 29 around off, words and all between.
func wordPieces(text string, off int) []model.Span {
	part := near(text, off)
	var pieces []model.Span
	for it := words.FromString(text[part.Start:part.End]); it.Next(); {
		pieces = append(pieces, model.Span{Start: part.Start + it.Start(), End: part.Start + it.End()})
	}
	return pieces
}

func wordlike(text string, s model.Span) bool {
	return strings.ContainsFunc(text[s.Start:s.End], func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsSymbol(r) && r > unicode.MaxLatin1
	})
}

// NextWord returns the end of the first word that ends behind off, or the end
// of the text. Line breaks are passed over.
func NextWord(text string, off int) int {
	for off < len(text) {
		for _, p := range wordPieces(text, off) {
			if p.End > off && wordlike(text, p) {
				return p.End
			}
		}
		off = max(NextGrapheme(text, off), near(text, off).End)
	}
	return len(text)
}

// PreviousWord returns the start of the last word that starts before off, or 0.
func PreviousWord(text string, off int) int {
	for off > 0 {
		pieces := wordPieces(text, off)
		for i := len(pieces) - 1; i >= 0; i-- {
			if pieces[i].Start < off && wordlike(text, pieces[i]) {
				return pieces[i].Start
			}
		}
		off = min(PreviousGrapheme(text, off), near(text, off).Start)
	}
	return 0
}

// NextWordStart returns the start of the first word that starts behind off, or
// the end of the text.
func NextWordStart(text string, off int) int {
	for off < len(text) {
		for _, p := range wordPieces(text, off) {
			if p.Start > off && wordlike(text, p) {
				return p.Start
			}
		}
		next := max(NextGrapheme(text, off), near(text, off).End)
		if next < len(text) && wordlike(text, Word(text, next)) && Word(text, next).Start == next {
			return next
		}
		off = next
	}
	return len(text)
}

// Trim returns s without white space at its ends.
func Trim(text string, s model.Span) model.Span {
	part := text[s.Start:s.End]
	left := len(part) - len(strings.TrimLeftFunc(part, unicode.IsSpace))
	right := len(strings.TrimRightFunc(part, unicode.IsSpace))
	if right < left {
		return model.Span{Start: s.Start, End: s.Start}
	}
	return model.Span{Start: s.Start + left, End: s.Start + right}
}
