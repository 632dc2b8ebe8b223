package extract

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// The byte-order marks.
var (
	markUTF8 = []byte("\xef\xbb\xbf")
	markLE   = []byte("\xff\xfe")
	markBE   = []byte("\xfe\xff")
)

// decodeUTF16 decodes data; a mark at its start goes, and decides the order
// for "utf-16".
func decodeUTF16(data []byte, name string) (string, error) {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case name == "utf-16be", name == "utf-16" && bytes.HasPrefix(data, markBE):
		order = binary.BigEndian
	case name == "utf-16" && !bytes.HasPrefix(data, markLE) && guessUTF16(data) == "utf-16be":
		order = binary.BigEndian
	}
	text, bad := utf16Text(data, order)
	if bad >= 0 {
		return "", &InvalidError{Encoding: name, Offset: bad}
	}
	return strings.TrimPrefix(text, "\ufeff"), nil
}

// utf16Text returns the text, or the offset of the first unit that is half a
// character; that is -1 when all are whole.
func utf16Text(data []byte, order binary.ByteOrder) (text string, bad int) {
	var b strings.Builder
	b.Grow(len(data))
	for at := 0; at < len(data); at += 2 {
		if at+1 == len(data) {
			return "", at
		}
		r := rune(order.Uint16(data[at:]))
		if utf16.IsSurrogate(r) {
			if at+4 > len(data) {
				return "", at
			}
			r = utf16.DecodeRune(r, rune(order.Uint16(data[at+2:])))
			if r == utf8.RuneError {
				return "", at
			}
			at += 2
		}
		b.WriteRune(r)
	}
	return b.String(), -1
}

// guessUTF16 returns "utf-16le" or "utf-16be" when data without a mark reads
// like a text in it, else "". Such a text has NUL bytes, for its blanks and
// line ends at least, and reads as a text in one order only.
func guessUTF16(data []byte) string {
	if len(data)%2 != 0 || len(data) < 4 || bytes.IndexByte(data, 0) < 0 || plainWithNUL(data) {
		return ""
	}
	little, big := utf16Score(data, binary.LittleEndian), utf16Score(data, binary.BigEndian)
	const least = 0.03 // of the characters are blanks, line ends or common signs
	switch {
	case little >= least && little > 2*big:
		return "utf-16le"
	case big >= least && big > 2*little:
		return "utf-16be"
	}
	return ""
}

// plainWithNUL reports whether data would be a text in UTF-8 but for a few
// NULs. Every other byte is NUL in UTF-16 of Latin letters, and other letters
// are no text in UTF-8.
func plainWithNUL(data []byte) bool {
	if bytes.Count(data, []byte{0})*4 > len(data) || !utf8.Valid(data) {
		return false
	}
	return !bytes.ContainsFunc(data, func(r rune) bool { return r != 0 && unicode.IsControl(r) && !unicode.IsSpace(r) })
}

// utf16Score returns the share of characters that every text has many of, and
// 0 when there are some that no text has.
func utf16Score(data []byte, order binary.ByteOrder) float64 {
	text, bad := utf16Text(data, order)
	if bad >= 0 {
		return 0
	}
	common, all := 0, 0
	for _, r := range text {
		all++
		switch {
		case strings.ContainsRune(" \n\r、。，　،", r), 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
			common++
		case unicode.IsControl(r) && !unicode.IsSpace(r):
			return 0
		}
	}
	return float64(common) / float64(max(all, 1))
}
