package xmi

import (
	"bufio"
	"strconv"
	"strings"
	"unicode/utf8"
)

// legal reports whether XML 1.0 can hold a character.
func legal(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000
}

func holds(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return !legal(r) }) < 0
}

// elements writes elements without content.
type elements struct {
	w       *bufio.Writer
	illegal func(value string) // called for a value with characters that XML cannot hold
}

// open begins an element, which close ends.
func (e *elements) open(name string) { e.w.WriteString("  <" + name) }

func (e *elements) close() { e.w.WriteString("/>\n") }

func (e *elements) number(name string, n int) {
	e.w.WriteString(" " + name + `="` + strconv.Itoa(n) + `"`)
}

// text writes an attribute. What cannot be held becomes a blank: one UTF-16
// unit for one, so that no offset moves.
func (e *elements) text(name, value string) {
	e.w.WriteString(" " + name + `="`)
	from := 0
	for i, r := range value {
		escaped := escape(r)
		if escaped == "" {
			continue
		}
		e.w.WriteString(value[from:i])
		e.w.WriteString(escaped)
		from = i + utf8.RuneLen(r)
	}
	e.w.WriteString(value[from:])
	e.w.WriteString(`"`)
	if !holds(value) {
		e.illegal(value)
	}
}

// escape returns what stands for a character in an attribute, "" for itself.
func escape(r rune) string {
	switch r {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '"':
		return "&quot;"
	case '\t', '\n', '\r':
		return "&#" + strconv.Itoa(int(r)) + ";" // a parser makes a blank of the bare character
	}
	if legal(r) {
		return ""
	}
	return " "
}
