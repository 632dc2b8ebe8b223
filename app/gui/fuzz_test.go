package gui

import (
	"strings"
	"testing"
)

// FuzzPreview looks at any record of a file as the import screen shows it: each
// value is a part of the record.
func FuzzPreview(f *testing.F) {
	f.Add(`{"text":"a","spans":[{"start":0},1],"b":{"c":[]}}`)
	f.Add("{\"a\":1\n")
	f.Add("1\tB-X\r\n\n")
	f.Fuzz(func(t *testing.T, record string) {
		fields, _ := fieldsOf(record)
		for _, field := range fields {
			if !strings.Contains(record, field.value) {
				t.Errorf("%q shows %q", record, field.value)
			}
		}
	})
}
