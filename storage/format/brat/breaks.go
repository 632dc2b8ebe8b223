package brat

import (
	"strings"
	"unicode"

	"dragoman/model"
)

// isBreak reports whether a line or column ends at r for some program that reads
// .ann files: brat splits lines as Python does, and others columns at all tabs.
func isBreak(r rune) bool { return strings.ContainsRune("\t\n\r\v\f\x1c\x1d\x1e\u0085\u2028\u2029", r) }

// fold puts a space for each break.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if isBreak(r) {
			return ' '
		}
		return r
	}, s)
}

// asQuoted returns how a file that has this quote may have changed the text of
// it: it has spaces for breaks, and many programs take white space off the end
// of a line.
func asQuoted(quote string) func(string) string {
	return func(text string) string {
		text = fold(text)
		if strings.TrimRightFunc(text, unicode.IsSpace) == strings.TrimRightFunc(quote, unicode.IsSpace) {
			return quote
		}
		return text
	}
}

// split returns the fragments without the breaks in them, as brat has them. One
// of nothing but breaks stays as it is.
func split(text *model.Text, fragments []model.Span) []model.Span {
	var parts []model.Span
	for _, f := range fragments {
		before, start := len(parts), -1
		for i, r := range text.Slice(f) {
			switch at := f.Start + i; {
			case !isBreak(r) && start < 0:
				start = at
			case isBreak(r) && start >= 0:
				parts, start = append(parts, model.Span{Start: start, End: at}), -1
			}
		}
		if start >= 0 {
			parts = append(parts, model.Span{Start: start, End: f.End})
		}
		if len(parts) == before {
			parts = append(parts, f)
		}
	}
	return parts
}
