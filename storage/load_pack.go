package storage

import (
	"slices"
	"strconv"
	"strings"

	"dragoman/model"
)

// The columns of annotation a that are packed.
var (
	packValues = []string{"a.id", "a.label", "a.note", "a.origin", "a.spans", "a.attributes"}
	packProofs = slices.Concat(packValues, []string{"a.quote", "a.checksum"})
)

const (
	packFrom   = ` FROM annotation_set s JOIN annotation a ON a.annotation_set = s.id WHERE `
	packGroups = ` GROUP BY s.document, s.annotator`
)

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
func (q querier) packs(d detail, where string, args []any) (found []*loaded, err error) {
	err = separated("a row of the table annotation", func(separator string) (whole bool, err error) {
		found, whole, err = q.readPacks(d, separator, where, args)
		return whole, err
	})
	return found, err
}

// readPacks does as packs with a separator. It reports false where a value holds
// the separator, so that they cannot be taken apart.
func (q querier) readPacks(d detail, separator, where string, args []any) (found []*loaded, whole bool, err error) {
	columns := packValues
	if d == proofs {
		columns = packProofs
	}
	p := newPack(separator, len(columns))
	var set int64
	dest := append([]any{&set}, p.dest()...)
	names := interned{}
	whole = true
	err = q.each(func(scan func(...any) error) error {
		if err := scan(dest...); err != nil || !whole {
			return err
		}
		if whole = p.whole(); whole {
			found = append(found, p.loaded(set, names))
		}
		if p.strange {
			return notAsWritten("a row of the table annotation")
		}
		return nil
	}, "SELECT s.id, "+packed(columns...)+packFrom+where+packGroups, append([]any{separator}, args...)...)
	return found, whole, err
}

// loaded takes the annotations of a set apart.
func (p *pack) loaded(set int64, names interned) *loaded {
	l := &loaded{set: set, annotations: make([]model.Annotation, p.count)}
	ids, labels, notes, origins, places, counts := p.column(0), p.column(1), p.column(2), p.column(3), p.column(4), p.column(5)
	spans := make([]model.Span, 0, strings.Count(places.rest, "-"))
	for i := range l.annotations {
		a := &l.annotations[i]
		a.ID, a.Label, a.Origin = model.AnnotationID(ids.next()), names.keep(labels.next()), model.Origin(names.keep(origins.next()))
		a.Note = strings.Clone(notes.next())
		first := len(spans)
		spans = appendSpans(spans, places.next())
		a.Fragments = spans[first:len(spans):len(spans)]
		l.attributes += counts.number()
	}
	if len(p.columns) == len(packProofs) {
		quotes, sums := p.column(6), p.column(7)
		for range l.annotations {
			l.proofs = append(l.proofs, proof{quotes.next(), sums.number()})
		}
	}
	return l
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
func appendSpans(spans []model.Span, text string) []model.Span {
	for text != "" {
		var f model.Span
		f.Start, text = cutNumber(text, '-')
		f.End, text = cutNumber(text, ' ')
		spans = append(spans, f)
	}
	return spans
}

// cutNumber reads the digits before the first end, and returns what follows
// that. It is -1 where there is something else.
func cutNumber(text string, end byte) (n int, rest string) {
	for i := range len(text) {
		c := text[i]
		switch {
		case c == end && i > 0:
			return n, text[i+1:]
		case c < '0' || c > '9' || i > 15:
			return -1, ""
		}
		n = n*10 + int(c-'0')
	}
	return n, ""
}
