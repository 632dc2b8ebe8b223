package gui

import (
	"slices"
	"testing"
)

// A record is shown by its keys, in its order.
func TestFieldsOfARecord(t *testing.T) {
	got, ok := fieldsOf(`{"id":"1","spans":[{"start":0,"end":3},{"start":5,"end":9}],"relations":[],"text":"Ali\nmet"}` + "\n")
	want := []field{
		{"id", `"1"`}, {"spans", `{"start":0,"end":3}`}, {"", `{"start":5,"end":9}`}, {"relations", "[]"}, {"text", `"Ali\nmet"`},
	}
	if !ok || !slices.Equal(got, want) {
		t.Errorf("fields are %q, want %q", got, want)
	}
	for _, record := range []string{"Ali\tB-PER\nmet\tO\n", `["a"]`, `{"a":`, ""} {
		if _, ok := fieldsOf(record); ok {
			t.Errorf("%q counts as an object", record)
		}
	}
	if rows := preview("Ali\tB-PER\nmet\tO\n"); len(rows) != 2 {
		t.Errorf("%d rows for two lines", len(rows))
	}
}
