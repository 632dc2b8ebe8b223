package job

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/model/modeltest"
)

// FuzzMapping reads what people write behind --map, and what stands at the
// start of a file that is to be merged. A mapping answers names only, and with
// what was written.
func FuzzMapping(f *testing.F) {
	f.Add("PER=person\nperson.role=part\nperson.role=x=y", []byte(`{"op":"add","document":"a"}`))
	f.Add("=\na=\n=b\na==", []byte("\xef\xbb\xbf{\"op\":"))
	f.Fuzz(func(t *testing.T, pairs string, head []byte) {
		holdsEdits(head)
		m, err := ParseMapping(strings.Split(pairs, "\n"))
		if err != nil {
			return
		}
		for theirs, ours := range m {
			if theirs == "" || ours == "" || !strings.Contains(pairs, theirs+"="+ours) {
				t.Errorf("%q maps %q to %q", pairs, theirs, ours)
			}
		}
		if err := m.check(modeltest.Schema()); err != nil && err.Error() == "" {
			t.Error("refused without a word")
		}
	})
}

// FuzzManifest looks at a folder whose manifest says anything: it may not be
// replaced while it holds a file that the manifest does not name.
func FuzzManifest(f *testing.F) {
	f.Add([]byte(`{"format":"brat","files":["a.ann"]}`))
	f.Add([]byte(`{"files":["../kept","/etc/passwd","..","",".","kept/","./kept"]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, manifest), data, 0o600); err != nil {
			t.Fatal(err)
		}
		mine := filepath.Join(folder, "of a person, 7f3c.txt")
		if err := os.WriteFile(mine, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if replaceable(folder) == nil {
			t.Errorf("a manifest of %q gives up %s", data, mine)
		}
	})
}
