package model

import (
	"math/bits"
	"unicode/utf8"
)

// stride is the distance in bytes between two checkpoints of a unitIndex: a
// conversion counts at most this many bytes, eight at a time.
const stride = 128

// unitIndex counts the code points and UTF-16 units of a text. From bytes to
// units it is O(1), back O(log n); a text of ASCII alone needs neither.
type unitIndex struct {
	marks []mark // what lies before byte 0, stride, 2*stride, ...; none where all are ASCII
	total mark
}

// mark is how many code points and UTF-16 units lie before a place; a character
// counts where it starts.
type mark struct{ runes, units uint32 }

func (m mark) plus(n mark) mark { return mark{m.runes + n.runes, m.units + n.units} }

// unitKind is a unit of a mark.
type unitKind bool

// The kinds of units.
const (
	codePoints unitKind = false
	utf16Units unitKind = true
)

// of returns how many units of a kind m has.
func (m mark) of(k unitKind) int {
	if k == utf16Units {
		return int(m.units)
	}
	return int(m.runes)
}

func newUnitIndex(s string) unitIndex {
	first := 0 // byte that is not ASCII
	for first+8 <= len(s) && word(s, first)&highBits == 0 {
		first += 8
	}
	for first < len(s) && s[first] < utf8.RuneSelf {
		first++
	}
	if first == len(s) {
		return unitIndex{total: mark{uint32(len(s)), uint32(len(s))}}
	}
	x := unitIndex{marks: make([]mark, 0, len(s)/stride+1)}
	for at := 0; at < len(s); at += stride {
		x.marks = append(x.marks, x.total)
		x.total = x.total.plus(countUnits(s[at:min(at+stride, len(s))]))
	}
	return x
}

const highBits = 0x8080808080808080

// word returns eight bytes of s from i on.
func word(s string, i int) uint64 {
	b := s[i : i+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// unitsIn counts what starts in eight bytes of UTF-8: all but the continuations
// (10xxxxxx), and twice in UTF-16 what takes four bytes (1111xxxx).
func unitsIn(w uint64) mark {
	starts := uint32(8 - bits.OnesCount64(w&^(w<<1)&highBits))
	return mark{starts, starts + uint32(bits.OnesCount64(w&(w<<1)&(w<<2)&(w<<3)&highBits))}
}

// unitsOf counts what starts in one byte.
func unitsOf(b byte) mark {
	switch {
	case !utf8.RuneStart(b):
		return mark{}
	case b >= 0xF0:
		return mark{1, 2}
	}
	return mark{1, 1}
}

// countUnits counts what starts in s.
func countUnits(s string) (m mark) {
	i := 0
	for ; i+8 <= len(s); i += 8 {
		m = m.plus(unitsIn(word(s, i)))
	}
	for ; i < len(s); i++ {
		m = m.plus(unitsOf(s[i]))
	}
	return m
}

// at returns what lies before the byte off of s, in a character before that
// character.
func (x unitIndex) at(s string, off int) mark {
	switch {
	case off <= 0:
		return mark{}
	case off >= len(s):
		return x.total
	case x.marks == nil:
		return mark{uint32(off), uint32(off)}
	}
	for off > 0 && !utf8.RuneStart(s[off]) {
		off--
	}
	i := off / stride
	return x.marks[i].plus(countUnits(s[i*stride : off]))
}

// find returns the byte of s at which the character stands that has unit n of a
// kind, and how many of them lie before it; n must not be above the total.
func (x unitIndex) find(s string, n int, k unitKind) (off, before int) {
	if x.marks == nil {
		return n, n
	}
	i := x.block(n, k)
	off, before = i*stride, x.marks[i].of(k)
	for off+8 <= len(s) {
		next := before + unitsIn(word(s, off)).of(k)
		if next > n {
			break
		}
		off, before = off+8, next
	}
	for off < len(s) {
		next := before + unitsOf(s[off]).of(k)
		if next > n {
			break
		}
		off, before = off+1, next
	}
	return off, before
}

// block returns the last mark that is not behind unit n.
func (x unitIndex) block(n int, k unitKind) int {
	lo, hi := 0, len(x.marks)
	for hi-lo > 1 {
		if mid := int(uint(lo+hi) / 2); x.marks[mid].of(k) <= n {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}
