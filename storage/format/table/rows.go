package table

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Bounds on a table.
const (
	maxRow     = 32 << 20 // bytes of a row: no article comes near, and a forgotten quotation mark ends there
	maxColumns = 4096     // as many as a person can name
)

// row is one row of a table.
type row struct {
	line  int // where it begins, from 1
	cells []string
	err   error // why it cannot be read; what follows can
}

var (
	errRow     = fmt.Errorf("the row is longer than %d MiB; is a quotation mark missing? What follows was not read", maxRow>>20)
	errColumns = fmt.Errorf("the row has more than %d cells: mend it, or take columns out", maxColumns)
	errQuote   = errors.New("a quotation mark is opened in this row and nowhere closed: close it; what follows was not read")
	errBehind  = errors.New("something stands behind a closing quotation mark: mend the row, or write quotation marks in a cell twice")
)

// dialect is how a table is written.
type dialect struct {
	delimiter byte
	literal   bool // quotation marks are text
}

// rows splits a table into rows. Line ends within a cell stay as they are.
type rows struct {
	in   *bufio.Reader
	how  dialect
	line int // of the next byte, from 0
	size int // bytes of the row
}

func newRows(in io.Reader, how dialect) *rows {
	return &rows{in: bufio.NewReaderSize(in, 1<<16), how: how}
}

// next returns the next row that is not blank. The error is io.EOF behind the
// last, errRow or errQuote where nothing more can be read, with the row's line,
// or what reading brought.
func (r *rows) next() (row, error) {
	for {
		out := row{line: r.line + 1}
		r.size = 0
		end := false
		for !end {
			cell, last, err := r.cell(&out)
			if err == io.EOF && len(out.cells) == 0 && cell == "" {
				return out, io.EOF
			}
			if err != nil && err != io.EOF {
				return out, err
			}
			end = last || err == io.EOF
			if len(out.cells) < maxColumns {
				out.cells = append(out.cells, cell)
			} else {
				out.err = errColumns
			}
		}
		if slices.ContainsFunc(out.cells, func(cell string) bool { return strings.TrimSpace(cell) != "" }) {
			return out, nil
		}
	}
}

// cell returns the next cell and whether it ends the row. The error is io.EOF
// where the table ends with it.
func (r *rows) cell(out *row) (cell string, last bool, err error) {
	var b strings.Builder
	c, err := r.byte()
	if err == nil && c == '"' && !r.how.literal {
		if err := r.quoted(&b); err != nil {
			return "", true, err
		}
		if c, err = r.byte(); err == nil && c != r.how.delimiter && c != '\n' && c != '\r' {
			out.err = errBehind
		}
	}
	for ; err == nil; c, err = r.byte() {
		switch c {
		case r.how.delimiter:
			return b.String(), false, nil
		case '\n', '\r':
			return b.String(), true, r.lineEnd(c)
		}
		b.WriteByte(c)
	}
	return b.String(), true, err
}

// quoted reads a cell up to the quotation mark that closes it.
func (r *rows) quoted(b *strings.Builder) error {
	for {
		c, err := r.byte()
		switch {
		case err == io.EOF:
			return errQuote
		case err != nil:
			return err
		case c == '"':
			if next, err := r.in.Peek(1); err != nil || next[0] != '"' {
				return nil
			}
			_, _ = r.in.Discard(1) // which was seen
			r.size++
		case c == '\n', c == '\r' && !r.feedFollows():
			r.line++
		}
		b.WriteByte(c)
	}
}

// feedFollows reports whether the next byte is a line feed.
func (r *rows) feedFollows() bool {
	next, err := r.in.Peek(1)
	return err == nil && next[0] == '\n'
}

// lineEnd reads the rest of a line end that began with c.
func (r *rows) lineEnd(c byte) error {
	r.line++
	if c == '\r' && r.feedFollows() {
		_, err := r.in.Discard(1)
		return err
	}
	return nil
}

func (r *rows) byte() (byte, error) {
	if r.size++; r.size > maxRow {
		return 0, errRow
	}
	return r.in.ReadByte()
}
