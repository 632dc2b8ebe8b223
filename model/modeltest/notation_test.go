package modeltest

import (
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
)

func TestNotationPrintsBack(t *testing.T) {
	for _, line := range []string{
		"plain [[text]]",
		"[person Ana Ruiz] [meeting met] Zoë.",
		"“[statement#1 We saw [person Ben] go],” he said. “[statement#1 Now.]”",
		"[statement#1 a [denial#2 b]#1 c]#2",
	} {
		doc, set := Parse(line)
		if got := Print(doc, set); got != line {
			t.Errorf("%q prints as %q", line, got)
		}
	}
}

func TestNotationGivesFragments(t *testing.T) {
	doc, set := Parse("“[statement#1 We go],” he said. “[statement#1 Now]”")
	if got := doc.Text.Quote(set.Annotations[0].Fragments); got != "We go Now" {
		t.Errorf("quote is %q", got)
	}
}

func TestRandomWorkKeepsTheLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := Edited(30).Draw(t, "work")
		if err := w.Set.Check(w.Document.Text, w.Schema); err != nil {
			t.Fatal(err)
		}
	})
}

func TestRandomVerbsReachEverything(t *testing.T) {
	seen := map[string]bool{}
	for seed := range 300 { // always the same, however few of them are rich
		w := Edited(30).Example(seed)
		for _, a := range w.Set.Annotations {
			seen["fragments"] = seen["fragments"] || len(a.Fragments) > 1
			seen["attribute"] = seen["attribute"] || len(a.Attributes) > 0
			seen["note"] = seen["note"] || a.Note != ""
		}
		seen["relation"] = seen["relation"] || len(w.Set.Relations) > 0
		seen["done"] = seen["done"] || w.Set.Status == model.StatusDone
	}
	for _, what := range []string{"fragments", "attribute", "note", "relation", "done"} {
		if !seen[what] {
			t.Errorf("random edits never make a set with: %s", what)
		}
	}
}
