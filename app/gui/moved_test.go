package gui

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
)

func TestAMovedFileIsSavedElsewhere(t *testing.T) {
	s, f := newTroubled(t)
	f.fails = errMoved
	s.person("Lena Moravec")
	s.wants("The project file is not where it was", "not where it was")
	folder := t.TempDir()
	s.tap("button Save a copy…")
	o := *s.opened
	s.opened.Close = func() error { return errMoved }
	s.deps.Open = func(_ context.Context, path string, _ bool) (*Opened, error) {
		f.note("open %s", filepath.Base(path))
		return &o, nil
	}
	s.settings.setExportFolder(s.opened.Path, folder)
	s.sheet().close()
	s.rescue()
	s.tap("button Save the copy")
	s.drain()
	if got := strings.Join(f.calls, ", "); !strings.HasPrefix(got, "rescue harbour-talks-copy.dragoman, open harbour-talks-copy.dragoman") {
		t.Errorf("done was %s", got)
	}
	s.wants("", "") // that the old one could not be closed says nothing new
	if got := s.status.said; !strings.HasPrefix(got, "The copy is open now: ") {
		t.Errorf("said is %q", got)
	}
}

func TestAFileThatIsBackIsGoneOnWith(t *testing.T) {
	s, f := newTroubled(t)
	f.fails = errMoved
	s.Fail(f.fails) // of nothing that could be done again
	s.tap("button It is back: go on")
	s.drain()
	s.wants("The project file is not where it was", "not where it was") // it is not
	f.fails = nil
	s.tap("button It is back: go on")
	s.drain()
	s.wants("", "")
}

func TestACloseThatFailsIsTold(t *testing.T) {
	s, _ := newTroubled(t)
	s.opened.Close = func() error { return errMoved }
	s.Quit()
	s.wants("The project could not be closed as usual", "")
}

// Whoever quits after the project file went away is told where the work is, and
// the program ends then.
func TestQuittingWithoutTheFileNamesTheCopyAndEnds(t *testing.T) {
	for _, open := range []bool{false, true} {
		s, f := newTroubled(t)
		o := *s.opened
		ended := false
		s.win.SetOnClosed(func() { ended = true })
		s.opened.Close = func() error { return errMoved }
		s.deps.Rescued = func(error) string { return "/p/a.rescued.dragoman" }
		s.deps.Open = func(_ context.Context, path string, _ bool) (*Opened, error) {
			f.note("open %s", path)
			return &o, nil
		}
		s.Quit()
		s.wants("The project could not be closed as usual", "")
		if ended || s.settings.recent()[0] != "/p/a.rescued.dragoman" {
			t.Errorf("ended is %v, the recent projects are %q", ended, s.settings.recent())
		}
		if open {
			s.tap("button Open the copy")
			s.drain()
		} else {
			s.sheet().close()
		}
		if got := strings.Join(f.calls, ", "); ended == open || open != strings.Contains(got, "open /p/a.rescued.dragoman") {
			t.Errorf("open %v: ended is %v, done was %s", open, ended, got)
		}
	}
}
