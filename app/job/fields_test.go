package job

import (
	"slices"
	"strings"
	"testing"
)

// A record is told by its keys, in its order.
func TestFieldsOfARecord(t *testing.T) {
	got, ok := Fields(`{"id":"1","spans":[{"start":0,"end":3},{"start":5,"end":9}],"relations":[],"text":"Ali\nmet"}` + "\n")
	want := []Field{
		{"id", `"1"`}, {"spans", `{"start":0,"end":3}`}, {"", `{"start":5,"end":9}`}, {"relations", "[]"}, {"text", `"Ali\nmet"`},
	}
	if !ok || !slices.Equal(got, want) {
		t.Errorf("fields are %q, want %q", got, want)
	}
	for _, record := range []string{"Ali\tB-PER\nmet\tO\n", `["a"]`, `{"a":`, ""} {
		if _, ok := Fields(record); ok {
			t.Errorf("%q counts as an object", record)
		}
	}
}

// FuzzFields: what a record is told to hold stands in it.
func FuzzFields(f *testing.F) {
	f.Add(`{"text":"a","spans":[{"start":0},1],"b":{"c":[]}}`)
	f.Add("{\"a\":1\n")
	f.Add("1\tB-X\r\n\n")
	f.Fuzz(func(t *testing.T, record string) {
		fields, _ := Fields(record)
		for _, field := range fields {
			if !strings.Contains(record, field.Value) {
				t.Errorf("%q holds %q", record, field.Value)
			}
		}
	})
}
