package storage

import (
	"bytes"
	"crypto/rand"
	"database/sql"
	"strconv"
	"strings"

	"dragoman/model"
)

// Loading a set of ten thousand annotations is what opening a large article
// waits for, and nearly all of that time would be the driver's, for each value
// of each row. So SQLite packs the annotations of a set into one row, each
// column into one value, and they are taken apart here.

// unitSeparator stands between the values of a column. Where one of them holds
// it, a separator that nobody can know takes its place.
const unitSeparator = "\x1f"

// The columns of annotation a, each packed; ?1 is the separator. SQLite goes
// through the rows once, so that the n-th value of each is of the same row.
const (
	packValues = `s.id, count(*), CAST(group_concat(a.id, ?1) AS BLOB), CAST(group_concat(a.label, ?1) AS BLOB),
		CAST(group_concat(a.note, ?1) AS BLOB), CAST(group_concat(a.origin, ?1) AS BLOB),
		CAST(group_concat(a.spans, ?1) AS BLOB), CAST(group_concat(a.attributes, ?1) AS BLOB)`
	packProofs = `, CAST(group_concat(a.quote, ?1) AS BLOB), CAST(group_concat(a.checksum, ?1) AS BLOB)`
	packFrom   = ` FROM annotation_set s JOIN annotation a ON a.annotation_set = s.id WHERE `
	packGroups = ` GROUP BY s.document, s.annotator`
)

// pack is one row of packed annotations.
type pack struct {
	set, count int64
	values     [8]sql.RawBytes // of which the last two are read with proofs alone
	columns    int             // how many values are read
}

// dest returns what a row is scanned into, and the columns that are read.
func (p *pack) dest(d detail) ([]any, string) {
	columns := packValues
	p.columns = len(p.values) - 2
	if d == proofs {
		columns, p.columns = packValues+packProofs, len(p.values)
	}
	dest := []any{&p.set, &p.count}
	for i := range p.values[:p.columns] {
		dest = append(dest, &p.values[i])
	}
	return dest, columns
}

// loaded are annotations of one set, as the file holds them.
type loaded struct {
	set         int64
	annotations []model.Annotation
	attributes  int64   // how many they have together, as their rows say
	proofs      []proof // of each, where detail asks for them
}

// proof is what the row of an annotation holds for its proof alone.
type proof struct {
	quote    string
	checksum int64
}

// storedAnnotations returns the annotations a that the condition chooses, each
// with its fragments and attributes, by their sets.
func (q querier) storedAnnotations(d detail, where string, args []any) ([]*loaded, error) {
	found, err := q.packsAbreast(d, where, args)
	if err != nil {
		return nil, err
	}
	return found, q.attributes(found, d, where, args)
}

// packs reads annotations without attributes.
func (q querier) packs(d detail, where string, args []any) ([]*loaded, error) {
	found, whole, err := q.readPacks(d, unitSeparator, where, args)
	if err == nil && !whole {
		if found, whole, err = q.readPacks(d, rand.Text(), where, args); err == nil && !whole {
			err = notAsWritten("a row of the table annotation")
		}
	}
	return found, err
}

// readPacks does as packs with a separator. It reports false where a
// value holds the separator, so that they cannot be taken apart.
func (q querier) readPacks(d detail, separator, where string, args []any) (found []*loaded, whole bool, err error) {
	var p pack
	dest, columns := p.dest(d)
	names := interned{}
	whole = true
	err = q.each(func(scan func(...any) error) error {
		if err := scan(dest...); err != nil || !whole {
			return err
		}
		if whole = p.whole(separator); whole {
			found = append(found, p.unpack(separator, names))
		}
		return nil
	}, "SELECT "+columns+packFrom+where+packGroups, append([]any{separator}, args...)...)
	return found, whole, err
}

// whole reports whether each of the columns holds as many values as there are
// rows.
func (p *pack) whole(separator string) bool {
	for _, v := range p.values[:p.columns] {
		if int64(bytes.Count(v, []byte(separator))) != p.count-1 {
			return false
		}
	}
	return true
}

// unpack takes the annotations apart.
func (p *pack) unpack(separator string, names interned) *loaded {
	l := &loaded{set: p.set, annotations: make([]model.Annotation, p.count)}
	ids, labels := string(p.values[0]), cutter{p.values[1], separator}
	notes, origins := cutter{p.values[2], separator}, cutter{p.values[3], separator}
	places, counts := cutter{p.values[4], separator}, cutter{p.values[5], separator}
	spans := make([]model.Span, 0, bytes.Count(p.values[4], []byte{'-'}))
	for i := range l.annotations {
		a := &l.annotations[i]
		var id string
		id, ids, _ = strings.Cut(ids, separator)
		a.ID, a.Label, a.Note, a.Origin = model.AnnotationID(id), names.of(labels.next()), string(notes.next()), model.Origin(names.of(origins.next()))
		first := len(spans)
		spans = appendSpans(spans, places.next())
		a.Fragments = spans[first:len(spans):len(spans)]
		l.attributes += integer(counts.next())
	}
	if p.columns == len(p.values) {
		quotes, sums := cutter{p.values[6], separator}, cutter{p.values[7], separator}
		for range l.annotations {
			l.proofs = append(l.proofs, proof{string(quotes.next()), integer(sums.next())})
		}
	}
	return l
}

// cutter cuts a packed column into its values.
type cutter struct {
	rest      []byte
	separator string
}

func (c *cutter) next() (value []byte) {
	value, c.rest, _ = bytes.Cut(c.rest, []byte(c.separator))
	return value
}

// integer reads a whole number, and 0 where there is none.
func integer(b []byte) int64 {
	n, _ := strconv.ParseInt(string(b), 10, 64) // the checksums tell
	return n
}

// spansText writes fragments as the column spans has them.
func spansText(fragments []model.Span) string {
	var b []byte
	for i, f := range fragments {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, int64(f.Start), 10)
		b = append(b, '-')
		b = strconv.AppendInt(b, int64(f.End), 10)
	}
	return string(b)
}

// appendSpans adds the fragments that spansText wrote. Of anything else it adds
// what no text has: the checksum of the annotation does not fit then.
func appendSpans(spans []model.Span, text []byte) []model.Span {
	for len(text) > 0 {
		var f model.Span
		f.Start, text = cutNumber(text, '-')
		f.End, text = cutNumber(text, ' ')
		spans = append(spans, f)
	}
	return spans
}

// cutNumber reads the digits before the first end, and returns what follows
// that. It is -1 where there is something else.
func cutNumber(text []byte, end byte) (n int, rest []byte) {
	for i, c := range text {
		switch {
		case c == end && i > 0:
			return n, text[i+1:]
		case c < '0' || c > '9' || i > 15:
			return -1, nil
		}
		n = n*10 + int(c-'0')
	}
	return n, nil
}
