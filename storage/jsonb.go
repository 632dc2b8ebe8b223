package storage

import (
	"encoding/binary"
	"strconv"
)

// cells takes the values of a row, one for each column.
type cells interface {
	text(s string)
	integer(n int64)
	null()
}

func textOrNull(v cells, s *string) {
	if s == nil {
		v.null()
		return
	}
	v.text(*s)
}

func integerOrNull(v cells, n *int64) {
	if n == nil {
		v.null()
		return
	}
	v.integer(*n)
}

// bound are values that a statement is given one by one.
type bound []any

func (b *bound) text(s string)   { *b = append(*b, s) }
func (b *bound) integer(n int64) { *b = append(*b, n) }
func (b *bound) null()           { *b = append(*b, nil) }

// jsonb are values in SQLite's binary form of JSON
// (https://sqlite.org/jsonb.html): a head of a kind and a length, then the
// content. SQLite takes them out of it without parsing.
type jsonb []byte

// Kinds of values: texts stand as they are, with nothing escaped; numbers in
// decimal digits.
const (
	jsonbNull    = 0
	jsonbInteger = 3
	jsonbText    = 10
	jsonbArray   = 11
)

// head adds the head of a value of n bytes, less than 4 GB. The length stands in
// the first byte if it is 11 or less, otherwise in 1, 2 or 4 after it, the highest
// first.
func (b *jsonb) head(kind byte, n int) {
	switch {
	case n <= 11:
		*b = append(*b, byte(n)<<4|kind)
	case n <= 0xff:
		*b = append(*b, 12<<4|kind, byte(n))
	case n <= 0xffff:
		*b = append(*b, 13<<4|kind, byte(n>>8), byte(n))
	default:
		*b = append(*b, 14<<4|kind, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	}
}

func (b *jsonb) text(s string) {
	b.head(jsonbText, len(s))
	*b = append(*b, s...)
}

func (b *jsonb) integer(n int64) {
	var digits [20]byte
	d := strconv.AppendInt(digits[:0], n, 10)
	b.head(jsonbInteger, len(d))
	*b = append(*b, d...)
}

func (b *jsonb) null() { b.head(jsonbNull, 0) }

// open begins an array, and returns at which byte, which close is told. Its
// length has four bytes, whatever it will be.
func (b *jsonb) open() int {
	*b = append(*b, 14<<4|jsonbArray, 0, 0, 0, 0)
	return len(*b) - 5
}

// close ends the array that begins at byte i.
func (b *jsonb) close(i int) { binary.BigEndian.PutUint32((*b)[i+1:], uint32(len(*b)-i-5)) }
