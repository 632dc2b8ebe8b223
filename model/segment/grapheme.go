package segment

import (
	"github.com/clipperhouse/uax29/v2/graphemes"

	"dragoman/model"
)

// Grapheme returns the grapheme cluster that holds the byte at off. "\r\n" is
// one cluster. At the end of the text it is empty.
func Grapheme(text string, off int) model.Span {
	if off >= len(text) {
		return model.Span{Start: len(text), End: len(text)}
	}
	start := near(text, off).Start
	if start > 0 && text[start] == '\n' && text[start-1] == '\r' {
		start--
	}
	it := graphemes.FromString(text[start:min(len(text), off+window)])
	for it.Next() {
		if start+it.End() > off {
			return model.Span{Start: start + it.Start(), End: start + it.End()}
		}
	}
	return model.Span{Start: off, End: len(text)}
}

// NextGrapheme returns the first boundary of grapheme clusters behind off, or
// the end of the text.
func NextGrapheme(text string, off int) int { return Grapheme(text, off).End }

// PreviousGrapheme returns the last boundary of grapheme clusters before off,
// or 0.
func PreviousGrapheme(text string, off int) int {
	if off <= 0 {
		return 0
	}
	return Grapheme(text, off-1).Start
}

// SnapGraphemes returns the smallest span of whole grapheme clusters that
// covers s.
func SnapGraphemes(text string, s model.Span) model.Span {
	if s.Empty() {
		at := Grapheme(text, s.Start).Start
		return model.Span{Start: at, End: at}
	}
	return model.Span{Start: Grapheme(text, s.Start).Start, End: Grapheme(text, s.End-1).End}
}
