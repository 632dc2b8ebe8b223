package jsonl

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// maxLine is the length in bytes up to which a line is read.
const maxLine = 1 << 30

// mark is the UTF-8 byte-order mark, allowed at the start of a file.
var mark = []byte("\xef\xbb\xbf")

// lines splits a file into lines.
type lines struct {
	in     *bufio.Reader
	limit  int // bytes of a line
	number int // of the line that next returned, from 1
	buffer []byte
}

// errLong means that a line was longer than the limit, and was skipped.
type errLong int

func (e errLong) Error() string {
	return fmt.Sprintf("the line is longer than %d bytes", int(e))
}

// next returns the next line without its end; it is valid until the next call.
// The error is io.EOF after the last line, an errLong for a line that was
// skipped, or what reading brought.
func (l *lines) next() ([]byte, error) {
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
			return nil, errLong(l.limit)
		case err == io.EOF && len(l.buffer) > 0:
			err = nil
		}
		return l.trim(), err
	}
}

func (l *lines) trim() []byte {
	line := l.buffer
	if l.number == 1 {
		line = bytes.TrimPrefix(line, mark)
	}
	line = bytes.TrimSuffix(line, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r"))
}
