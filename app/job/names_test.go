package job

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestNamesAreNoPaths makes a file of each name: it stands in the folder.
func TestNamesAreNoPaths(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{
		"p-../x", `p-..\x`, "p-/etc/passwd", "p-CON", "p-NUL.txt", "p-a\x00b", "p-" + strings.Repeat("ä", 300), "p-" + strings.Repeat("\xff", 300),
		"p-fdp.\u202eexe", "p-a:b*?\"<>|", "p-\x1b]0;x\x07", "p-a\nb",
	} {
		file := filepath.Join(folder, safeName(name)+".dragoman-journal")
		if filepath.Dir(file) != folder || !utf8.ValidString(file) || strings.ContainsAny(filepath.Base(file), "\x00\x1b\n\u202e:\\") {
			t.Errorf("%q is called %q", name, file)
		}
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}
