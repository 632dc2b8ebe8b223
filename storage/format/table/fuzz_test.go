package table

import (
	"bytes"
	"testing"

	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
)

// FuzzColumn asks a table for any column: it gives sound documents or says what
// is wrong.
func FuzzColumn(f *testing.F) {
	f.Add([]byte("title,text\na,b\nc,\"d\ne\"\n"), "text")
	f.Add([]byte("a;b\n1;2\n"), "2")
	f.Add([]byte("x\t\"\"\n"), " X ")
	f.Fuzz(func(t *testing.T, data []byte, column string) {
		in := format.Input{Name: "a.csv", Body: bytes.NewReader(data), Size: int64(len(data)), Column: column}
		if _, err := Articles().Read(t.Context(), in, func(r format.Record) error {
			formattest.CheckRecord(t, r)
			return nil
		}); err != nil {
			t.Fatalf("a body that can be read gave %v", err)
		}
	})
}
