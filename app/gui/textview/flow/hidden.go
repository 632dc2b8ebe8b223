package flow

import (
	"fmt"
	"unicode"

	"github.com/go-text/typesetting/language"
)

// names of hidden characters, as they are shown.
var names = map[rune]string{
	0x00: "NUL", 0x07: "BEL", 0x08: "BS", 0x0B: "VT", 0x0C: "FF", 0x1B: "ESC", 0x7F: "DEL", 0x85: "NEL",
	0xAD: "SHY", 0x34F: "CGJ", 0x61C: "ALM", 0x180E: "MVS",
	0x200B: "ZWSP", 0x200C: "ZWNJ", 0x200D: "ZWJ", 0x200E: "LRM", 0x200F: "RLM",
	0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO",
	0x2060: "WJ", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI", 0xFEFF: "BOM",
}

// thin lists hidden characters that are common and harmless; they are shown as
// a thin bar instead of by name.
var thin = map[rune]bool{
	0xAD: true, 0x200B: true, 0x200C: true, 0x200D: true, 0x200E: true, 0x200F: true, 0x61C: true, 0x2060: true, 0xFEFF: true,
}

// HiddenName returns the name to show for a hidden character, such as "RLO" or
// "U+E0041".
func HiddenName(r rune) string {
	if n, ok := names[r]; ok {
		return n
	}
	return fmt.Sprintf("U+%04X", r)
}

// hidden reports whether the reader would not see runes[i] although it is
// there: format and control characters but those that the script or emoji
// around them need.
func hidden(runes []rune, i int) bool {
	r := runes[i]
	switch {
	case r < 0x20 || r >= 0x7F && r < 0xA0:
		return r != '\t'
	case r < 0xAD:
		return false
	case r == '\u200c' || r == '\u200d':
		return !joins(runes, i)
	case unicode.Is(unicode.Variation_Selector, r):
		return i == 0 || !varies(runes[i-1])
	case r >= 0xE0020 && r <= 0xE007F:
		return !inFlag(runes, i)
	case r == 0x34F:
		return i == 0 || !unicode.In(runes[i-1], unicode.Mn, unicode.Hebrew)
	case r == 0x115F, r == 0x1160, r == 0x3164, r == 0xFFA0, r == 0x17B4, r == 0x17B5:
		return true
	}
	return unicode.Is(unicode.Cf, r) && !visibleFormat(r)
}

// visibleFormat lists format characters that have a glyph.
func visibleFormat(r rune) bool {
	return r >= 0x600 && r <= 0x605 || r == 0x6DD || r == 0x70F || r == 0x890 || r == 0x891 || r == 0x8E2 ||
		r == 0x110BD || r == 0x110CD
}

// joins reports whether a joiner at i stands where it shapes letters or emoji.
func joins(runes []rune, i int) bool {
	if i == 0 || i+1 == len(runes) {
		return false
	}
	before := runes[i-1]
	if pictorial(before) {
		return runes[i] == '\u200d'
	}
	if !unicode.IsLetter(before) && !unicode.IsMark(before) {
		return false
	}
	switch language.LookupScript(before) {
	case language.Latin, language.Greek, language.Cyrillic, language.Hebrew, language.Han, language.Hangul,
		language.Hiragana, language.Katakana, language.Armenian, language.Georgian, language.Common:
		return false
	}
	return true
}

// pictorial reports whether r may be part of an emoji sequence.
func pictorial(r rune) bool {
	return unicode.In(r, unicode.So, unicode.Sk) || r == 0xFE0F || r == 0x2640 || r == 0x2642
}

// varies reports whether a variation selector has a use behind r.
func varies(r rune) bool {
	return pictorial(r) || unicode.In(r, unicode.Han, unicode.Mongolian, unicode.Sm, unicode.Po, unicode.Nd)
}

// inFlag reports whether the tag character at i is part of a regional flag.
func inFlag(runes []rune, i int) bool {
	for i--; i >= 0 && runes[i] >= 0xE0020 && runes[i] <= 0xE007F; i-- {
	}
	return i >= 0 && runes[i] == 0x1F3F4
}
