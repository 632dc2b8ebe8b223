package model

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// Text is an immutable UTF-8 text with indexes that convert between byte
// offsets, code points, UTF-16 units and lines; see unitIndex. Use a pointer to
// it; the zero value is the empty text.
type Text struct {
	s     string
	units unitIndex
	lines []int // offset of the first byte of each line but the first
}

// NewText indexes s, which must be valid UTF-8 (see utf8.ValidString) and
// shorter than 4 GiB.
func NewText(s string) *Text { return &Text{s: s, units: newUnitIndex(s), lines: lineStarts(s)} }

// lineStarts returns where the lines of s begin, but the first.
func lineStarts(s string) []int {
	n := strings.Count(s, "\n")
	if n == 0 {
		return nil
	}
	starts := make([]int, 0, n)
	for at := 0; len(starts) < n; {
		at += strings.IndexByte(s[at:], '\n') + 1
		starts = append(starts, at)
	}
	return starts
}

// String returns the whole text.
func (t *Text) String() string { return t.s }

// Len returns the length of the text in bytes.
func (t *Text) Len() int { return len(t.s) }

// CodePoints returns the length of the text in code points.
func (t *Text) CodePoints() int { return t.units.total.of(codePoints) }

// UTF16Units returns the length of the text in UTF-16 code units.
func (t *Text) UTF16Units() int { return t.units.total.of(utf16Units) }

// Slice returns the text that s covers; s must lie inside the text.
func (t *Text) Slice(s Span) string { return t.s[s.Start:s.End] }

// Quote returns the text of the fragments, joined by one space.
func (t *Text) Quote(fragments []Span) string {
	if len(fragments) == 1 {
		return t.Slice(fragments[0])
	}
	parts := make([]string, len(fragments))
	for i, f := range fragments {
		parts[i] = t.Slice(f)
	}
	return strings.Join(parts, " ")
}

// Boundary reports whether off is the start of a code point or the end of the
// text.
func (t *Text) Boundary(off int) bool {
	return off == len(t.s) || off >= 0 && off < len(t.s) && utf8.RuneStart(t.s[off])
}

// CodePointAt returns how many code points lie before the byte offset off.
func (t *Text) CodePointAt(off int) int { return t.units.at(t.s, off).of(codePoints) }

// UTF16At returns how many UTF-16 units lie before the byte offset off.
func (t *Text) UTF16At(off int) int { return t.units.at(t.s, off).of(utf16Units) }

// ByteOfCodePoint returns the byte offset of the n-th code point, counted from
// 0; n may be CodePoints. It reports false when n lies outside the text.
func (t *Text) ByteOfCodePoint(n int) (int, bool) {
	if n < 0 || n > t.CodePoints() {
		return 0, false
	}
	off, _ := t.units.find(t.s, n, codePoints)
	return off, true
}

// ByteOfUTF16 returns the byte offset of the n-th UTF-16 unit. It reports
// false when n lies outside the text or between the two halves of a surrogate
// pair.
func (t *Text) ByteOfUTF16(n int) (int, bool) {
	if n < 0 || n > t.UTF16Units() {
		return 0, false
	}
	off, before := t.units.find(t.s, n, utf16Units)
	return off, before == n
}

// Lines returns the number of lines: one more than the number of line feeds.
func (t *Text) Lines() int { return len(t.lines) + 1 }

// LineAt returns the number, from 0, of the line that holds the byte offset.
func (t *Text) LineAt(off int) int {
	return sort.Search(len(t.lines), func(i int) bool { return t.lines[i] > off })
}

// LineSpan returns the bytes of line n, without its "\n" or "\r\n".
func (t *Text) LineSpan(n int) Span {
	s := Span{0, len(t.s)}
	if n > 0 {
		s.Start = t.lines[n-1]
	}
	if n < len(t.lines) {
		s.End = t.lines[n] - 1
		if s.End > s.Start && t.s[s.End-1] == '\r' {
			s.End--
		}
	}
	return s
}
