package gui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"dragoman/app/command"
	"dragoman/app/gui/ui"
)

// A path at which nothing is, is said to be so, and cannot be taken.
func TestMissingFileIsNamed(t *testing.T) {
	s := newStage(t)
	b := s.openBrowser(browse{title: "Merge", verb: "Look at it", extensions: mergeable})
	folder := t.TempDir()
	b.enter(folder)
	missing := filepath.Join(folder, "none.jsonl")
	for _, typed := range []string{"none.jsonl", missing} {
		b.path.SetText(typed)
		if !b.accept.Disabled || !strings.Contains(b.note.Text(), "nothing at "+missing) {
			t.Errorf("of %s is said: %q", typed, b.note.Text())
		}
	}
}

// What is handed out is written beside the project at first.
func TestBrowsingBesideTheProject(t *testing.T) {
	s := newStage(t)
	folder := t.TempDir()
	s.opened.Path = filepath.Join(folder, "p.dragoman")
	if b := s.openBrowser(browse{title: "Hand out", verb: "Hand out", folders: true, beside: true}); b.folder != folder {
		t.Errorf("it begins in %s, not in %s", b.folder, folder)
	}
}

// What the mouse opened, the mouse leaves.
func TestChoiceCanBeLeftByMouse(t *testing.T) {
	s := newStage(t)
	s.Choose("Which?", []command.Choice{{Title: "Speaker"}}, func(int) { t.Error("something is chosen") })
	for _, o := range test.LaidOutObjects(s.win.Canvas().Overlays().Top()) {
		if b, ok := o.(*ui.Button); ok && b.Text == "Leave" {
			test.Tap(b)
		}
	}
	if len(s.sheets) > 0 {
		t.Error("a click on Leave leaves the choice open")
	}
}

// Something that is there is replaced only when somebody says so; a project
// never.
func TestReplacingIsAsked(t *testing.T) {
	s := newStage(t)
	folder := t.TempDir()
	there, project := filepath.Join(folder, "there.jsonl"), filepath.Join(folder, "p.dragoman")
	for path, data := range map[string]string{there: "precious", project: "SQLite format 3\x00 and more"} {
		s.must(os.WriteFile(path, []byte(data), 0o600))
	}
	var took []string
	b := s.openBrowser(browse{
		title: "Export to", verb: "Export", extensions: []string{".jsonl"}, write: "new.jsonl",
		done: func(paths []string) { took = paths },
	})
	b.path.SetText(project)
	s.key("Enter")
	if !b.accept.Disabled || took != nil || len(s.sheets) != 1 || !strings.Contains(b.note.Text(), "is a project") {
		t.Fatalf("of a project is said %q, and %v taken", b.note.Text(), took)
	}
	b.path.SetText(filepath.Join(folder, "there")) // the ending is added
	s.key("Enter")
	if len(s.sheets) != 2 || took != nil || !strings.Contains(s.sheetTexts(), "there.jsonl is there already") {
		t.Fatalf("nothing is asked: %s", s.sheetTexts())
	}
	s.key("Esc")
	if len(s.sheets) != 1 || took != nil {
		t.Fatal("Escape did not go back to the name")
	}
	s.win.Canvas().Focus(b.path)
	s.key("Enter")
	s.key("Enter")
	if len(s.sheets) != 0 || len(took) != 1 || took[0] != there {
		t.Fatalf("taken is %v", took)
	}
	if got := s.settings.exportFolder(s.opened.Path); got != folder || s.settings.folder() == folder {
		t.Errorf("the next export begins in %s", got)
	}
}

// A name without an ending gets that of its format; another stays.
func TestNamesGetTheirEnding(t *testing.T) {
	s := newStage(t)
	b := s.openBrowser(browse{title: "Export to", verb: "Export", extensions: []string{".conll", ".bio"}, write: "new"})
	b.enter(t.TempDir())
	for typed, want := range map[string]string{"win": "win.conll", "news-1.2": "news-1.2.conll", "x.txt": "x.txt", "y.bio": "y.bio"} {
		b.path.SetText(typed)
		if got := b.paths(); len(got) != 1 || filepath.Base(got[0]) != want {
			t.Errorf("%s becomes %v", typed, got)
		}
	}
}
