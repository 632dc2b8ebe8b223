package spacy_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/spacy"
)

// unpack reads one msgpack value and returns what is behind it. It knows what
// spaCy's own files use too.
func unpack(b []byte) (any, []byte) {
	kind, b := b[0], b[1:]
	be := binary.BigEndian
	switch {
	case kind < 0x80:
		return uint64(kind), b
	case kind < 0x90:
		return unpackMap(b, int(kind&15))
	case kind < 0xa0:
		return unpackList(b, int(kind&15))
	case kind < 0xc0:
		return string(b[:kind&31]), b[kind&31:]
	}
	switch kind {
	case 0xc0:
		return nil, b
	case 0xc2, 0xc3:
		return kind == 0xc3, b
	case 0xc4:
		return b[1 : 1+b[0]], b[1+b[0]:]
	case 0xc5:
		return b[2 : 2+be.Uint16(b)], b[2+be.Uint16(b):]
	case 0xc6:
		return b[4 : 4+be.Uint32(b)], b[4+be.Uint32(b):]
	case 0xcc:
		return uint64(b[0]), b[1:]
	case 0xcd:
		return uint64(be.Uint16(b)), b[2:]
	case 0xd9:
		return string(b[1 : 1+b[0]]), b[1+b[0]:]
	case 0xdb:
		return string(b[4 : 4+be.Uint32(b)]), b[4+be.Uint32(b):]
	case 0xdc:
		return unpackList(b[2:], int(be.Uint16(b)))
	case 0xdd:
		return unpackList(b[4:], int(be.Uint32(b)))
	case 0xdf:
		return unpackMap(b[4:], int(be.Uint32(b)))
	}
	panic(fmt.Sprintf("msgpack of the kind %x", kind))
}

func unpackMap(b []byte, n int) (any, []byte) {
	m := map[string]any{}
	for range n {
		var key, value any
		key, b = unpack(b)
		value, b = unpack(b)
		m[key.(string)] = value
	}
	return m, b
}

func unpackList(b []byte, n int) (any, []byte) {
	list := []any{}
	for range n {
		var value any
		value, b = unpack(b)
		list = append(list, value)
	}
	return list, b
}

// token is a row of a DocBin.
type token struct {
	word   string
	iob    uint64
	label  string
	spaced bool
}

// span is an entry of a span group.
type span struct {
	id, label                 string
	first, end, start, endsAt int
}

// doc is a document of a DocBin.
type doc struct {
	tokens []token
	groups map[string][]span
	data   map[string]any
}

// text puts the text together as spaCy does.
func (d doc) text() string {
	var b strings.Builder
	for _, t := range d.tokens {
		b.WriteString(t.word)
		if t.spaced {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// ents returns the entities as label and text.
func (d doc) ents() []string {
	var ents []string
	for _, t := range d.tokens {
		switch t.iob {
		case 3:
			ents = append(ents, t.label+":"+t.word)
		case 1:
			ents[len(ents)-1] += " " + t.word
		}
	}
	return ents
}

// decode reads a file as spaCy does: strings by the numbers that it gives
// those in the file, which must be there.
func decode(data []byte) (docs []doc) {
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		panic(err)
	}
	if data, err = io.ReadAll(z); err != nil {
		panic(err)
	}
	value, rest := unpack(data)
	m := value.(map[string]any)
	if len(rest) > 0 || m["version"] != "0.1" {
		panic("no file of one map, or of another version")
	}
	known := map[uint64]string{0: ""}
	for _, s := range m["strings"].([]any) {
		known[spacy.StringID(s.(string))] = s.(string)
	}
	tokens, spaces := m["tokens"].([]byte), m["spaces"].([]byte)
	columns := len(m["attrs"].([]any))
	for i, lengths := 0, m["lengths"].([]byte); len(lengths) > 0; i, lengths = i+1, lengths[4:] {
		n := int(binary.LittleEndian.Uint32(lengths))
		d := doc{groups: groups(m["span_groups"].([]any)[i].([]byte), known)}
		for row := range n {
			row *= columns * 8
			column := func(c int) uint64 { return binary.LittleEndian.Uint64(tokens[row+8*c:]) }
			d.tokens = append(d.tokens, token{lookUp(known, column(0)), column(1), lookUp(known, column(2)), spaces[row/columns/8] == 1})
		}
		tokens, spaces = tokens[n*columns*8:], spaces[n:]
		user, _ := unpack(m["user_data"].([]any)[i].([]byte))
		d.data = user.(map[string]any)
		docs = append(docs, d)
	}
	return docs
}

func lookUp(known map[uint64]string, id uint64) string {
	s, there := known[id]
	if !there {
		panic(fmt.Sprintf("no string has the number %d", id))
	}
	return s
}

func groups(b []byte, known map[uint64]string) map[string][]span {
	all := map[string][]span{}
	list, _ := unpack(b)
	for _, g := range list.([]any) {
		group, _ := unpack(g.([]byte))
		m := group.(map[string]any)
		spans := []span{}
		for _, x := range m["spans"].([]any) {
			b := x.([]byte)
			at := func(i int) int { return int(binary.BigEndian.Uint32(b[24+4*i:])) }
			spans = append(spans, span{
				lookUp(known, binary.BigEndian.Uint64(b)), lookUp(known, binary.BigEndian.Uint64(b[16:])),
				at(0), at(1), at(2), at(3),
			})
		}
		all[m["name"].(string)] = spans
	}
	return all
}

// read makes records of a file, so that the suite of all formats can compare
// them with what was written.
func read(_ context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
	data, err := io.ReadAll(in.Body)
	if err != nil {
		return format.Report{}, err
	}
	for _, d := range decode(data) {
		if err := take(d.record()); err != nil {
			return format.Report{}, err
		}
	}
	return format.Report{}, nil
}

func (d doc) record() format.Record {
	str := func(m map[string]any, key string) string { s, _ := m[key].(string); return s }
	r := format.Record{Document: model.NewDocument(d.text(), str(d.data, "title"), str(d.data, "source"))}
	if meta := str(d.data, "meta"); meta != "" {
		if err := json.Unmarshal([]byte(meta), &r.Document.Meta); err != nil {
			panic(err)
		}
	}
	spans, there := d.groups["sc"]
	if !there {
		return r
	}
	set := model.AnnotationSet{Document: r.Document.ID, Annotator: model.Annotator(str(d.data, "annotator")), Status: model.Status(str(d.data, "status"))}
	for _, s := range spans {
		set.Annotations = append(set.Annotations, d.annotation(r.Document.Text, s))
	}
	for _, x := range d.data["relations"].([]any) {
		m := x.(map[string]any)
		set.Relations = append(set.Relations, model.Relation{
			ID: model.RelationID(str(m, "id")), Type: str(m, "type"),
			From: model.AnnotationID(str(m, "from")), To: model.AnnotationID(str(m, "to")),
		})
	}
	verdicts, _ := d.data["verdicts"].([]any)
	for _, x := range verdicts {
		m := x.(map[string]any)
		set.Verdicts = append(set.Verdicts, model.Verdict{
			Of: str(m, "of"), Annotator: model.Annotator(str(m, "annotator")), Gold: str(m, "gold"),
			Was: str(m, "was"), Why: str(m, "why"), By: model.Annotator(str(m, "by")),
		})
	}
	r.Set, r.Named = &set, true
	return r
}

// annotation returns that of a span, whose tokens must be those of its
// characters.
func (d doc) annotation(text *model.Text, s span) model.Annotation {
	start, _ := text.ByteOfCodePoint(s.start)
	end, _ := text.ByteOfCodePoint(s.endsAt)
	before, inside := doc{tokens: d.tokens[:s.first]}.text(), doc{tokens: d.tokens[s.first:s.end]}
	inside.tokens = slices.Clone(inside.tokens)
	inside.tokens[len(inside.tokens)-1].spaced = false
	if len(before) != start || len(before)+len(inside.text()) != end {
		panic(fmt.Sprintf("%+v: the tokens are not those of the characters", s))
	}
	a := model.Annotation{ID: model.AnnotationID(s.id), Label: s.label, Fragments: []model.Span{{Start: start, End: end}}}
	if facts, there := d.data["annotations"].(map[string]any)[s.id].(map[string]any); there {
		note, _ := facts["note"].(string)
		origin, _ := facts["origin"].(string)
		a.Note, a.Origin = note, model.Origin(origin)
		attributes, _ := facts["attributes"].(map[string]any)
		for name, value := range attributes {
			a = a.WithAttribute(name, value.(string))
		}
	}
	return a
}
