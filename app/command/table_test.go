package command

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/assets"
	"dragoman/model"
)

var update = flag.Bool("update", false, "write the key page into docs/guide.md")

func defaultSchema(t testing.TB) model.Schema {
	t.Helper()
	schema, err := model.ParseSchema(assets.Schema())
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestEveryCommandHasATitleAndAWork(t *testing.T) {
	table := newStage(t, "").table
	seen := map[string]bool{}
	for _, c := range table.Commands() {
		if c.ID == "" || c.Title == "" || c.Menu == "" || c.Do == nil {
			t.Errorf("%q %q in menu %q is not whole", c.ID, c.Title, c.Menu)
		}
		if seen[c.ID] {
			t.Errorf("two commands have the id %q", c.ID)
		}
		seen[c.ID] = true
	}
}

// A key means one thing in each context, and nothing in the whole window that
// means something else while reading.
func TestNoTwoCommandsShareAKey(t *testing.T) {
	schema := defaultSchema(t)
	schema.Labels[0].Key = "n" // a label may take a letter of a command
	table := newStage(t, "").table
	table.SetSchema(schema)
	owner := map[Context]map[string]string{Anywhere: {}, Reading: {}, Linking: {}, Reviewing: {}, Adjusting: {}}
	for _, c := range table.Commands() {
		for _, key := range c.Keys {
			if other := owner[c.In][key]; other != "" {
				t.Errorf("%s and %s share the key %s", other, c.ID, key)
			}
			owner[c.In][key] = c.ID
		}
	}
	for key, id := range owner[Anywhere] {
		if other := owner[Reading][key]; other != "" {
			t.Errorf("%s hides %s, which has the key %s too", other, id, key)
		}
	}
	if c, _ := table.ByKey("N", true); c.ID != "label."+schema.Labels[0].Name {
		t.Errorf("N is %s, want the label that has this key", c.ID)
	}
}

// Without a project everything but a few commands says why it is not possible.
func TestDisabledCommandsGiveAReason(t *testing.T) {
	s := newStage(t, "")
	s.session = nil
	for _, c := range s.table.Commands() {
		reason := c.Reason()
		if reason == "" && !strings.HasPrefix(c.ID, "project.") && !strings.HasPrefix(c.ID, "help.") && c.Menu != View && c.ID != "annotate.leave" {
			t.Errorf("%s is possible without a project", c.ID)
		}
		if reason != "" && (!strings.HasSuffix(reason, ".") || len(reason) < 20) {
			t.Errorf("%s: the reason %q is no sentence", c.ID, reason)
		}
		if reason != "" {
			s.said = ""
			s.table.Run(c)
			if s.said != reason {
				t.Errorf("%s: %q was said instead of the reason %q", c.ID, s.said, reason)
			}
		}
	}
}

func TestKeyTexts(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Key("v", true, false, true), "Ctrl+Shift+V"},
		{Key("Left", false, true, false), "Alt+Left"},
		{Key("Esc", false, false, false), "Esc"},
		{RuneKey('n'), "N"},
		{RuneKey('N'), "Shift+N"},
		{RuneKey('1'), "1"},
		{RuneKey('['), "["},
	} {
		if c.got != c.want {
			t.Errorf("key text %q, want %q", c.got, c.want)
		}
	}
}

// Who types a whole name, or its beginning, means that one.
func TestFilterPrefersTheNameItself(t *testing.T) {
	titles := []string{"Another name…", "joanna", "anabel", "ana"}
	for typed, want := range map[string]string{"ana": "ana", "Ana": "ana", "anab": "anabel", "another": "Another name…"} {
		if got := Filter(typed, titles); len(got) == 0 || titles[got[0]] != want {
			t.Errorf("Filter(%s) = %v, want %s first", typed, got, want)
		}
	}
}

func TestFilterFindsByAFewLetters(t *testing.T) {
	titles := []string{"Undo", "Export…", "Mark as done"}
	if got := Filter("exp", titles); len(got) != 1 || got[0] != 1 {
		t.Errorf("Filter(exp) = %v", got)
	}
	if got := Filter("", titles); len(got) != 3 {
		t.Errorf("Filter of nothing = %v, want all", got)
	}
	if got := Filter("zzz", titles); len(got) != 0 {
		t.Errorf("Filter(zzz) = %v, want none", got)
	}
}

// The key page of the guide is made from the table.
func TestGuideHoldsTheKeyPage(t *testing.T) {
	path := filepath.Join("..", "..", "docs", "guide.md")
	guide, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	table := newStage(t, "").table
	want, ok := InsertPage(string(guide), table.Page())
	if !ok {
		t.Fatalf("docs/guide.md has no place for the key page: %s and %s", PageBegin, PageEnd)
	}
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want != string(guide) {
		t.Error("the key page in docs/guide.md is old: run go test ./app/command -update")
	}
}

func TestHintsFollowWhatIsSelected(t *testing.T) {
	s := newStage(t, news)
	wants := func(hint string) {
		t.Helper()
		if got := strings.Join(s.table.Hints(6), ", "); !strings.Contains(got, hint) {
			t.Errorf("the hints are %q, want %q among them", got, hint)
		}
	}
	wants("W word")
	s.selects("Idris Valen")
	wants("1 person")
	s.press("1")
	wants("] longer")
	s.selects("met")
	s.press("2")
	wants("L link")
	s.press("L")
	wants("Enter take")
}

// In a project that is read-only every command that would only change something
// says so, and all others stay as they were.
func TestReadOnlyIsSaid(t *testing.T) {
	s := newStage(t, news)
	before := map[string]string{}
	for _, c := range s.table.Commands() {
		before[c.ID] = c.Reason()
	}
	s.readOnly = "another program has it open"
	for _, c := range s.table.Commands() {
		reason := c.Reason()
		switch said := strings.Contains(reason, s.readOnly); {
		case said != edits(c):
			t.Errorf("%s: the reason is %q", c.ID, reason)
		case !said && reason != before[c.ID] && c.ID != "project.trouble":
			t.Errorf("%s: the reason was %q and is %q", c.ID, before[c.ID], reason)
		}
	}
	for _, id := range []string{"label.person", "annotate.delete", "boundary.end_on", "link.begin", "edit.undo", "document.done", "project.import"} {
		if c, ok := s.table.ByID(id); !ok || !edits(c) {
			t.Errorf("%s is there: %v, and edits: %v", id, ok, edits(c))
		}
	}
}
