package gui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// Without a project the bar holds what one can do, and all of it is in the window.
func TestTopBarWithoutAProject(t *testing.T) {
	s := newStage(t)
	s.closeProject()
	b := s.top.tools["view.palette"]
	right := fyne.CurrentApp().Driver().AbsolutePositionForObject(b).X + b.Size().Width
	if width := s.win.Canvas().Size().Width; right > width-10 || right < width-20 {
		t.Errorf("the button for commands ends at %v of %v", right, width)
	}
}

// A narrow window hides what the menus and its title have too, and shows it again
// when it is wide. A long name makes no wide window.
func TestTopBarInANarrowWindow(t *testing.T) {
	s := newStage(t)
	if least := s.root.MinSize().Width; least > 800 {
		t.Errorf("no window is narrower than %v", least)
	}
	parts := []string{"harbour-talks.dragoman", "[Export…]", "Harbour talks", "[Undo]", "[Commands]"}
	for _, c := range []struct {
		width  float32
		hidden int
	}{{1600, 0}, {800, 4}, {1050, 2}, {1600, 0}} {
		s.win.Resize(fyne.NewSize(c.width, 700))
		shown := texts(s.top.object)
		for i, part := range parts {
			if strings.Contains(shown, part) != (i >= c.hidden) {
				t.Errorf("%v wide shows %s", c.width, shown)
				break
			}
		}
	}
	least := s.root.MinSize().Width
	s.opened.Path = "/somewhere/" + strings.Repeat("many-words-", 20) + ".dragoman"
	s.update()
	if now := s.root.MinSize().Width; now > least {
		t.Errorf("a long name makes the window %v wide, and not %v", now, least)
	}
}
