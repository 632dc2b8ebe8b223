package storage

import (
	"encoding/binary"
	"math"
	"strings"
)

// reader reads the numbers of a page. After one that does not fit it has
// failed, and gives zeros.
type reader struct {
	data   []byte
	at     int
	failed bool
}

func (r *reader) length() int {
	if r.failed {
		return -1
	}
	return r.at
}

func (r *reader) bytes(n int) []byte {
	if r.failed || n < 0 || n > len(r.data)-r.at {
		r.failed = true
		return nil
	}
	r.at += n
	return r.data[r.at-n : r.at : r.at]
}

func (r *reader) fixed() uint32 {
	b := r.bytes(4)
	if b == nil {
		return 0
	}
	return binary.BigEndian.Uint32(b)
}

func (r *reader) varint() int64 {
	var v uint64
	for i := range 9 {
		b := r.bytes(1)
		if b == nil {
			return 0
		}
		if i == 8 {
			return int64(v<<8 | uint64(b[0]))
		}
		v = v<<7 | uint64(b[0]&0x7f)
		if b[0] < 0x80 {
			return int64(v)
		}
	}
	return int64(v)
}

// record is a row as the file holds it: nil, int64, float64, string or []byte.
// A column that it does not have, as in files of older versions, is zero.
type record []any

// readRecord takes the payload of a cell apart; false where it is no record.
func readRecord(payload []byte) (record, bool) {
	head := reader{data: payload}
	size := head.varint()
	if head.failed || size < int64(head.at) || size > int64(len(payload)) {
		return nil, false
	}
	body := reader{data: payload, at: int(size)}
	head.data = payload[:size]
	var values record
	for head.at < len(head.data) {
		kind := head.varint()
		if head.failed || body.failed || len(values) > 40 {
			return nil, false
		}
		values = append(values, body.value(kind))
	}
	return values, !head.failed && !body.failed
}

// widths are how many bytes the integers take, by their kind.
var widths = [7]int{0, 1, 2, 3, 4, 6, 8}

func (r *reader) value(kind int64) any {
	switch {
	case kind == 0:
		return nil
	case kind > 0 && kind <= 6:
		b := r.bytes(widths[kind])
		if b == nil {
			return nil
		}
		v := int64(int8(b[0]))
		for _, x := range b[1:] {
			v = v<<8 | int64(x)
		}
		return v
	case kind == 7:
		b := r.bytes(8)
		if b == nil {
			return nil
		}
		return math.Float64frombits(binary.BigEndian.Uint64(b))
	case kind == 8 || kind == 9:
		return kind - 8
	case kind < 12:
		r.failed = true
		return nil
	case kind%2 == 0:
		return r.bytes(int((kind - 12) / 2))
	}
	return string(r.bytes(int((kind - 13) / 2)))
}

// fits reports whether the columns have the types of the form, a letter each:
// n for NULL, t for a text, i for an integer, T and I for these or NULL.
func (v record) fits(form string) bool {
	if len(v) != len(form) {
		return false
	}
	for i, want := range form {
		var ok bool
		switch v[i].(type) {
		case nil:
			ok = strings.ContainsRune("nTI", want)
		case string:
			ok = want == 't' || want == 'T'
		case int64:
			ok = want == 'i' || want == 'I'
		}
		if !ok {
			return false
		}
	}
	return true
}

func (v record) text(i int) string {
	if i >= len(v) {
		return ""
	}
	s, _ := v[i].(string)
	return s
}

func (v record) number(i int) int64 {
	if i >= len(v) {
		return 0
	}
	n, _ := v[i].(int64)
	return n
}

func (v record) optionalText(i int) *string {
	if s, ok := v[i].(string); ok {
		return &s
	}
	return nil
}

func (v record) optionalNumber(i int) *int64 {
	if n, ok := v[i].(int64); ok {
		return &n
	}
	return nil
}
