package formattest

import (
	"context"
	"io"
	"testing"

	"dragoman/storage/format"
)

// Fuzz reads files that a fuzzer makes of those in testdata, and what stands
// beside them where the format asks for that. Whatever they hold, what is read
// keeps the laws of the model and, where the format is written too, comes back
// as it was.
func Fuzz(f *testing.F, of format.Format) {
	files := goldenFiles(f, of)
	for _, name := range toRead(of, files) {
		f.Add(files[name], companion(of, files, name))
	}
	f.Fuzz(func(t *testing.T, data, beside []byte) {
		in := input(Files{"a" + of.Extensions[0]: data}, "a"+of.Extensions[0])
		in.Beside = func(string) (io.ReadCloser, error) { return io.NopCloser(reader(beside)), nil }
		var records []format.Record
		_, err := of.Read(context.Background(), in, func(r format.Record) error {
			records = append(records, r)
			return nil
		})
		if err != nil {
			t.Fatalf("a body that can be read gave %v", err)
		}
		for _, r := range records {
			CheckRecord(t, r)
			if of.Writes() {
				RoundTrip(t, of, format.Auto, []format.Record{r})
			}
		}
	})
}

// companion returns the first file that belongs to that of the name and is
// there.
func companion(f format.Format, files Files, name string) []byte {
	if f.Companions == nil {
		return nil
	}
	for _, other := range f.Companions(name) {
		if data, there := files[other]; there {
			return data
		}
	}
	return nil
}
