package storage

import (
	"encoding/binary"
	"strconv"
)

// jsonb is a value, or some in a row, in SQLite's binary form of JSON
// (https://sqlite.org/jsonb.html): a head of a kind and a length, then the
// content. SQLite takes values out of it without parsing.
type jsonb []byte

// Kinds of values: texts stand as they are, with nothing escaped; numbers in
// decimal digits.
const (
	jsonbNull    = 0
	jsonbInteger = 3
	jsonbText    = 10
	jsonbArray   = 11
)

// head adds the head of a value of n bytes. The length stands in the first byte
// if it is 11 or less, otherwise in 1, 2, 4 or 8 after it, the highest first.
func (b jsonb) head(kind byte, n int) jsonb {
	switch {
	case n <= 11:
		return append(b, byte(n)<<4|kind)
	case n <= 0xff:
		return append(b, 12<<4|kind, byte(n))
	case n <= 0xffff:
		return append(b, 13<<4|kind, byte(n>>8), byte(n))
	case n <= 0xffffffff:
		return append(b, 14<<4|kind, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	}
	panic("a value for SQLite of over 4 GB")
}

func (b jsonb) text(s string) jsonb { return append(b.head(jsonbText, len(s)), s...) }

func (b jsonb) integer(n int64) jsonb {
	var digits [20]byte
	d := strconv.AppendInt(digits[:0], n, 10)
	return append(b.head(jsonbInteger, len(d)), d...)
}

// open begins an array, of which close is told where it begins. Its length has
// four bytes, whatever it will be.
func (b jsonb) open() jsonb { return append(b, 14<<4|jsonbArray, 0, 0, 0, 0) }

// close ends the array that begins at byte i.
func (b jsonb) close(i int) jsonb {
	binary.BigEndian.PutUint32(b[i+1:], uint32(len(b)-i-5))
	return b
}

func (b jsonb) textOrNull(s *string) jsonb {
	if s == nil {
		return b.head(jsonbNull, 0)
	}
	return b.text(*s)
}

func (b jsonb) integerOrNull(n *int64) jsonb {
	if n == nil {
		return b.head(jsonbNull, 0)
	}
	return b.integer(*n)
}
