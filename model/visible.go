package model

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible returns a text out of a file as it may be shown in a terminal and in
// the window: what acts instead of being read is written as an escape, such as
// "\x1b" or "\u202e". These are control characters but line feeds and tabs,
// embeddings, overrides and isolates of direction, tags that spell no flag, and
// bytes that are no UTF-8. Line ends become line feeds. What writing needs
// stays: joiners, marks of direction, emoji.
func Visible(text string) string {
	if utf8.ValidString(text) && strings.IndexFunc(text, mayAct) < 0 {
		return text
	}
	var out strings.Builder
	flag := false // within the tags of a flag
	for i, r := range text {
		tag := r >= 0xE0020 && r <= 0xE007F
		flag = r == 0x1F3F4 || flag && tag
		switch {
		case r == '\r' && strings.HasPrefix(text[i+1:], "\n"):
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd"):
			fmt.Fprintf(&out, `\x%02x`, text[i])
		case !mayAct(r), flag && tag:
			out.WriteRune(r)
		case r < utf8.RuneSelf:
			fmt.Fprintf(&out, `\x%02x`, r)
		case r <= 0xFFFF:
			fmt.Fprintf(&out, `\u%04x`, r)
		default:
			fmt.Fprintf(&out, `\U%08x`, r)
		}
	}
	return out.String()
}

// mayAct reports whether r does something to the characters around it, or to a
// terminal.
func mayAct(r rune) bool {
	switch {
	case r == '\n', r == '\t':
		return false
	case r < 0xA0:
		return unicode.IsControl(r)
	case r < 0x2028:
		return false
	}
	return r <= 0x202E || r >= 0x2066 && r <= 0x206F || r >= 0xFFF9 && r <= 0xFFFB || r == 0xE0001 || r >= 0xE0020 && r <= 0xE007F
}

// lineMost is how many bytes of a text Line returns, about.
const lineMost = 1000

// Line returns a text out of a file as one line of bounded length: Visible, line
// feeds and tabs as spaces, and cut with "…".
func Line(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		return r
	}, Visible(Cut(text, lineMost)))
}

// Cut returns at most most bytes of a text, cut between code points, with "…"
// behind where something is left out.
func Cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most] + "…"
}
