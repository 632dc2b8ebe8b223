package storage

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"
)

// digest gathers the fields of a row and sums them up. A string enters as its
// length in bytes, a colon and its bytes, a number as the string of its
// decimal digits, and NULL as a minus sign alone. That cannot be confused, and
// any language can repeat it.
type digest struct{ buf []byte }

// digestOf begins the checksum of a row of the table.
func digestOf(table string) *digest { return new(digest).text(table) }

func (d *digest) text(fields ...string) *digest {
	for _, f := range fields {
		d.buf = strconv.AppendInt(d.buf, int64(len(f)), 10)
		d.buf = append(d.buf, ':')
		d.buf = append(d.buf, f...)
	}
	return d
}

func (d *digest) number(fields ...int64) *digest {
	for _, f := range fields {
		var digits [20]byte
		s := strconv.AppendInt(digits[:0], f, 10)
		d.buf = strconv.AppendInt(d.buf, int64(len(s)), 10)
		d.buf = append(d.buf, ':')
		d.buf = append(d.buf, s...)
	}
	return d
}

func (d *digest) optionalText(f *string) *digest {
	if f == nil {
		d.buf = append(d.buf, '-')
		return d
	}
	return d.text(*f)
}

func (d *digest) optionalNumber(f *int64) *digest {
	if f == nil {
		d.buf = append(d.buf, '-')
		return d
	}
	return d.number(*f)
}

// sum returns the first eight bytes of the SHA-256, as SQLite holds 64 bits:
// big-endian and signed.
func (d *digest) sum() int64 {
	hash := sha256.Sum256(d.buf)
	return int64(binary.BigEndian.Uint64(hash[:8]))
}
