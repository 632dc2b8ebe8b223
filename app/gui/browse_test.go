package gui

import (
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
