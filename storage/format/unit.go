package format

import (
	"fmt"

	"dragoman/model"
)

// Unit is what offsets in a file count. The zero value asks for detection on
// reading, and for the format's own unit on writing.
type Unit string

// The offset units.
const (
	Auto      Unit = ""
	CodePoint Unit = "codepoint"
	UTF16     Unit = "utf16"
	Byte      Unit = "byte"
)

// Units returns the units in the order in which they are tried.
func Units() []Unit { return []Unit{CodePoint, UTF16, Byte} }

// Title returns the unit as people say it.
func (u Unit) Title() string {
	switch u {
	case UTF16:
		return "UTF-16 units"
	case Byte:
		return "bytes"
	}
	return "code points"
}

// ParseUnit reads "codepoint", "utf16", "byte", and "auto" or "" as Auto.
func ParseUnit(s string) (Unit, error) {
	switch u := Unit(s); u {
	case Auto, "auto":
		return Auto, nil
	case CodePoint, UTF16, Byte:
		return u, nil
	}
	return Auto, fmt.Errorf("offset unit %q is not codepoint, utf16 or byte", s)
}

// Offset returns the byte offset of the position that lies n units into the
// text. It reports false when n lies outside the text or inside a character;
// Auto counts as CodePoint.
func (u Unit) Offset(text *model.Text, n int) (int, bool) {
	switch u {
	case UTF16:
		return text.ByteOfUTF16(n)
	case Byte:
		return n, text.Boundary(n)
	}
	return text.ByteOfCodePoint(n)
}

// Count returns how many units lie before the byte offset off.
func (u Unit) Count(text *model.Text, off int) int {
	switch u {
	case UTF16:
		return text.UTF16At(off)
	case Byte:
		return off
	}
	return text.CodePointAt(off)
}

// Spans returns the byte spans of fragments that count in u, and why they
// cannot be the fragments of an annotation of the text.
func (u Unit) Spans(text *model.Text, fragments []model.Span) ([]model.Span, error) {
	spans := make([]model.Span, len(fragments))
	for i, f := range fragments {
		start, okStart := u.Offset(text, f.Start)
		end, okEnd := u.Offset(text, f.End)
		if !okStart || !okEnd {
			return nil, fmt.Errorf("%v lies outside the text or cuts a character", f)
		}
		spans[i] = model.Span{Start: start, End: end}
	}
	if model.CheckFragments(text, spans) != nil {
		// Said in the file's own unit, not in the bytes that were checked.
		return nil, fmt.Errorf("%w: %v are none, empty, overlap or stand out of order", model.ErrFragments, fragments)
	}
	return spans, nil
}
