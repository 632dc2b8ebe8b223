package all

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"dragoman/storage/format"
)

// The table stands between these lines.
const (
	tableBegin = "<!-- table:begin -->"
	tableEnd   = "<!-- table:end -->"
)

// TestTheTableOfFormatsIsTrue compares the table of docs/formats.md with the
// list of formats, or writes it with -update.
func TestTheTableOfFormatsIsTrue(t *testing.T) {
	const path = "../../../docs/formats.md"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(data), tableBegin)
	_, after, foundEnd := strings.Cut(rest, tableEnd)
	if !found || !foundEnd {
		t.Fatalf("%s has no place for the table", path)
	}
	want := before + tableBegin + "\n" + formatTable(Formats()) + tableEnd + after
	if flag.Lookup("update").Value.String() == "true" { // a flag of formattest
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(data) != want {
		t.Errorf("%s is not what the formats say: run the tests of this package with -update", path)
	}
}

// things are what a format may keep, as the table names them.
var things = []struct {
	name string
	kept func(format.Format) bool
}{
	{"overlaps", func(f format.Format) bool { return f.Keeps.Overlaps }},
	{"fragments", func(f format.Format) bool { return f.Keeps.Fragments }},
	{"relations", func(f format.Format) bool { return f.Keeps.Relations }},
	{"attributes", func(f format.Format) bool { return f.Keeps.Attributes }},
	{"notes", func(f format.Format) bool { return f.Keeps.Notes }},
	{"several annotators", func(f format.Format) bool { return f.Sets }},
	{"names of annotators", func(f format.Format) bool { return f.Keeps.Annotators }},
	{"title, source, metadata", func(f format.Format) bool { return f.Keeps.Properties }},
	{"status", func(f format.Format) bool { return f.Keeps.Status }},
	{"ids", func(f format.Format) bool { return f.Keeps.Ids }},
	{"origins", func(f format.Format) bool { return f.Keeps.Origins }},
	{"the very text", func(f format.Format) bool { return f.Keeps.Text }},
	{"any boundary", func(f format.Format) bool { return f.Keeps.Cuts || !f.Tokens }},
}

// formatTable returns the tables of what is written and of what is read alone.
func formatTable(formats []format.Format) string {
	var b strings.Builder
	b.WriteString("\n| format | read | write | keeps | loses | offsets | checked with |\n|---|:-:|:-:|---|---|---|---|\n")
	for _, f := range formats {
		if f.Writes() {
			keeps, loses := split(f)
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s |\n", f.Name, reads(f), yes(true),
				orAll(keeps, "–"), orAll(loses, "nothing"), offsets(f), orAll(f.Checked, "–"))
		}
	}
	b.WriteString("\nRead only:\n\n| format | files | what |\n|---|---|---|\n")
	for _, f := range formats {
		if !f.Writes() {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", f.Name, strings.Join(f.Extensions, " "), f.Title)
		}
	}
	return b.String() + "\n"
}

func split(f format.Format) (keeps, loses string) {
	var with, without []string
	for _, thing := range things {
		if thing.kept(f) {
			with = append(with, thing.name)
		} else {
			without = append(without, thing.name)
		}
	}
	if len(without) == 0 {
		return "all", ""
	}
	with = append([]string{"labelled words"}, with...)
	return strings.Join(with, ", "), strings.Join(without, ", ")
}

func reads(f format.Format) string {
	if f.Articles {
		return "articles"
	}
	return yes(f.Read != nil)
}

func yes(is bool) string {
	if is {
		return "✓"
	}
	return ""
}

func orAll(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func offsets(f format.Format) string {
	switch {
	case f.Unit != format.Auto:
		return f.Unit.Title()
	case f.Tokens:
		return "tokens"
	}
	return "–"
}
