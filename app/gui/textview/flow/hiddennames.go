package flow

import (
	"fmt"
	"unicode"
)

// hiddenNames are the codes and names of hidden characters, after the Unicode
// standard.
var hiddenNames = map[rune][2]string{
	0x00: {"NUL", "null"}, 0x07: {"BEL", "bell"}, 0x08: {"BS", "backspace"}, 0x0B: {"VT", "line tabulation"},
	0x0C: {"FF", "form feed"}, 0x1B: {"ESC", "escape"}, 0x7F: {"DEL", "delete"}, 0x85: {"NEL", "next line"},
	0xAD: {"SHY", "soft hyphen"}, 0x34F: {"CGJ", "combining grapheme joiner"}, 0x61C: {"ALM", "Arabic letter mark"},
	0x115F: {"HCF", "Hangul choseong filler"}, 0x1160: {"HJF", "Hangul jungseong filler"},
	0x180E: {"MVS", "Mongolian vowel separator"},
	0x200B: {"ZWSP", "zero-width space"}, 0x200C: {"ZWNJ", "zero-width non-joiner"}, 0x200D: {"ZWJ", "zero-width joiner"},
	0x200E: {"LRM", "left-to-right mark"}, 0x200F: {"RLM", "right-to-left mark"},
	0x202A: {"LRE", "left-to-right embedding"}, 0x202B: {"RLE", "right-to-left embedding"},
	0x202C: {"PDF", "pop directional formatting"},
	0x202D: {"LRO", "left-to-right override"}, 0x202E: {"RLO", "right-to-left override"},
	0x2060: {"WJ", "word joiner"}, 0x2061: {"FA", "function application"}, 0x2062: {"IT", "invisible times"},
	0x2063: {"IS", "invisible separator"}, 0x2064: {"IP", "invisible plus"},
	0x2066: {"LRI", "left-to-right isolate"}, 0x2067: {"RLI", "right-to-left isolate"},
	0x2068: {"FSI", "first strong isolate"}, 0x2069: {"PDI", "pop directional isolate"},
	0x3164: {"HF", "Hangul filler"}, 0xFFA0: {"HWHF", "halfwidth Hangul filler"},
	0xFEFF: {"BOM", "byte order mark"}, 0xE0001: {"TAG", "language tag"},
	0xFFF9: {"IAA", "interlinear annotation anchor"}, 0xFFFA: {"IAS", "interlinear annotation separator"},
	0xFFFB: {"IAT", "interlinear annotation terminator"},
}

// HiddenCode returns the short code of a hidden character, such as "RLO", or
// "U+0080" for one that has none. That of a tag is the sign that it stands for.
func HiddenCode(r rune) string {
	if n, ok := hiddenNames[r]; ok {
		return n[0]
	}
	if r > 0xE0020 && r < 0xE007F {
		return "TAG " + string(r-0xE0000)
	}
	return fmt.Sprintf("U+%04X", r)
}

// HiddenName returns what a hidden character is called, and its code point:
// "right-to-left override, U+202E".
func HiddenName(r rune) string {
	name := "invisible character"
	switch n, ok := hiddenNames[r]; {
	case ok:
		name = n[1]
	case r >= 0xE0020 && r <= 0xE007F:
		name = "tag"
	case unicode.Is(unicode.Variation_Selector, r):
		name = "variation selector"
	case unicode.IsControl(r):
		name = "control character"
	}
	return fmt.Sprintf("%s, U+%04X", name, r)
}
