package archive

import (
	"archive/zip"
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dragoman/storage/format"
	"dragoman/storage/format/article"
	"dragoman/storage/format/brat"
	"dragoman/storage/format/formattest"
	"dragoman/storage/format/jsonl"
)

// formats are those of the tests.
func formats() []format.Format {
	return []format.Format{jsonl.Format(), brat.Format(), article.DOCX(), article.HTML(), article.Markdown(), article.Text()}
}

// part is one file of an archive.
type part struct{ name, text string }

// packed returns an archive of the parts that is the same each time.
func packed(t testing.TB, method uint16, parts ...part) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: method, Modified: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// nested returns an archive of an archive, so deep.
func nested(t testing.TB, depth int) []byte {
	data := packed(t, zip.Store, part{"deep.txt", "At the bottom."})
	for range depth - 1 {
		data = packed(t, zip.Store, part{"inner.zip", string(data)}, part{"beside.txt", "Beside it."})
	}
	return data
}

func fixtures(t testing.TB) map[string][]byte {
	encrypted := packed(t, zip.Store, part{"secret.txt", "Hidden words."}, part{"plain.txt", "Open words."})
	for _, mark := range []string{"PK\x03\x04", "PK\x01\x02"} { // the flag of the first entry
		at := bytes.Index(encrypted, []byte(mark)) + map[string]int{"PK\x03\x04": 6, "PK\x01\x02": 8}[mark]
		encrypted[at] |= 1
	}
	damaged := packed(t, zip.Store, part{"a.txt", "These words are damaged."}, part{"b.txt", "These are whole."})
	damaged[bytes.Index(damaged, []byte("These words"))] = 'X'
	return map[string][]byte{
		"mixed.zip": packed(
			t, zip.Store,
			part{"b.txt", "The second text. 😊"}, part{"a/", ""}, part{"a/z.md", "# Heading\n"}, part{"a/b/c.html", "<p>A page of a few words.</p>"},
			part{"set.jsonl", `{"text":"Ana met Ben.","annotator":"ana","spans":[{"start":0,"end":3,"label":"person"}]}` + "\n"},
			part{"unknown.bin", "\x00\x01"}, part{"__MACOSX/b.txt", "no"}, part{".hidden/x.txt", "no"}, part{"a/.DS_Store", "no"}, part{"out.conll.losses.json", "{}"},
		),
		"brat.zip": packed(
			t, zip.Store,
			part{"news/one.txt", "Ana met Ben."}, part{"news/one.ann", "T1\tperson 0 3\tAna\n"}, part{"news/two.txt", "No annotations."}, part{"other.txt", "Plain words."},
		),
		"names.zip": packed(
			t, zip.Store,
			part{"../../../../etc/passwd.txt", "Not there."}, part{"/abs/olute.txt", "Nor there."}, part{`C:\windows\a.txt`, "Nor in Windows."},
			part{"twice.txt", "One."}, part{"twice.txt", "Two."}, part{"new\nline.txt", "A name with a line end."}, part{"\xff\xfe.txt", "A name that is no UTF-8."},
		),
		"nested.zip":    nested(t, 3),
		"too-deep.zip":  nested(t, 5),
		"encrypted.zip": encrypted,
		"damaged.zip":   damaged,
		"empty.zip":     packed(t, zip.Store),
		"cut.zip":       packed(t, zip.Store, part{"a.txt", "Cut off."})[:60],
		"no-zip.zip":    []byte("PK\x03\x04"),
	}
}

// TestFixtures keeps the files in testdata as they are made; with -update it
// writes them.
func TestFixtures(t *testing.T) {
	for name, data := range fixtures(t) {
		path := filepath.Join("testdata", "zip", name)
		if flag.Lookup("update").Value.String() == "true" {
			if err := os.WriteFile(path, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s is not as it is made (%v): run the tests with -update", path, err)
		}
	}
}

func TestFormat(t *testing.T)  { formattest.Run(t, Format(formats())) }
func FuzzReadZip(f *testing.F) { formattest.Fuzz(f, Format(formats())) }
