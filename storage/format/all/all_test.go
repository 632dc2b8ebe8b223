package all

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
)

func TestNamesAreOwn(t *testing.T) {
	names := map[string]bool{}
	for _, f := range Formats() {
		if names[f.Name] {
			t.Errorf("two formats are called %s", f.Name)
		}
		names[f.Name] = true
		if found, ok := Find(f.Name); !ok || found.Title != f.Title {
			t.Errorf("%s is not found by its name", f.Name)
		}
	}
	if f, ok := Find("auto"); ok {
		t.Errorf("auto finds %s", f.Name)
	}
}

// TestWhatIsWrittenIsKnownAgain tests that each file which a format writes is
// taken for one of that format, whichever formats are tried before it.
func TestWhatIsWrittenIsKnownAgain(t *testing.T) {
	doc, set := modeltest.Parse("[person Ana Ruiz] 😊 [meeting met [person Zoë] there] in Bern.\r\nThey left.")
	set.Status = model.StatusDone
	for _, f := range Formats() {
		if f.Read == nil || !f.Writes() || f.Articles {
			continue
		}
		files, _, err := formattest.WriteFiles(f, format.WriteOptions{Schema: modeltest.Schema()}, format.Record{Document: doc, Set: &set, Named: true})
		if err != nil {
			t.Fatal(err)
		}
		known := 0
		for name, data := range files {
			if got, _ := Recognise(name, data[:min(len(data), Head)]); got.Name == f.Name {
				known++
			}
		}
		if known == 0 {
			t.Errorf("none of what %s writes is taken for it: %v", f.Name, files.Names())
		}
	}
}

func TestRecognise(t *testing.T) {
	for _, c := range []struct{ name, head, want string }{
		{"a.txt", "", "text"},
		{"dir.html/a.TXT", `{"text":"a"}`, "text"},
		{"a.md", "", "markdown"},
		{"a.HTM", "", "html"},
		{"a.jsonl", "", "jsonl"},
		{"a.json", `{"text":"a"}` + "\n", "jsonl"},
		{"a.json", "[\n", "labelstudio"},
		{"saved page", "\n<!DOCTYPE html><html>", "html"},
		{"report.html", `<!DOCTYPE html><html><head><meta name="generator" content="Dragoman">`, "html"},
		{"README", "Some words.\n", "text"},
		{"noise", "\x00\x01\x02", ""},
		{"a.png", "\x89PNG\r\n", ""},
		{"a.docx", "PK\x03\x04", "docx"},
		{"a.zip", "PK\x03\x04", "zip"},
		{"a.csv", "text,date\nAna met Bo.,2026\n", "csv"},
		{"a.tsv", "#FORMAT=WebAnno TSV 3.3\n", "webanno"},
		{"a.tsv", "text\tdate\n", "tsv"},
		{"a.xml", "<?xml version=\"1.0\"?><rss version=\"2.0\">", "feed"},
		{"a.xml", "<?xml version=\"1.0\"?><xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\">", "xmi"},
		{"a.txt", "-DOCSTART- -X- O O\n", "conll"},
	} {
		f, ok := Recognise(c.name, []byte(c.head))
		if f.Name != c.want || ok != (c.want != "") {
			t.Errorf("%s is taken for %q, want %q", c.name, f.Name, c.want)
		}
	}
}

func TestRealArticlesAreReadByteForByte(t *testing.T) {
	paths, err := filepath.Glob("../../../../shared/articles/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Skip("the real articles are not there")
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		f, _ := Recognise(path, data)
		records, report, err := formattest.Read(f, path, data)
		if err != nil || len(records) != 1 || len(report.Rejected) > 0 {
			t.Fatalf("%s: %d records, %+v, %v", path, len(records), report, err)
		}
		doc := records[0].Document
		if doc.Text.String() != string(data) || doc.Title == "" || doc.Source != filepath.Base(path) {
			t.Errorf("%s: title %q, source %q, or the text is not the file's", path, doc.Title, doc.Source)
		}
	}
}

// A report that was written here is refused, even by the name of the format,
// and the page of somebody else is read from its first byte.
func TestAReportOfOursIsNoArticle(t *testing.T) {
	for _, f := range Formats() {
		if f.Name != "html" {
			continue
		}
		var b bytes.Buffer
		if _, err := f.Write(t.Context(), &b, format.WriteOptions{Schema: modeltest.Schema()}, func(func(format.Record, error) bool) {}); err != nil {
			t.Fatal(err)
		}
		for page, want := range map[string]int{b.String(): 0, "<p>Ana met Bo in the harbour of Port Selim on Friday.": 1} {
			read := 0
			report, err := f.Read(t.Context(), format.Input{Name: "report.html", Body: strings.NewReader(page)}, func(format.Record) error {
				read++
				return nil
			})
			if err != nil || read != want || len(report.Rejected) != 1-want {
				t.Errorf("%d articles of %.60s: %+v, %v", read, page, report, err)
			}
		}
	}
}
