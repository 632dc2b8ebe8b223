package webanno

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// unescapeUnits writes what the escape \uXXXX at the beginning of s stands for,
// together with the one behind it where both are one character, and returns how
// many bytes were read but one. What is no such escape is written as it is.
func unescapeUnits(b *strings.Builder, s string) int {
	first, ok := unitOf(s)
	if !ok {
		b.WriteByte(s[0])
		return 0
	}
	if second, ok := unitOf(s[6:]); ok {
		if r := utf16.DecodeRune(first, second); r != utf8.RuneError {
			b.WriteRune(r)
			return 11
		}
	}
	b.WriteRune(first) // half a character becomes U+FFFD
	return 5
}

// unitOf returns the UTF-16 unit of the escape \uXXXX at the beginning of s.
func unitOf(s string) (rune, bool) {
	if len(s) < 6 || s[:2] != `\u` {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}
