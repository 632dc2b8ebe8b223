package article

import (
	"strings"
	"unicode"
)

// titleLength is how many code points of a line make a title.
const titleLength = 300

// firstLine returns the first line that is not blank, without the blanks
// around it.
func firstLine(text string) string {
	for line := range strings.FieldsFuncSeq(text, lineEnd) {
		if line = strings.TrimSpace(strings.Trim(line, "\ufeff")); line != "" {
			return shorten(line)
		}
	}
	return ""
}

// lineEnd reports whether a character ends a line by the rules of Unicode.
func lineEnd(r rune) bool { return strings.ContainsRune("\n\v\f\r\u0085\u2028\u2029", r) }

// heading returns the first line of a Markdown text, without the signs that
// make it a heading.
func heading(text string) string {
	line := firstLine(text)
	if bare := strings.TrimSpace(strings.TrimLeft(line, "#")); bare != "" {
		return bare
	}
	return line
}

// shorten cuts a line that is too long for a title behind a word.
func shorten(line string) string {
	runes := []rune(line)
	if len(runes) <= titleLength {
		return line
	}
	cut := titleLength - 1
	for cut > titleLength/2 && !unicode.IsSpace(runes[cut]) {
		cut--
	}
	if !unicode.IsSpace(runes[cut]) {
		cut = titleLength - 1
	}
	return strings.TrimSpace(string(runes[:cut])) + "…"
}
