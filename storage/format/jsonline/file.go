package jsonline

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"dragoman/storage/format"
)

// File is one file that is read: what its lines share.
type File struct {
	In     format.Input
	Format string // its name, for the report
	Limit  int    // bytes of a line; longer ones are skipped and told
	Report format.Report

	unknown map[string]bool     // kinds of losses counted for unknown keys
	units   []format.UnitChoice // met so far, each once
	foreign bool                // nothing was taken for anything
}

// Read hands on what parse makes of each line that is not blank, and tells in
// the report what could not be parsed and what was assumed. The error is that
// of the body, of ctx or of take.
func (f *File) Read(ctx context.Context, parse func(line int, o Object) (format.Record, error), take func(format.Record) error) error {
	err := f.lines(ctx, func(number int, data []byte) error {
		o, err := parseLine(data)
		var r format.Record
		if err == nil {
			r, err = parse(number, o)
		}
		if err != nil {
			f.Report.Reject(f.In.Name, number, err.Error())
			return nil
		}
		return take(r)
	})
	if !f.foreign {
		f.assume()
	}
	return err
}

func parseLine(data []byte) (Object, error) {
	if err := CheckText(data); err != nil {
		return nil, err
	}
	return ParseObject(data)
}

func (f *File) lines(ctx context.Context, line func(number int, data []byte) error) error {
	l := NewLines(bufio.NewReaderSize(f.In.Body, 1<<16), f.Limit)
	if f.refused(l.in) {
		return nil
	}
	head, _ := l.in.Peek(ForeignHead) // an error comes again with the first line
	if why := Foreign(head); why != "" {
		f.foreign = true
		f.Report.Reject(f.In.Name, 0, why)
		return nil
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		data, err := l.Next()
		var long TooLong
		switch {
		case errors.As(err, &long):
			f.Report.Reject(f.In.Name, l.Number(), long.Error())
		case err == io.EOF:
			return nil
		case err != nil:
			return fmt.Errorf("read %s: %w", f.In.Name, err)
		case len(bytes.TrimSpace(data)) > 0:
			if err := line(l.Number(), data); err != nil {
				return err
			}
		}
	}
}

// refused reports, and tells, whether the file is in UTF-16, as some shells
// write it.
func (f *File) refused(in *bufio.Reader) bool {
	head, _ := in.Peek(2) // an error comes again with the first line
	if string(head) != "\xff\xfe" && string(head) != "\xfe\xff" {
		return false
	}
	f.Report.Reject(f.In.Name, 0, "the file is in UTF-16; JSON Lines are UTF-8: save it as UTF-8 first")
	return true
}

// Reject tells why the annotation or relation of that name cannot be used.
func (f *File) Reject(line int, name string, err error) {
	f.Report.Reject(f.In.Name, line, name+": "+err.Error())
}

// Lose counts something of a line that could not be kept.
func (f *File) Lose(kind string, line int, example string) {
	f.Report.Losses.Add(kind, fmt.Sprintf("%s:%d: %s", f.In.Name, line, example), "")
}

// unknownKinds is how many unknown keys are counted each on its own.
const unknownKinds = 50

// LoseRest counts what is left of an object of which all known keys were
// taken; of says what the object is.
func (f *File) LoseRest(of string, line int, left Object) {
	for _, key := range left.Keys() {
		kind := of + " key " + format.Shorten(key)
		if !f.unknown[kind] && len(f.unknown) >= unknownKinds {
			kind = of + " keys of other names"
		}
		if f.unknown == nil {
			f.unknown = map[string]bool{}
		}
		f.unknown[kind] = true
		f.Lose(kind, line, format.Shorten(string(left[key])))
	}
}

// Unit notes for the report what the offsets of a line with annotations were
// taken to count.
func (f *File) Unit(choice format.UnitChoice) {
	if !slices.Contains(f.units, choice) {
		f.units = append(f.units, choice)
	}
}

// assume puts into the report what was taken for granted about the file.
func (f *File) assume() {
	about := format.Assumption{Path: f.In.Name, Format: f.Format, Encoding: "utf-8"}
	if asked := f.In.Encoding; asked != "" && asked != "auto" && !strings.EqualFold(asked, "utf-8") {
		about.Note = "JSON Lines are always UTF-8: the encoding " + asked + " was not used"
		f.Report.Assumed = append(f.Report.Assumed, about)
		about.Note = ""
	}
	for _, choice := range f.units {
		about.Unit, about.Note = choice.Unit, choice.Note
		f.Report.Assumed = append(f.Report.Assumed, about)
	}
	if len(f.units) == 0 {
		f.Report.Assumed = append(f.Report.Assumed, about)
	}
}
