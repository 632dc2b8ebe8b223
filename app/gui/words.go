package gui

import (
	"encoding/binary"
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// countWords returns the number of words of a text, and makes no list of them.
// Where there is nothing but ASCII it looks at eight bytes at a time: an article
// may have ten million.
func countWords(text string) int {
	n, blank := 0, true // before what comes
	for i := 0; i < len(text); {
		if i+8 <= len(text) {
			if eight := binary.LittleEndian.Uint64([]byte(text[i : i+8])); eight&high == 0 {
				starts, last := wordStarts(eight, blank)
				n, blank, i = n+starts, last, i+8
				continue
			}
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		space := unicode.IsSpace(r)
		if blank && !space {
			n++
		}
		blank, i = space, i+size
	}
	return n
}

// Eight bytes with the highest bit set, and with the lowest.
const (
	high = 0x8080808080808080
	ones = 0x0101010101010101
)

// wordStarts returns how many words start within eight ASCII bytes, the first in
// the lowest bits, and whether the last byte is a blank; before says whether one
// stands before them.
func wordStarts(eight uint64, before bool) (n int, last bool) {
	notSpace := (eight ^ ' '*ones) + 0x7f*ones
	control := (eight + (0x80-'\t')*ones) &^ (eight + (0x80-'\r'-1)*ones) // \t, \n, \v, \f, \r
	blanks := (^notSpace | control) & high
	behind := blanks << 8
	if before {
		behind |= 0x80
	}
	return bits.OnesCount64(behind &^ blanks), blanks>>63 == 1
}
