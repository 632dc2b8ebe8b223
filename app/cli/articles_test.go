package cli_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestArticlesAreKeptByteForByte imports the real articles, where they are
// there, and compares each text with its file.
func TestArticlesAreKeptByteForByte(t *testing.T) {
	files, err := os.ReadDir(articles)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("there is no folder %s: the articles are not part of the repository", articles)
	}
	project := filepath.Join(t.TempDir(), "p.dragoman")
	ok(t, "new", project)
	for _, file := range files {
		path := filepath.Join(articles, file.Name())
		var result struct{ Added []string }
		if err := json.Unmarshal([]byte(ok(t, "import", project, path, "--json")), &result); err != nil || len(result.Added) != 1 {
			t.Fatalf("import of %s: %v, %v", path, result, err)
		}
		var shown struct{ Text string }
		if err := json.Unmarshal([]byte(ok(t, "show", project, result.Added[0], "--json")), &shown); err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if shown.Text != string(want) {
			t.Errorf("the text of %s is not the file's", path)
		}
	}
}
