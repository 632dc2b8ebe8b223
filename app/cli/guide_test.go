package cli

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// Everything that a line of annotate or review can have stands in the guide and
// in the help of the verb.
func TestGuideNamesEveryOperation(t *testing.T) {
	guide, err := os.ReadFile("../../docs/guide.md")
	if err != nil {
		t.Fatal(err)
	}
	_, annotate, _ := strings.Cut(string(guide), "The operations of `annotate`")
	annotate, review, found := strings.Cut(annotate, "Its operations:")
	if !found {
		t.Fatal("the guide has no two tables of operations")
	}
	documented(t, annotate, (&annotateVerb{}).Help(), operations())
	documented(t, review, (&reviewVerb{}).Help(), decisions())
}

func documented[T any](t *testing.T, guide, help string, table map[string]operation[T]) {
	t.Helper()
	rows := map[string]string{}
	for line := range strings.Lines(guide) {
		if cells := strings.Split(line, "|"); len(cells) == 6 {
			rows[strings.Trim(cells[1], " `")] = cells[2] + cells[3]
		}
	}
	for name, op := range table {
		if _, there := rows[name]; !there {
			t.Errorf("the guide does not name the operation %q", name)
		}
		if !strings.Contains(help, " "+name+" ") {
			t.Errorf("the help does not name the operation %q", name)
		}
		for _, field := range slices.Concat(op.required, op.optional) {
			if !strings.Contains(rows[name], "`"+field+"`") {
				t.Errorf("the guide does not name %q of %q", field, name)
			}
		}
	}
}
