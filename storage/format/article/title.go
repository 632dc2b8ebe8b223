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
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if line = strings.TrimSpace(line); line != "" {
			return shorten(line)
		}
	}
	return ""
}

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
