package brat

import (
	"os"
	"testing"

	"dragoman/storage/format/formattest"
)

func TestFormat(t *testing.T) { formattest.Run(t, Format()) }

func FuzzRead(f *testing.F) { formattest.Fuzz(f, Format()) }

// FuzzMore reads one text and its annotations with all that may stand beside
// them.
func FuzzMore(f *testing.F) {
	files := formattest.Files{}
	for _, name := range []string{"edited.txt", "edited.ann", "edited.meta.json"} {
		data, err := os.ReadFile("testdata/brat/" + name)
		if err != nil {
			f.Fatal(err)
		}
		files[name] = data
	}
	f.Add(files["edited.meta.json"])
	f.Fuzz(func(t *testing.T, more []byte) {
		own := formattest.Files{"edited.txt": files["edited.txt"], "edited.ann": files["edited.ann"], "edited.meta.json": more}
		records, _, err := formattest.ReadFile(Format(), own, "edited.ann")
		if err != nil || len(records) != 1 || len(records[0].Set.Annotations) != 3 {
			t.Fatalf("%d records: %v", len(records), err)
		}
		formattest.CheckRecord(t, records[0])
		formattest.RoundTrip(t, Format(), "", records)
	})
}
