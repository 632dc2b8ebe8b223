package table

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"dragoman/model"
	"dragoman/storage/extract"
	"dragoman/storage/format"
)

var errOurs = errors.New("it is a table of annotations that Dragoman wrote for spreadsheets, and brings no article: import the project file or its JSON Lines instead")

// reader returns the Read of a table.
func reader(name string) func(context.Context, format.Input, func(format.Record) error) (format.Report, error) {
	return func(ctx context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
		r := reading{in: in, name: name}
		if err := ctx.Err(); err != nil {
			return r.report, err
		}
		err := r.begin()
		if err == nil {
			err = r.documents(ctx, take)
		}
		var refused refusal
		if errors.As(err, &refused) {
			r.report.Reject(in.Name, refused.line, refused.Error())
			err = nil
		}
		return r.report, err
	}
}

// refusal is an error of the file, not of reading it.
type refusal struct {
	error
	line int
}

// reading is a table that is being read.
type reading struct {
	in       format.Input
	name     string // of the format
	report   format.Report
	encoding string
	rows     *rows
	layout   layout
}

// begin finds out how the table is written and what its columns are.
func (r *reading) begin() error {
	decoded, encoding, err := extract.DecodeReader(broken{r.in.Body}, r.in.Encoding)
	if err != nil {
		return asRefusal(err)
	}
	r.encoding = encoding
	body := bufio.NewReaderSize(decoded, sampleSize)
	head, err := body.Peek(sampleSize)
	if err != nil && err != io.EOF {
		return asRefusal(err)
	}
	whole := err == io.EOF
	switch {
	case Ours(head):
		return refusal{error: errOurs}
	case slices.Contains(head, 0):
		return refusal{error: errors.New("it looks like a binary file, not like a table: save it as CSV")}
	case len(strings.TrimSpace(string(head))) == 0:
		return refusal{error: errors.New("the table is empty")}
	}
	how, skip := detect(string(head), r.name, whole)
	some, _ := read(string(head[skip:]), how, whole)
	if len(some) == 0 {
		some = []row{{err: errRow}}
	}
	if some[0].err != nil {
		return refusal{error: fmt.Errorf("its first row cannot be read: %w", some[0].err), line: 1}
	}
	if r.layout, err = lay(some, r.in.Column); err != nil {
		return refusal{error: err}
	}
	if _, err := body.Discard(skip); err != nil {
		return err
	}
	r.rows = newRows(body, how)
	if skip > 0 {
		r.rows.line = 1
	}
	note := fmt.Sprintf("cells separated by %s; %s", delimiterName(how.delimiter), r.layout.note)
	r.report.Assumed = append(r.report.Assumed, format.Assumption{Path: r.in.Name, Format: r.name, Encoding: encoding, Note: note})
	return nil
}

func delimiterName(d byte) string {
	if name := delimiterNames[d]; name != "" {
		return name
	}
	return fmt.Sprintf("%q", d)
}

// broken tells an error of the disk from one of the file's content.
type broken struct{ io.Reader }

type diskError struct{ error }

func (e diskError) Unwrap() error { return e.error }

func (b broken) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = diskError{err}
	}
	return n, err
}

// asRefusal makes an error of content a refusal.
func asRefusal(err error) error {
	var disk diskError
	if errors.As(err, &disk) {
		return disk.error
	}
	return refusal{error: err}
}

// documents takes a document of each row behind the header.
func (r *reading) documents(ctx context.Context, take func(format.Record) error) error {
	for n := 0; ; n++ {
		next, err := r.rows.next()
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == io.EOF:
			return nil
		case err == errRow, err == errQuote:
			return refusal{err, next.line}
		case err != nil:
			return asRefusal(err)
		case n == 0 && r.layout.header:
			continue
		}
		doc, err := r.document(next)
		if err != nil {
			r.report.Reject(r.in.Name, next.line, err.Error())
			continue
		}
		if err := take(format.Record{Document: doc, Path: r.in.Name, Line: next.line}); err != nil {
			return err
		}
	}
}

// document returns the document of a row.
func (r *reading) document(row row) (model.Document, error) {
	l := r.layout
	for len(row.cells) > len(l.names) && strings.TrimSpace(row.cells[len(row.cells)-1]) == "" {
		row.cells = row.cells[:len(row.cells)-1]
	}
	switch {
	case row.err != nil:
		return model.Document{}, row.err
	case len(row.cells) != len(l.names):
		return model.Document{}, fmt.Errorf("cells in the row: %d, in the first: %d; its text may stand in the wrong column; mend the row", len(row.cells), len(l.names))
	case strings.TrimSpace(row.cells[l.text]) == "":
		return model.Document{}, fmt.Errorf("there is no text in the column %s", format.Shorten(l.names[l.text]))
	}
	for _, cell := range row.cells {
		if !utf8.ValidString(cell) || r.encoding != "utf-8" && strings.ContainsRune(cell, utf8.RuneError) {
			return model.Document{}, fmt.Errorf("%s is not valid in %s: mend the row, or name another encoding (--encoding)", format.Shorten(strings.ToValidUTF8(cell, "\ufffd")), r.encoding)
		}
	}
	doc := model.NewDocument(row.cells[l.text], "", filepath.Base(r.in.Name))
	meta := model.Meta{}
	for i, cell := range row.cells {
		if i != l.text && strings.TrimSpace(cell) != "" {
			l.tell(&doc, meta, i, cell)
		}
	}
	if len(meta) > 0 {
		doc.Meta = meta
	}
	return doc, nil
}

// tell gives the document and its meta what the cell of a column says.
func (l layout) tell(doc *model.Document, meta model.Meta, column int, cell string) {
	name := l.metas[column]
	switch column {
	case l.title:
		doc.Title = oneLine(cell)
		return
	case l.source:
		doc.Source = oneLine(cell)
		return
	case l.author:
		name, cell = model.MetaAuthor, oneLine(cell)
	case l.date:
		name, cell = model.MetaDate, oneLine(cell)
	}
	meta[name] = model.Meta{}.With(name, cell)[name] // without a copy of all others
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
