package model

import "fmt"

// Span is the half-open range [Start, End) of bytes of a document's UTF-8
// text: Span{5, 7} is the bytes 5 and 6. The zero value is the empty span at
// the start of the text.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Len returns the number of bytes that s covers.
func (s Span) Len() int { return s.End - s.Start }

// Empty reports whether s covers no byte.
func (s Span) Empty() bool { return s.End <= s.Start }

// Contains reports whether the byte at off lies in s.
func (s Span) Contains(off int) bool { return s.Start <= off && off < s.End }

// Covers reports whether every byte of t lies in s.
func (s Span) Covers(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share at least one byte. Neighbours such as
// [0, 5) and [5, 9) do not overlap.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Intersect returns the bytes that s and t share; it is empty when they do not
// overlap.
func (s Span) Intersect(t Span) Span {
	r := Span{max(s.Start, t.Start), min(s.End, t.End)}
	if r.End < r.Start {
		r.End = r.Start
	}
	return r
}

// String formats s as "[start, end)".
func (s Span) String() string { return fmt.Sprintf("[%d, %d)", s.Start, s.End) }

// Hull returns the smallest span that covers all fragments, which must be
// sorted and not overlap. The hull of none is the zero span.
func Hull(fragments []Span) Span {
	if len(fragments) == 0 {
		return Span{}
	}
	return Span{fragments[0].Start, fragments[len(fragments)-1].End}
}

// EqualSpans reports whether a and b hold the same spans in the same order.
func EqualSpans(a, b []Span) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
