//go:build scene

package scene

import (
	"os"
	"strings"
	"testing"
	"time"
)

// screens are the screens of the program and the keys that lead to each from
// the workspace.
var screens = []struct {
	name string
	keys []string
	text string           // typed then
	is   func(state) bool // whether it is there
}{
	{name: "workspace"},
	{name: "guideline", keys: []string{"ctrl+3"}},
	{name: "review", keys: []string{"F8", "ctrl+Return", "b", "a"}, is: func(s state) bool { return s.Review != nil && s.Review.Decided == 2 && s.Review.Measured }},
	{name: "find", keys: []string{"ctrl+f"}, text: "mission", is: func(s state) bool { return s.Focus == "find" }},
	{name: "commands", keys: []string{"ctrl+k"}, text: "next", is: sheet},
	{name: "export", keys: []string{"ctrl+e"}, is: sheet},
	{name: "labels", keys: []string{"ctrl+shift+l"}, is: sheet},
	{name: "annotations", keys: []string{"ctrl+shift+a"}, is: sheet},
	{name: "properties", keys: []string{"alt+Return"}, is: sheet},
	{name: "steps", keys: []string{"ctrl+alt+z"}, is: sheet},
	{name: "settings", keys: []string{"ctrl+comma"}, is: sheet},
	{name: "guide", keys: []string{"F1"}, is: sheet},
	{name: "keys", keys: []string{"ctrl+slash"}, is: sheet},
	{name: "import", keys: []string{"ctrl+i"}, is: sheet},
	{name: "paste", keys: []string{"ctrl+shift+v"}, is: sheet},
}

// sheet reports whether a dialog is open.
func sheet(s state) bool { return s.Sheets > 0 }

// TestEveryScreen goes through every screen of the sample project, light and
// dark, and comes back from each by Esc alone. With DRAGOMAN_PICTURES it takes
// the pictures of the documentation.
func TestEveryScreen(t *testing.T) {
	for _, theme := range []string{"light", "dark"} {
		t.Run(theme, func(t *testing.T) {
			t.Setenv("FYNE_THEME", theme)
			d := newDesktop(t)
			d.run("new", d.path("harbour.dragoman"), "--sample")
			w := d.open(d.path("harbour.dragoman"))
			for _, screen := range screens {
				w.toMission()
				if len(screen.keys) > 0 {
					w.key(screen.keys...)
				}
				if screen.is != nil {
					w.until(screen.name, screen.is)
				}
				if screen.text != "" {
					w.xdotool("type", "--delay", "40", screen.text)
				}
				w.picture(screen.name + "-" + theme)
				w.key("Escape")
				w.until("the workspace after "+screen.name, func(s state) bool { return s.Sheets == 0 })
				w.key("ctrl+1")
			}
			id, _ := d.arabic(d.path("harbour.dragoman"))
			w.click(w.widget("document " + id).middle())
			w.until("the Arabic article", func(s state) bool { return s.Document == id })
			w.picture("arabic-" + theme)
			w.key("ctrl+w")
			w.until("the welcome screen", func(s state) bool { return s.Document == "" && len(s.Lines) == 0 })
			w.picture("welcome-" + theme)
			w.close()
		})
	}
}

// themes are those that a scene is gone through in: both for the pictures of the
// documentation; what happens does not depend on it.
func themes() []string {
	if os.Getenv("DRAGOMAN_PICTURES") != "" {
		return []string{"light", "dark"}
	}
	return []string{"light"}
}

// TestHistoryAndBin looks at an earlier state of an article that was changed, and
// at the bin that it is put into.
func TestHistoryAndBin(t *testing.T) {
	for _, theme := range themes() {
		t.Run(theme, func(t *testing.T) {
			t.Setenv("FYNE_THEME", theme)
			d := newDesktop(t)
			w := d.open(d.sample(d.path("harbour.dragoman")))
			w.key("F7", "ctrl+Home", "s", "2")
			w.until("a labelled sentence", func(s state) bool { return s.Active != "" })
			w.key("shift+d", "ctrl+4")
			w.painted("the article in progress", func(s state) bool { return s.Status == "in_progress" })
			const x, second = 1120, 237 // in the list of changes
			end := time.Now().Add(patience)
			for before := w.state(); !strings.Contains(w.state().Notice, "earlier state"); {
				if w.click(x, second); !w.changed(before) && time.Now().After(end) {
					t.Fatalf("no earlier state is shown; the state is %+v", w.state())
				}
			}
			w.picture("history-" + theme)
			w.key("Escape", "ctrl+shift+Delete")
			w.painted("a document in the bin", func(s state) bool { return strings.Contains(s.Message, "is in the bin") })
			w.choose("bin")
			w.dialog("Bin")
			w.picture("bin-" + theme)
			w.key("Escape")
			w.painted("the workspace", func(s state) bool { return s.Sheets == 0 })
			w.close()
		})
	}
}

// toMission opens the article about the mission and selects its statement of
// two fragments.
func (w *window) toMission() {
	w.Helper()
	w.key("F7")
	for range 12 {
		for _, l := range w.state().Lines {
			if len(l.Words) > 0 && strings.HasPrefix(l.Words[0].Text, "BRENN") {
				w.key("Escape", "ctrl+Home", "n", "n", "n", "n")
				w.until("a selected annotation", func(s state) bool { return s.Active != "" })
				return
			}
		}
		before := w.state().Document
		w.key("ctrl+Next")
		w.until("the next article", func(s state) bool { return s.Document != before })
	}
	w.Fatal("the article about the mission is not in the list")
}
