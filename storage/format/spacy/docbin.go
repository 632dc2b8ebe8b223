package spacy

import (
	"bufio"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strings"

	"dragoman/storage/format"
)

// The columns of a token, as spaCy numbers attributes.
const (
	attrORTH    = 65
	attrENTIOB  = 77
	attrENTTYPE = 78
)

// The values of ENT_IOB.
const (
	iobMissing uint64 = iota
	iobInside
	iobOutside
	iobBegin
)

// docBin is the content of a file, as small as it can be kept.
type docBin struct {
	documents []document
	places    map[string]uint32 // of strings
	strings   []string
}

// document is one document of spaCy.
type document struct {
	words     []uint32 // by their places in docBin.strings
	spaced    []byte   // 1 where a space stands behind a word
	annotated bool     // whether it is known which tokens are entities
	ents      []entity // in order, without overlaps
	spans     []byte   // span groups
	data      []byte   // user data
}

// entity is a label, by its place in docBin.strings, on a run of tokens.
type entity struct {
	at    format.Range
	label uint32
}

func (b *docBin) add(d document) { b.documents = append(b.documents, d) }

// intern returns the place of a string. It keeps a copy, so that a word does
// not hold its article in memory.
func (b *docBin) intern(s string) uint32 {
	if at, known := b.places[s]; known {
		return at
	}
	if b.places == nil {
		b.places = map[string]uint32{}
	}
	s = strings.Clone(s)
	b.places[s] = uint32(len(b.strings))
	b.strings = append(b.strings, s)
	return b.places[s]
}

// write writes the file.
func (b *docBin) write(out io.Writer) error {
	buffer := bufio.NewWriter(out)
	compressor := zlib.NewWriter(buffer)
	p := packer{w: bufio.NewWriterSize(compressor, 1<<16)}
	p.mapHead(10)
	p.str("version")
	p.str("0.1")
	p.str("attrs")
	p.attrs()
	b.tokens(&p)
	b.lists(&p)
	if p.err != nil {
		return p.err
	}
	return errors.Join(p.w.(*bufio.Writer).Flush(), compressor.Close(), buffer.Flush())
}

func (p *packer) attrs() {
	p.arrayHead(3)
	for _, id := range []int{attrORTH, attrENTIOB, attrENTTYPE} {
		p.value(id)
	}
}

// tokens writes the columns of all documents, one behind the other.
func (b *docBin) tokens(p *packer) {
	count, ids := 0, make([]uint64, len(b.strings))
	for i, s := range b.strings {
		ids[i] = stringID(s)
	}
	var lengths []byte
	for _, d := range b.documents {
		count += len(d.words)
		lengths = binary.LittleEndian.AppendUint32(lengths, uint32(len(d.words)))
	}
	p.str("tokens")
	p.binHead(count * 3 * 8)
	for _, d := range b.documents {
		p.raw(d.rows(ids))
	}
	p.str("spaces")
	p.binHead(count)
	for _, d := range b.documents {
		p.raw(d.spaced)
	}
	p.str("lengths")
	p.bin(lengths)
}

// rows returns a row for each token: the word, and what it is of an entity.
func (d document) rows(ids []uint64) []byte {
	none := iobMissing
	if d.annotated {
		none = iobOutside
	}
	rows, ents := make([]byte, 0, len(d.words)*3*8), d.ents
	for i, word := range d.words {
		iob, label := none, uint64(0)
		if len(ents) > 0 && i >= ents[0].at.First {
			iob, label = iobInside, ids[ents[0].label]
			if i == ents[0].at.First {
				iob = iobBegin
			}
			if i+1 == ents[0].at.End {
				ents = ents[1:]
			}
		}
		for _, v := range []uint64{ids[word], iob, label} {
			rows = binary.LittleEndian.AppendUint64(rows, v)
		}
	}
	return rows
}

// lists writes what comes once for each document, and the strings.
func (b *docBin) lists(p *packer) {
	p.str("strings")
	p.arrayHead(len(b.strings))
	for _, s := range slices.Sorted(slices.Values(b.strings)) {
		p.str(s)
	}
	for _, list := range []struct {
		name string
		put  func(document)
	}{
		{"cats", func(document) { p.value(object{}) }},
		{"flags", func(document) { p.value(object{"has_unknown_spaces": false}) }},
		{"span_groups", func(d document) { p.bin(d.spans) }},
		{"user_data", func(d document) { p.bin(d.data) }},
	} {
		p.str(list.name)
		p.arrayHead(len(b.documents))
		for _, d := range b.documents {
			list.put(d)
		}
	}
}
