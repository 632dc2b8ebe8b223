package model_test

import (
	"encoding/json"
	"strings"
	"testing"

	"dragoman/model"
)

func TestMergeOfMeta(t *testing.T) {
	for _, c := range []struct{ m, o, merged, stayed string }{
		{``, ``, `null`, ``},
		{``, `{"a":1}`, `{"a":1}`, ``},
		{`{"a":1}`, ``, `{"a":1}`, ``},
		{`{"a":1}`, `{"a":2,"b":3}`, `{"a":1,"b":3}`, `a`},
		{`{"a":{"y":1}}`, `{"a":{"x":"<"}}`, `{"a":{"x":"<","y":1}}`, ``},
		{`{"a":{"y":1}}`, `{"a":{"x":2,"y":2}}`, `{"a":{"x":2,"y":1}}`, `a`},
		{`{"a":{"z":1,"y":1}}`, `{"a":{"y":1,"z":1}}`, `{"a":{"z":1,"y":1}}`, ``},
		{`{"a":[1]}`, `{"a":{"x":2}}`, `{"a":[1]}`, `a`},
		{`{"a":{"x":2}}`, `{"a":[1]}`, `{"a":{"x":2}}`, `a`},
	} {
		m, o := meta(t, c.m), meta(t, c.o)
		merged, stayed := m.Merge(o)
		if got := written(t, merged); got != c.merged || strings.Join(stayed, " ") != c.stayed {
			t.Errorf("%s and %s gave %s, %q stayed; want %s, %q", c.m, c.o, got, stayed, c.merged, c.stayed)
		}
		if !m.Equal(meta(t, c.m)) {
			t.Errorf("merging %s changed it", c.m)
		}
	}
}

func meta(t *testing.T, text string) model.Meta {
	t.Helper()
	var m model.Meta
	if text != "" {
		if err := json.Unmarshal([]byte(text), &m); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func written(t *testing.T, m model.Meta) string {
	t.Helper()
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(m); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}
