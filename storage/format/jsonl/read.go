package jsonl

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"dragoman/storage/format"
)

// reader reads one file. It is what all lines of the file share.
type reader struct {
	in      format.Input
	report  format.Report
	unknown map[string]bool     // kinds of losses counted for unknown keys
	units   []format.UnitChoice // met so far, each once
}

// read reads a file line by line; see format.Format.
func read(ctx context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
	r := &reader{in: in, unknown: map[string]bool{}}
	err := r.lines(ctx, take)
	r.assume()
	return r.report, err
}

func (r *reader) lines(ctx context.Context, take func(format.Record) error) error {
	l := lines{in: bufio.NewReaderSize(r.in.Body, 1<<16), limit: maxLine}
	if r.refused(l.in) {
		return nil
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		data, err := l.next()
		var long errLong
		switch {
		case errors.As(err, &long):
			r.report.Reject(r.in.Name, l.number, long.Error())
		case err == io.EOF:
			return nil
		case err != nil:
			return fmt.Errorf("read %s: %w", r.in.Name, err)
		case len(bytes.TrimSpace(data)) > 0:
			if err := r.line(l.number, data, take); err != nil {
				return err
			}
		}
	}
}

// refused reports, and tells, whether the file is in UTF-16, as some shells
// write it.
func (r *reader) refused(in *bufio.Reader) bool {
	head, _ := in.Peek(2) // an error comes again with the first line
	if string(head) != "\xff\xfe" && string(head) != "\xfe\xff" {
		return false
	}
	r.report.Reject(r.in.Name, 0, "the file is in UTF-16; JSON Lines are UTF-8: save it as UTF-8 first")
	return true
}

// line reads one line and hands on its record. A line that is broken is told
// in the report; the error is take's.
func (r *reader) line(number int, data []byte, take func(format.Record) error) error {
	p, err := r.parse(number, data)
	if err != nil {
		r.report.Reject(r.in.Name, number, err.Error())
		return nil
	}
	return take(p.record())
}

// loss counts something of a line that could not be kept.
func (r *reader) loss(kind string, line int, example string) {
	r.report.Losses.Add(kind, fmt.Sprintf("%s:%d: %s", r.in.Name, line, example), "")
}

// unknownKinds is how many unknown keys are counted each on its own.
const unknownKinds = 50

// lose counts what is left of an object of which all known keys were taken.
func (r *reader) lose(of string, line int, left object) {
	for _, key := range sortedKeys(left) {
		kind := of + " key " + format.Shorten(key)
		if !r.unknown[kind] && len(r.unknown) >= unknownKinds {
			kind = of + " keys of other names"
		}
		r.unknown[kind] = true
		r.loss(kind, line, format.Shorten(string(left[key])))
	}
}
