package html

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// run is a stretch of text that is shown as it is, or one character that
// cannot be seen, with a sign for it.
type run struct {
	Text   string
	Sign   string
	Return bool // a carriage return, which a page must spell out
}

// names are the signs of characters that turn the order of the text around
// them, or are known by a name.
var names = map[rune]string{
	0: "NUL", '\v': "VT", '\f': "FF", 0x1b: "ESC", 0x7f: "DEL", 0x85: "NEL", 0xad: "SHY",
	0x200b: "ZWSP", 0x2060: "WJ", 0xfeff: "BOM", 0x202a: "LRE", 0x202b: "RLE", 0x202c: "PDF", 0x202d: "LRO",
	0x202e: "RLO", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
}

// sign returns what is shown for a character that cannot be seen, and "" for
// one that can.
func sign(r rune) string {
	if name := names[r]; name != "" {
		return name
	}
	if unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' {
		return fmt.Sprintf("U+%04X", r)
	}
	return ""
}

// runs cuts a text so that what cannot be seen in it stands alone.
func runs(text string) []run {
	var all []run
	from := 0
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if name := sign(r); name != "" || r == '\r' {
			if at > from {
				all = append(all, run{Text: text[from:at]})
			}
			from = at + size
			all = append(all, run{Text: text[at:from], Sign: name, Return: r == '\r'})
		}
		at += size
	}
	if from < len(text) {
		all = append(all, run{Text: text[from:]})
	}
	return all
}

// spelt returns the text with the signs of what cannot be seen in place of it,
// for where a page can hold plain text only.
func spelt(text string) string {
	if strings.IndexFunc(text, func(r rune) bool { return sign(r) != "" }) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if name := sign(r); name != "" {
			b.WriteString("⟨" + name + "⟩")
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
