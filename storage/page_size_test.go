package storage

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestPageSizeWithoutHeader: where the header is gone, the pages themselves
// tell how large they are.
func TestPageSizeWithoutHeader(t *testing.T) {
	p := newOpenProject(t)
	var size int
	if err := p.writer.QueryRow("PRAGMA page_size").Scan(&size); err != nil || size != newPage {
		t.Errorf("a new project has pages of %d bytes, %v", size, err)
	}
	empty := bytesOf(t, p.path)
	must[[]int64](t)(p.Save(ctx, newsStep(0, 60)))
	closed(t, p)
	files := map[string][]byte{"new": empty, "filled": bytesOf(t, p.path)}
	old, err := filepath.Glob("testdata/v*.dragoman")
	if err != nil || len(old) < 5 {
		t.Fatal(old, err)
	}
	for _, name := range old {
		files[name] = bytesOf(t, name)
	}
	for name, data := range files {
		want := newPage
		if filepath.Dir(name) == "testdata" {
			want = oldPage
		}
		if have := pageSize(bytes.NewReader(data)); have != want {
			t.Errorf("%s: by its header it has pages of %d bytes, want %d", name, have, want)
		}
		clear(data[:100])
		if have := pageSize(bytes.NewReader(data)); have != want {
			t.Errorf("%s: without header it has pages of %d bytes, want %d", name, have, want)
		}
	}
}

func bytesOf(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
