package formattest

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dragoman/model/modeltest"
	"dragoman/storage/format"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldenFiles returns what stands in testdata for the format to read.
func goldenFiles(t testing.TB, f format.Format) Files {
	paths, err := filepath.Glob(filepath.Join("testdata", f.Name, "*"))
	if err != nil {
		t.Fatal(err)
	}
	files := Files{}
	for _, path := range paths {
		if strings.HasSuffix(path, ".golden") {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(path)] = data
	}
	if len(files) == 0 {
		t.Fatalf("there are no files in testdata/%s", f.Name)
	}
	return files
}

// toRead returns the names of the files that are read on their own.
func toRead(f format.Format, files Files) []string {
	names := files.Names()
	if f.Companions == nil {
		return names
	}
	companions := map[string]bool{}
	for _, name := range names {
		if f.Recognise(name, head(files[name])) {
			for _, other := range f.Companions(name) {
				companions[other] = true
			}
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return companions[name] })
}

func goldenRead(t *testing.T, f format.Format) {
	files := goldenFiles(t, f)
	for _, name := range toRead(f, files) {
		records, report, err := ReadFile(f, files, name)
		var b strings.Builder
		for _, r := range records {
			CheckRecord(t, r)
			printRecord(&b, r)
		}
		printReport(&b, report, err)
		compare(t, filepath.Join("testdata", f.Name, name+".golden"), []byte(b.String()))
	}
}

func goldenWrite(t *testing.T, f format.Format) {
	files, report, err := WriteFiles(f, format.WriteOptions{Schema: modeltest.Schema()}, one(f, project())...)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	printReport(&b, report, nil)
	compare(t, filepath.Join("testdata", f.Name+".golden"), append(files.text(), b.String()...))
}

// compare compares got with the golden file, or writes that with -update.
func compare(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run the tests with -update, and read what they write", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs:\n%s", path, cmp.Diff(string(want), string(got)))
	}
}

// printRecord writes a record for a golden file.
func printRecord(b *strings.Builder, r format.Record) {
	d := r.Document
	fmt.Fprintf(b, "%s:%d document %s\n  title  %q\n  source %q\n", r.Path, r.Line, d.ID, d.Title, d.Source)
	for _, name := range slices.Sorted(maps.Keys(d.Meta)) {
		fmt.Fprintf(b, "  meta   %s = %s\n", name, d.Meta[name])
	}
	fmt.Fprintf(b, "  text   %q\n", d.Text)
	if r.Set == nil {
		return
	}
	fmt.Fprintf(b, "  set    of %s (named: %v), %s\n", r.Set.Annotator, r.Named, r.Set.Status)
	for _, a := range r.Set.Annotations {
		fmt.Fprintf(b, "  %s %s %v %q", a.ID, a.Label, a.Fragments, d.Text.Quote(a.Fragments))
		for _, at := range a.Attributes {
			fmt.Fprintf(b, " %s=%q", at.Name, at.Value)
		}
		fmt.Fprintf(b, " note=%q origin=%q\n", a.Note, a.Origin)
	}
	for _, rel := range r.Set.Relations {
		fmt.Fprintf(b, "  %s %s %s -> %s\n", rel.ID, rel.Type, rel.From, rel.To)
	}
}

// printReport writes a report for a golden file.
func printReport(b *strings.Builder, r format.Report, err error) {
	if err != nil {
		fmt.Fprintf(b, "error %v\n", err)
	}
	encoder := json.NewEncoder(b)
	encoder.SetEscapeHTML(false)
	for _, x := range r.Assumed {
		printLine(b, encoder, "assumed", x)
	}
	for _, x := range r.Rejected {
		printLine(b, encoder, "rejected", x)
	}
	for _, x := range r.Losses {
		printLine(b, encoder, "lost", x)
	}
}

func printLine(b *strings.Builder, encoder *json.Encoder, kind string, x any) {
	b.WriteString(kind + " ")
	if err := encoder.Encode(x); err != nil {
		panic("encode plain data: " + err.Error())
	}
}
