package labelstudio

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// maxTask is the length in bytes up to which a task is read. Label Studio takes
// no file of that size.
const maxTask = 256 << 20

// mark is the UTF-8 byte-order mark, allowed at the start of a file.
var mark = []byte("\xef\xbb\xbf")

// elements splits a JSON array into its elements, or takes one object for the
// only one. It looks for where they end and not whether they are right, and
// holds one at a time.
type elements struct {
	in     *bufio.Reader
	limit  int // bytes of an element
	line   int // that is read, from 1
	begun  bool
	ended  bool
	long   bool // the element does not fit
	buffer []byte
}

func newElements(in io.Reader, limit int) *elements {
	return &elements{in: bufio.NewReaderSize(in, 1<<16), limit: limit}
}

var (
	errNoArray = errors.New("it is no JSON of tasks: export it again, from Label Studio as JSON or JSON_MIN")
	errEarly   = errors.New("it is no complete JSON, for it ends too early: export it again")
	errMore    = errors.New("there is more behind the end of the array: it was not read")
)

// tooLong means that an element was longer than so many bytes, and was skipped.
type tooLong int

func (e tooLong) Error() string { return fmt.Sprintf("the task is longer than %d bytes", int(e)) }

// next returns the next element, valid until the next call, and the line on
// which it begins. The error is io.EOF behind the last, a tooLong for one that
// was skipped, or why no more can be read.
func (e *elements) next() (data []byte, line int, err error) {
	b, err := e.first()
	if err != nil {
		return nil, e.line, err
	}
	line, e.buffer, e.long = e.line, e.buffer[:0], false
	if err = e.element(b); err == nil && e.long {
		err = tooLong(e.limit)
	}
	return e.buffer, line, err
}

// first returns the first byte of the next element.
func (e *elements) first() (byte, error) {
	if !e.begun {
		return e.begin()
	}
	b, err := e.skip(",")
	switch {
	case e.ended && err == nil:
		return 0, errMore
	case err == io.EOF && !e.ended:
		return 0, errEarly
	case err == nil && b == ']':
		e.ended = true
		return e.first()
	}
	return b, err
}

// begin goes to the first element.
func (e *elements) begin() (byte, error) {
	e.begun, e.line = true, 1
	if head, _ := e.in.Peek(len(mark)); string(head) == string(mark) {
		_, _ = e.in.Discard(len(mark)) // they were peeked at
	}
	b, err := e.skip("")
	switch {
	case err == io.EOF:
		return 0, errNoArray
	case err != nil:
		return 0, err
	case b == '[':
		return e.first()
	case b == '{':
		e.ended = true
		return b, nil
	}
	return 0, errNoArray
}

// skip returns the next byte that is neither white space nor one of those.
func (e *elements) skip(those string) (byte, error) {
	for {
		b, err := e.in.ReadByte()
		switch {
		case err != nil:
			return 0, err
		case b == '\n':
			e.line++
		case b == ' ' || b == '\t' || b == '\r' || those != "" && b == those[0]:
		default:
			return b, nil
		}
	}
}

// element reads the element that begins with b into the buffer.
func (e *elements) element(b byte) (err error) {
	depth, quoted := 0, false
	for ; err == nil; b, err = e.in.ReadByte() {
		e.keep([]byte{b})
		switch {
		case quoted && b == '\\':
			e.escaped()
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '{' || b == '[':
			depth++
		case b == '}' || b == ']':
			depth--
		}
		if depth <= 0 && !quoted && e.closes(b) {
			return nil
		}
		if quoted {
			e.plain()
		}
	}
	if err == io.EOF {
		return errEarly
	}
	return err
}

// keep adds to the buffer, unless it is full.
func (e *elements) keep(data []byte) {
	e.line += bytes.Count(data, []byte("\n"))
	if e.long = e.long || len(e.buffer)+len(data) > e.limit; !e.long {
		e.buffer = append(e.buffer, data...)
	}
}

// escaped takes the byte behind a backslash. An error comes again with the next
// one.
func (e *elements) escaped() {
	if b, err := e.in.ReadByte(); err == nil {
		e.keep([]byte{b})
	}
}

// plain takes what is at hand of a string before what may end it.
func (e *elements) plain() {
	data, _ := e.in.Peek(e.in.Buffered())
	if end := bytes.IndexAny(data, "\"\\"); end >= 0 {
		data = data[:end]
	}
	e.keep(data)
	_, _ = e.in.Discard(len(data)) // they were peeked at
}

// closes reports whether an element on the outermost level ends with b: with
// its own end, or before what ends a number or word.
func (e *elements) closes(b byte) bool {
	if b == '}' || b == ']' || b == '"' {
		return true
	}
	next, err := e.in.Peek(1)
	return err == nil && (next[0] == ',' || next[0] == ']')
}
