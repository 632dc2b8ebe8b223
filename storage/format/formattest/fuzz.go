package formattest

import (
	"testing"

	"dragoman/storage/format"
)

// Fuzz reads files that a fuzzer makes of those in testdata. Whatever
// they hold, what is read keeps the laws of the model and, where the format is
// written too, comes back as it was.
func Fuzz(f *testing.F, of format.Format) {
	for _, file := range goldenFiles(f, of) {
		f.Add(file.data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		records, _, err := Read(of, "a"+of.Extensions[0], data)
		if err != nil {
			t.Fatalf("a body that can be read gave %v", err)
		}
		for _, r := range records {
			CheckRecord(t, r)
			if of.Write != nil {
				RoundTrip(t, of, format.Auto, []format.Record{r})
			}
		}
	})
}
