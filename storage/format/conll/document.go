package conll

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
)

// document is one document while it is read: its lines as they stand in the
// file, since what its columns are shows at its end.
type document struct {
	line    int // where it begins
	raw     []byte
	rows    []fileRow
	ended   bool // the next row begins a sentence
	invalid int  // a line that is not UTF-8, or 0
}

// fileRow is one line of a token.
type fileRow struct {
	start, end int // in raw
	line       int
	first      bool // of its sentence
}

func (d *document) add(line int, data []byte) {
	start := len(d.raw)
	d.raw = append(d.raw, data...)
	d.rows = append(d.rows, fileRow{start, len(d.raw), line, d.ended || len(d.rows) == 0})
	d.ended = false
}

// between reports whether the next row begins a sentence.
func (d *document) between() bool { return d.ended || len(d.rows) == 0 }

// split returns the columns of a line: between tabs where there are any, else
// between spaces. It returns nil where there are more than maxColumns. The
// columns use the room of into.
func split(line []byte, into [][]byte) [][]byte {
	tabs := bytes.IndexByte(line, '\t') >= 0
	into = into[:0]
	for len(line) > 0 {
		end := bytes.IndexByte(line, '\t')
		if !tabs {
			line = bytes.TrimLeft(line, " ")
			end = bytes.IndexByte(line, ' ')
		}
		if end < 0 {
			end = len(line)
		}
		if len(into) == maxColumns {
			return nil
		}
		into = append(into, line[:end])
		line = line[min(end+1, len(line)):]
	}
	return into
}

// layout is what the columns of a document are.
type layout struct {
	width int   // columns of a row
	token int   // which is the token
	tags  []int // which are tags
	bare  bool  // labels stand without a prefix
}

// each calls visit with every row, and its columns; those are nil where there
// are too many.
func (d *document) each(visit func(i int, row fileRow, fields [][]byte)) {
	fields := make([][]byte, 0, maxColumns)
	for i, row := range d.rows {
		visit(i, row, split(d.raw[row.start:row.end], fields))
	}
}

// width returns how many columns most rows have, the more where several are as
// many.
func (d *document) width() int {
	var counts [maxColumns + 1]int
	d.each(func(_ int, _ fileRow, fields [][]byte) { counts[len(fields)]++ })
	width := 2
	for n := 3; n <= maxColumns; n++ {
		if counts[n] > 0 && counts[n] >= counts[width] {
			width = n
		}
	}
	return width
}

// columnCount counts what stands in one column.
type columnCount struct{ outside, prefixed int }

// filler stands in the second column of CoNLL 2003 where nothing is known of a
// token, in the files that we write too.
const filler = "-X-"

// layout finds out what the columns are.
func (d *document) layout() (layout, error) {
	l := layout{width: d.width()}
	counts := make([]columnCount, l.width)
	rows, numbered, number, words := 0, l.width > 2, 0, false
	d.each(func(_ int, row fileRow, fields [][]byte) {
		if number++; row.first {
			number = 1
		}
		if len(fields) != l.width {
			return
		}
		rows++
		numbered = numbered && string(fields[0]) == strconv.Itoa(number)
		words = words || string(fields[1]) != filler
		for i, f := range fields {
			switch t := parseTag(string(f)); {
			case t.prefixed():
				counts[i].prefixed++
			case t.kind == outside:
				counts[i].outside++
			}
		}
	})
	if rows == 0 {
		return l, errors.New("there is no line with a token and a tag; a line is TOKEN, other columns, TAG")
	}
	if numbered && words { // else the numbers are the words of the text
		l.token = 1
	}
	l.findTags(counts, rows)
	last := counts[l.width-1]
	l.bare = last.prefixed == 0
	if l.bare && last.outside == 0 {
		return l, fmt.Errorf("column %d holds no tag such as O or B-person: a document needs tags in its last column", l.width)
	}
	return l, nil
}

// findTags takes the last column for tags, and those before it that mostly hold
// tags, from the first that names a label. Of four columns or more the third is
// the chunk unless the second is of tags too.
func (l *layout) findTags(counts []columnCount, rows int) {
	begin := l.width - 1
	for begin-1 > l.token && 2*(counts[begin-1].prefixed+counts[begin-1].outside) > rows {
		begin--
	}
	for begin < l.width-1 && counts[begin].prefixed == 0 {
		begin++
	}
	if begin == l.token+2 && l.width-l.token > 3 {
		begin++
	}
	for i := begin; i < l.width; i++ {
		l.tags = append(l.tags, i)
	}
}

// record makes the record of a document.
func (r *reader) record(d *document) (format.Record, error) {
	if d.invalid > 0 {
		return format.Record{}, fmt.Errorf("line %d is not UTF-8: the document that it stands in is left out; save the file as UTF-8 and read it again", d.invalid)
	}
	var l layout
	if len(d.rows) > 0 {
		var err error
		if l, err = d.layout(); err != nil {
			return format.Record{}, err
		}
	}
	r.fit(d, l)
	tokens, text := r.text(d, l)
	doc := model.NewDocument(text, "", filepath.Base(r.in.Name))
	draft := format.NewDraft(r.in, &r.report, doc, "", format.Byte, format.Byte)
	draft.At(d.line)
	for _, column := range l.tags {
		if i, known := slices.BinarySearch(r.columns, column+1); !known {
			r.columns = slices.Insert(r.columns, i, column+1)
		}
		for _, found := range r.annotations(d, l, column, tokens) {
			found.Name = "annotation " + format.Shorten(doc.Text.Quote(found.Fragments))
			draft.Add(found)
		}
	}
	record, _ := draft.Record()
	return record, nil
}

// fit rejects the rows that do not have the columns of the layout.
func (r *reader) fit(d *document, l layout) {
	kept, begins := d.rows[:0], false // begins: the row that went before began a sentence
	d.each(func(_ int, row fileRow, fields [][]byte) {
		row.first = row.first || begins
		begins = false
		if len(fields) != l.width || len(fields[l.token]) == 0 {
			r.reject(row.line, fmt.Sprintf("the line %s is none of %d columns, as the others are, with a token", format.Shorten(string(d.raw[row.start:row.end])), l.width))
			begins = row.first
			return
		}
		kept = append(kept, row)
	})
	d.rows = kept
}

// text returns the text of a document and the place of each token, and counts
// each column that is not read once, where it says something.
func (r *reader) text(d *document, l layout) (tokens []model.Span, text string) {
	var b strings.Builder
	d.each(func(i int, row fileRow, fields [][]byte) {
		switch {
		case i == 0:
		case row.first:
			b.WriteByte('\n')
		default:
			b.WriteByte(' ')
		}
		start := b.Len()
		b.Write(fields[l.token])
		tokens = append(tokens, model.Span{Start: start, End: b.Len()})
		for n := l.token + 1; n < l.tags[0]; n++ {
			if !r.unread[n] && says(string(fields[n])) {
				r.unread[n] = true
				r.lose("column", row.line, fmt.Sprintf("%d: %s", n+1, fields[n]))
			}
		}
	})
	return tokens, b.String()
}
