package model

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// stride is the distance in bytes between two checkpoints of a text's index:
// a conversion reads at most this many bytes after a binary search.
const stride = 512

// Text is an immutable UTF-8 text with indexes that convert between byte
// offsets, code points, UTF-16 units and lines in O(log n). Use a pointer to
// it; the zero value is the empty text.
type Text struct {
	s     string
	marks []mark
	total mark
	lines []int // offset of the first byte of each line but the first
}

// mark is a position counted in three units.
type mark struct{ bytes, runes, units int }

// NewText indexes s, which must be valid UTF-8: see utf8.ValidString.
func NewText(s string) *Text {
	t := &Text{s: s}
	var at mark
	for i, r := range s {
		if i >= len(t.marks)*stride {
			at.bytes = i
			t.marks = append(t.marks, at)
		}
		at.runes++
		at.units += units(r)
		if r == '\n' {
			t.lines = append(t.lines, i+1)
		}
	}
	at.bytes = len(s)
	t.total = at
	return t
}

func units(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}

// String returns the whole text.
func (t *Text) String() string { return t.s }

// Len returns the length of the text in bytes.
func (t *Text) Len() int { return len(t.s) }

// CodePoints returns the length of the text in code points.
func (t *Text) CodePoints() int { return t.total.runes }

// UTF16Units returns the length of the text in UTF-16 code units.
func (t *Text) UTF16Units() int { return t.total.units }

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
func (t *Text) CodePointAt(off int) int { return t.at(off).runes }

// UTF16At returns how many UTF-16 units lie before the byte offset off.
func (t *Text) UTF16At(off int) int { return t.at(off).units }

func (t *Text) at(off int) mark {
	return t.seek(func(m mark) bool { return m.bytes > off })
}

// ByteOfCodePoint returns the byte offset of the n-th code point, counted from
// 0; n may be CodePoints. It reports false when n lies outside the text.
func (t *Text) ByteOfCodePoint(n int) (int, bool) {
	if n < 0 || n > t.total.runes {
		return 0, false
	}
	return t.seek(func(m mark) bool { return m.runes > n }).bytes, true
}

// ByteOfUTF16 returns the byte offset of the n-th UTF-16 unit. It reports
// false when n lies outside the text or between the two halves of a surrogate
// pair.
func (t *Text) ByteOfUTF16(n int) (int, bool) {
	if n < 0 || n > t.total.units {
		return 0, false
	}
	m := t.seek(func(m mark) bool { return m.units > n })
	return m.bytes, m.units == n
}

// seek returns the last position in the text that is not past, where past is
// monotonous along the text.
func (t *Text) seek(past func(mark) bool) mark {
	if !past(t.total) {
		return t.total
	}
	i := sort.Search(len(t.marks), func(i int) bool { return past(t.marks[i]) })
	if i == 0 {
		return mark{}
	}
	at := t.marks[i-1]
	for _, r := range t.s[at.bytes:] {
		next := mark{at.bytes + utf8.RuneLen(r), at.runes + 1, at.units + units(r)}
		if past(next) {
			return at
		}
		at = next
	}
	return at
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
