// Package jsonline is what the formats of JSON Lines share: the lines of a
// file, however long, strict JSON objects, the unknown things of a file, and
// writing. A file is UTF-8 with one object a line; what is not is told line by
// line in the report, and reading goes on.
package jsonline

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// mark is the UTF-8 byte-order mark, allowed at the start of a file.
var mark = []byte("\xef\xbb\xbf")

// Lines splits a file into lines. It holds one line at a time, and no more of
// it than the limit.
type Lines struct {
	in     *bufio.Reader
	limit  int // bytes of a line
	number int // of the line that Next returned, from 1
	buffer []byte
}

// NewLines returns the lines of in, none of more than limit bytes.
func NewLines(in *bufio.Reader, limit int) *Lines { return &Lines{in: in, limit: limit} }

// TooLong means that a line was longer than so many bytes, and was skipped.
type TooLong int

func (e TooLong) Error() string {
	return fmt.Sprintf("the line is longer than %d bytes", int(e))
}

// Number returns which line Next returned last, from 1.
func (l *Lines) Number() int { return l.number }

// Next returns the next line without its end; it is valid until the next call.
// A byte-order mark before the first line goes. The error is io.EOF after the
// last line, a TooLong for a line that was skipped, or what reading brought.
func (l *Lines) Next() ([]byte, error) {
	l.number++
	l.buffer = l.buffer[:0]
	for long := false; ; {
		part, err := l.in.ReadSlice('\n')
		if !long && len(l.buffer)+len(part) > l.limit {
			long = true
		}
		if !long {
			l.buffer = append(l.buffer, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case long && (err == nil || err == io.EOF):
			return nil, TooLong(l.limit)
		case err == io.EOF && len(l.buffer) > 0:
			err = nil
		}
		return l.trim(), err
	}
}

func (l *Lines) trim() []byte {
	line := l.buffer
	if l.number == 1 {
		line = bytes.TrimPrefix(line, mark)
	}
	line = bytes.TrimSuffix(line, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r"))
}
