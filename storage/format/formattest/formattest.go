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
//
// What a format says that it keeps comes back equal; what it does not is in
// its report, counted exactly: the suite works out both from Format.Keeps in
// its own, slow way.
package formattest

import (
	"context"
	"errors"
	"io"
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
	if f.Writes() {
		if !f.Binary {
			t.Run("golden write", func(t *testing.T) { goldenWrite(t, f) })
		}
		t.Run("write stops", func(t *testing.T) { writeStops(t, f) })
		t.Run("write refuses disorder", func(t *testing.T) { writeOrder(t, f) })
		t.Run("losses are counted", func(t *testing.T) { losses(t, f) })
		t.Run("same records, same bytes", func(t *testing.T) { repeats(t, f) })
	}
	if f.Read != nil && f.Writes() {
		t.Run("recognises what it wrote", func(t *testing.T) { recognises(t, f) })
		t.Run("random projects come back", func(t *testing.T) { roundTrips(t, f) })
		t.Run("extreme documents come back", func(t *testing.T) { extremes(t, f) })
	}
}

func describes(t *testing.T, f format.Format) {
	if f.Name == "" || f.Title == "" || f.Recognise == nil || f.Read == nil && !f.Writes() || f.Write != nil && f.WriteFolder != nil {
		t.Errorf("the format does not say all about itself: %+v", f)
	}
	for _, ext := range f.Extensions {
		if ext != ".zip" && f.Recognise("a"+ext+".zip", nil) {
			t.Errorf("what is named %s.zip is recognised", ext)
		}
	}
}

// recognises tests that a file which was written is known again.
func recognises(t *testing.T, f format.Format) {
	files, _, err := WriteFiles(f, format.WriteOptions{}, one(f, project())...)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		if f.Recognise(name, head(data)) {
			return
		}
	}
	t.Errorf("none of %v is recognised", files.Names())
}

func repeats(t *testing.T, f format.Format) {
	first, _, err := WriteFiles(f, format.WriteOptions{}, one(f, project())...)
	again, _, errAgain := WriteFiles(f, format.WriteOptions{}, one(f, project())...)
	if err != nil || errAgain != nil || !first.equal(again) {
		t.Errorf("written twice, the bytes differ (%v, %v)", err, errAgain)
	}
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
	files := goldenFiles(t, f)
	for _, name := range toRead(f, files) {
		records, _, err := ReadFile(f, files, name)
		if err != nil || len(records) == 0 {
			continue
		}
		in := input(files, name)
		in.Size = -1
		taken := 0
		_, err = f.Read(context.Background(), in, func(format.Record) error { taken++; return errStop })
		if !errors.Is(err, errStop) || taken != 1 {
			t.Errorf("%s: take failed, but reading gave %v after %d records", name, err, taken)
		}
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := f.Read(ctx, input(files, name), func(format.Record) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: reading was cancelled, but gave %v", name, err)
		}
		return
	}
	t.Error("no file to read has a record")
}

// brokenBody is a file on a disk that fails.
type brokenBody struct{}

func (brokenBody) Read([]byte) (int, error) { return 0, errStop }

func readBroken(t *testing.T, f format.Format) {
	in := input(Files{}, "a"+f.Extensions[0])
	in.Body, in.Size = brokenBody{}, -1
	in.Beside = func(string) (io.ReadCloser, error) { return io.NopCloser(brokenBody{}), nil }
	if _, err := f.Read(context.Background(), in, func(format.Record) error { return nil }); !errors.Is(err, errStop) {
		t.Errorf("the body failed, but reading gave %v", err)
	}
}

// brokenDisk is a disk that is full.
type brokenDisk struct{}

func (brokenDisk) Write([]byte) (int, error)             { return 0, errStop }
func (brokenDisk) Close() error                          { return nil }
func (brokenDisk) Create(string) (io.WriteCloser, error) { return brokenDisk{}, nil }

// writeStops tests that writing ends with the error of the records, of the
// disk and of the context.
func writeStops(t *testing.T, f format.Format) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	records := All(one(f, project()))
	if _, _, err := Export(ctx, f, format.WriteOptions{}, records); !errors.Is(err, context.Canceled) {
		t.Errorf("writing was cancelled, but gave %v", err)
	}
	var err error
	if f.WriteFolder != nil {
		_, err = f.WriteFolder(context.Background(), brokenDisk{}, format.WriteOptions{}, records)
	} else {
		_, err = f.Write(context.Background(), brokenDisk{}, format.WriteOptions{}, records)
	}
	if !errors.Is(err, errStop) {
		t.Errorf("the disk was full, but writing gave %v", err)
	}
	failing := func(yield func(format.Record, error) bool) { yield(format.Record{}, errStop) }
	if _, _, err := Export(context.Background(), f, format.WriteOptions{}, failing); !errors.Is(err, errStop) {
		t.Errorf("the records failed, but writing gave %v", err)
	}
}

func writeOrder(t *testing.T, f format.Format) {
	records := one(f, project())
	for i := range records[1:] {
		records[i], records[i+1] = records[i+1], records[i]
		if _, _, err := WriteFiles(f, format.WriteOptions{}, records...); err == nil {
			t.Errorf("records %d and %d came in the wrong order, and were written", i, i+1)
		}
		records[i], records[i+1] = records[i+1], records[i]
	}
	if _, _, err := WriteFiles(f, format.WriteOptions{}, records[0], records[0]); err == nil {
		t.Error("a record came twice, and was written")
	}
}
