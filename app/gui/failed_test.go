package gui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/app/job"
	"dragoman/model"
)

// What failed on some words is not done to others when it is tried again.
func TestTryingAgainIsAboutTheSame(t *testing.T) {
	s, f := newTroubled(t)
	f.fails = errFull
	s.person("Lena Moravec")
	s.key("Esc")
	s.space.article.SelectSpans([]model.Span{s.spanOf("Friday")})
	f.fails = nil
	s.tap("notice What to do…")
	s.tap("button Try again")
	s.drain()
	s.wants("", "")
	if got := s.annotations(); got != "" {
		t.Errorf("labelled is %q", got)
	}
}

// A note that cannot be saved is not left without asking, and saved where it was
// written once that is possible.
func TestANoteThatCannotBeSavedIsNotLeft(t *testing.T) {
	s, f := newTroubled(t)
	s.person("Lena Moravec")
	note := s.space.inspector.Annotation.Note
	here, other := s.session.Documents()[0].ID, s.session.Documents()[1].ID
	if got := s.session.Desk().Document().ID; got != here {
		here, other = other, here
	}
	f.fails = errFull
	note.SetText("the envoy")
	s.space.openDocument(other)
	s.wants("Leave without what you wrote?", "The disk is full")
	s.sheet().close()
	s.wants("The disk is full", "The disk is full")
	s.sheet().close()
	s.Quit()
	s.wants("Leave without what you wrote?", "The disk is full")
	s.sheet().close()
	if s.opened == nil || s.session.Desk().Document().ID != here || note.Text != "the envoy" {
		t.Fatalf("the note is %q", note.Text)
	}
	f.fails = nil
	s.space.openDocument(other)
	if got := s.session.Desk().Document().ID; got != other {
		t.Error("the other document is not open")
	}
	s.space.openDocument(here)
	if got := s.annotations(); got != "person: Lena Moravec (the envoy)" {
		t.Errorf("labelled is %q", got)
	}
}

// A value that could not be saved is not shown as if it were.
func TestAChoiceThatFailsIsAsItWas(t *testing.T) {
	s, f := newTroubled(t)
	s.space.article.SelectSpans([]model.Span{s.spanOf("Nothing is closed")})
	s.key("3")
	field := selectIn(s.space.inspector.Annotation.Object())
	f.fails = errFull
	was := field.Selected
	field.SetSelected(field.Options[1])
	if f.saves == 0 || field.Selected != was {
		t.Errorf("shown is %q, saved is %q", field.Selected, was)
	}
}

// What is deleted, restored or said and cannot be saved is told.
func TestEveryFailedSaveIsTold(t *testing.T) {
	for name, do := range map[string]func(s *stage, f *file){
		"delete":  func(s *stage, _ *file) { s.runID("document.delete") },
		"comment": func(s *stage, _ *file) { s.space.inspector.Comments.OnNew("Is this so?") },
		"restore": func(s *stage, _ *file) { s.choosePast(1); s.runID("document.restore") },
		"flag":    func(s *stage, _ *file) { s.runID("document.flag"); s.sheet().enter() },
		"bring back": func(s *stage, f *file) {
			f.fails = nil
			s.runID("document.delete")
			f.fails = errFull
			s.runID("project.bin")
			s.sheet().enter()
		},
	} {
		s, f := newTroubled(t)
		s.person("Lena Moravec")
		f.fails = errFull
		do(s, f)
		s.drain()
		if s.dialog() != "The disk is full" {
			t.Errorf("%s: the dialog is %q, said %q", name, s.dialog(), s.status.said)
		}
	}
}

// Every change ends a trouble and has the backup of the day made, not only those
// of annotations.
func TestAChangeOfTheProjectEndsATrouble(t *testing.T) {
	s, f := newTroubled(t)
	f.fails = errFull
	s.person("Lena Moravec")
	s.key("Esc")
	f.fails = nil
	s.runID("document.delete")
	s.drain()
	s.wants("", "")
	if got := strings.Join(f.calls, ", "); got != "daily" {
		t.Errorf("done was %q", got)
	}
}

// The files of others may be damaged, and the project is not.
func TestADamagedFileToMergeIsNoTroubleOfTheProject(t *testing.T) {
	s, _ := newTroubled(t)
	s.deps.Merge.Open = func(context.Context, string) (job.OpenedProject, error) { return nil, errDamaged }
	path := filepath.Join(t.TempDir(), "bens.dragoman")
	s.must(os.WriteFile(path, []byte("SQLite format 3\x00"), 0o600))
	s.mergePaths([]string{path})
	s.drain()
	s.wants("", "")
	if !strings.Contains(s.status.said, "damaged") {
		t.Errorf("said is %q", s.status.said)
	}
}

// Where a backup cannot be restored, the project is open as it was.
func TestARestoreThatFailsLeavesTheProjectOpen(t *testing.T) {
	s, _ := newTroubled(t)
	o := s.opened
	s.deps.Open = func(context.Context, string, bool) (*Opened, error) { return o, nil }
	s.deps.Restore = func(context.Context, string, string) (string, error) { return "", errFull }
	s.restore(o.Path, model.Backup{Path: "/b/1"})
	s.drain()
	if s.opened == nil || s.sheet() == nil || !strings.Contains(s.sheet().note.Text(), "isk is full") {
		t.Errorf("said is %q", s.sheet().note.Text())
	}
}

// A note that could not be saved is not lost: trying again saves it.
func TestWhatWasWrittenIsTriedAgain(t *testing.T) {
	s, f := newTroubled(t)
	s.person("Lena Moravec")
	work, _ := s.session.Work()
	f.fails = errFull
	s.space.inspector.Annotation.OnNote(work.Set.Annotations[0].ID, "the envoy")
	f.fails = nil
	s.tap("button Try again")
	if got := s.annotations(); got != "person: Lena Moravec (the envoy)" {
		t.Errorf("labelled is %q", got)
	}
}
