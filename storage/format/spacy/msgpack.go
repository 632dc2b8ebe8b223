package spacy

import (
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"unicode/utf8"
)

// packer writes values as msgpack until something fails. Strings must be valid
// UTF-8.
type packer struct {
	w   io.Writer
	err error
}

// fail keeps the first error.
func (p *packer) fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

func (p *packer) raw(b []byte) {
	if p.err == nil {
		_, p.err = p.w.Write(b)
	}
}

// head writes the first byte of a value whose length takes four more.
func (p *packer) head(kind byte, n int) {
	if n > math.MaxUint32 {
		p.fail(fmt.Errorf("more than 4 GB in one part, which the file has no room for: export in smaller parts"))
	}
	p.raw(binary.BigEndian.AppendUint32([]byte{kind}, uint32(n)))
}

func (p *packer) mapHead(n int) { p.head(0xdf, n) }

func (p *packer) arrayHead(n int) { p.head(0xdd, n) }

func (p *packer) binHead(n int) { p.head(0xc6, n) }

func (p *packer) bin(b []byte) {
	p.binHead(len(b))
	p.raw(b)
}

func (p *packer) str(s string) {
	if !utf8.ValidString(s) {
		p.fail(fmt.Errorf("%.40q is not valid UTF-8", s))
	}
	if len(s) < 32 {
		p.raw([]byte{0xa0 | byte(len(s))})
	} else {
		p.head(0xdb, len(s))
	}
	p.raw([]byte(s))
}

// object is a map whose keys are written sorted.
type object map[string]any

// value writes strings, numbers from 0 to 127, false, lists and objects of
// these.
func (p *packer) value(v any) {
	switch v := v.(type) {
	case string:
		p.str(v)
	case int:
		p.raw([]byte{byte(v)})
	case bool:
		p.raw([]byte{0xc2})
	case []object:
		p.arrayHead(len(v))
		for _, o := range v {
			p.value(o)
		}
	case object:
		p.mapHead(len(v))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			p.str(key)
			p.value(v[key])
		}
	default:
		panic(fmt.Sprintf("no msgpack for %T", v))
	}
}
