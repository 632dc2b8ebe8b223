// Package formattest is the one suite of tests that every format passes. A
// format's own tests call Run, and Fuzz from a fuzz test:
//
//	func TestFormat(t *testing.T)  { formattest.Run(t, jsonl.Format()) }
//	func FuzzRead(f *testing.F)    { formattest.Fuzz(f, jsonl.Format()) }
//
// Files to read stand in testdata/FORMAT, what comes of each beside it as
// NAME.golden; testdata/FORMAT.golden is what a small project is written as.
// Run the tests with -update to write the golden files anew, and read the
// difference. Files that a fuzz run found stand in testdata/FORMAT too.
package formattest

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"testing"

	"dragoman/storage/format"
)

// Run tests that f keeps the contract of package format.
func Run(t *testing.T, f format.Format) {
	t.Run("describes itself", func(t *testing.T) { describes(t, f) })
	if f.Read != nil {
		t.Run("golden read", func(t *testing.T) { goldenRead(t, f) })
		t.Run("read stops", func(t *testing.T) { readStops(t, f) })
		t.Run("read reports a broken body", func(t *testing.T) { readBroken(t, f) })
	}
	if f.Write != nil {
		t.Run("golden write", func(t *testing.T) { goldenWrite(t, f) })
		t.Run("write stops", func(t *testing.T) { writeStops(t, f) })
		t.Run("write refuses disorder", func(t *testing.T) { writeOrder(t, f) })
		t.Run("losses are counted", func(t *testing.T) { losses(t, f) })
	}
	if f.Read != nil && f.Write != nil {
		t.Run("random projects come back", func(t *testing.T) { roundTrips(t, f) })
		t.Run("extreme documents come back", func(t *testing.T) { extremes(t, f) })
	}
}

func describes(t *testing.T, f format.Format) {
	if f.Name == "" || f.Title == "" || f.Recognise == nil || f.Read == nil && f.Write == nil {
		t.Errorf("the format does not say all about itself: %+v", f)
	}
	for _, ext := range f.Extensions {
		if !f.Recognise("a"+ext, nil) || f.Recognise("a"+ext+".zip", nil) {
			t.Errorf("the extension %s is not recognised, or another is", ext)
		}
	}
}

// Read reads data as a file of that name and returns what came.
func Read(f format.Format, name string, data []byte) ([]format.Record, format.Report, error) {
	var records []format.Record
	in := format.Input{Name: name, Body: bytes.NewReader(data), Size: int64(len(data))}
	report, err := f.Read(context.Background(), in, func(r format.Record) error {
		records = append(records, r)
		return nil
	})
	return records, report, err
}

// Write writes the records and returns the bytes.
func Write(f format.Format, opt format.WriteOptions, records ...format.Record) ([]byte, format.Report, error) {
	var out bytes.Buffer
	report, err := f.Write(context.Background(), &out, opt, All(records))
	return out.Bytes(), report, err
}

// All returns an iterator over the records.
func All(records []format.Record) iter.Seq2[format.Record, error] {
	return func(yield func(format.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

var errStop = errors.New("stop")

// readStops tests that reading ends with the error of take and of the context.
func readStops(t *testing.T, f format.Format) {
	for _, file := range goldenFiles(t, f) {
		records, _, err := Read(f, file.name, file.data)
		if err != nil || len(records) == 0 {
			continue
		}
		in := format.Input{Name: file.name, Body: bytes.NewReader(file.data), Size: -1}
		taken := 0
		_, err = f.Read(context.Background(), in, func(format.Record) error { taken++; return errStop })
		if !errors.Is(err, errStop) || taken != 1 {
			t.Errorf("%s: take failed, but reading gave %v after %d records", file.name, err, taken)
		}
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		in.Body = bytes.NewReader(file.data)
		if _, err := f.Read(ctx, in, func(format.Record) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: reading was cancelled, but gave %v", file.name, err)
		}
		return
	}
	t.Error("no file to read has a record")
}

// brokenBody is a file on a disk that fails.
type brokenBody struct{}

func (brokenBody) Read([]byte) (int, error) { return 0, errStop }

func readBroken(t *testing.T, f format.Format) {
	in := format.Input{Name: "a" + f.Extensions[0], Body: brokenBody{}, Size: -1}
	if _, err := f.Read(context.Background(), in, func(format.Record) error { return nil }); !errors.Is(err, errStop) {
		t.Errorf("the body failed, but reading gave %v", err)
	}
}

// brokenDisk is a disk that is full.
type brokenDisk struct{}

func (brokenDisk) Write([]byte) (int, error) { return 0, errStop }

// writeStops tests that writing ends with the error of the records, of the
// writer and of the context.
func writeStops(t *testing.T, f format.Format) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	records := All(project())
	if _, err := f.Write(ctx, &bytes.Buffer{}, format.WriteOptions{}, records); !errors.Is(err, context.Canceled) {
		t.Errorf("writing was cancelled, but gave %v", err)
	}
	if _, err := f.Write(context.Background(), brokenDisk{}, format.WriteOptions{}, records); !errors.Is(err, errStop) {
		t.Errorf("the disk was full, but writing gave %v", err)
	}
	failing := func(yield func(format.Record, error) bool) { yield(format.Record{}, errStop) }
	if _, err := f.Write(context.Background(), &bytes.Buffer{}, format.WriteOptions{}, failing); !errors.Is(err, errStop) {
		t.Errorf("the records failed, but writing gave %v", err)
	}
}

func writeOrder(t *testing.T, f format.Format) {
	records := project()
	for i := range records[1:] {
		records[i], records[i+1] = records[i+1], records[i]
		if _, _, err := Write(f, format.WriteOptions{}, records...); err == nil {
			t.Errorf("records %d and %d came in the wrong order, and were written", i, i+1)
		}
		records[i], records[i+1] = records[i+1], records[i]
	}
	if _, _, err := Write(f, format.WriteOptions{}, records[0], records[0]); err == nil {
		t.Error("a record came twice, and was written")
	}
}
