package gui

import (
	"testing"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/ui"
)

// focusables returns what takes the focus in a dialog, in the order of Tab.
func (s *stage) focusables() []fyne.Focusable {
	var all []fyne.Focusable
	c := s.win.Canvas()
	c.Unfocus()
	for range 40 {
		c.(interface{ FocusNext() }).FocusNext()
		f := c.Focused()
		if f == nil || len(all) > 0 && f == all[0] {
			return all
		}
		all = append(all, f)
	}
	s.t.Fatal("Tab comes to no end")
	return nil
}

// dialogs are those with fields, drop-downs and lists.
var dialogs = map[string]func(*Window){
	"export": func(w *Window) { w.openExporter() }, "import": func(w *Window) { w.openImporter() },
	"files": func(w *Window) { w.chooseFile() }, "annotations": func(w *Window) { w.annotationsSheet() },
	"people": func(w *Window) { w.peopleSheet() }, "paste": func(w *Window) { w.pasteArticle() },
	"hand out": func(w *Window) { w.handoutSheet() }, "palette": func(w *Window) { w.palette() },
}

// Escape leaves every dialog, whatever in it has the focus.
func TestEscapeLeavesEveryDialogFromEverywhere(t *testing.T) {
	s := newStage(t)
	for name, open := range dialogs {
		open(s.Window)
		s.drain()
		count := len(s.focusables())
		s.sheet().close()
		if count == 0 {
			t.Errorf("%s: nothing takes the focus", name)
		}
		for i := range count {
			open(s.Window)
			s.drain()
			f := s.focusables()[i]
			s.win.Canvas().Focus(f)
			s.key("Esc")
			if len(s.sheets) > 0 {
				t.Errorf("%s: Escape in %T, the place %d of Tab, leaves the dialog open", name, f, i)
				s.sheet().close()
			}
		}
	}
}

// Ctrl+Enter presses the button that is meant, whatever has the focus.
func TestCtrlEnterPressesTheMainButtonFromEverywhere(t *testing.T) {
	s := newStage(t)
	for name, open := range dialogs {
		open(s.Window)
		s.drain()
		if len(s.sheet().buttons) == 0 {
			s.sheet().close()
			continue
		}
		pressed := 0
		s.sheet().buttons[0].Disabled = false
		s.sheet().buttons[0].OnTapped = func() { pressed++ }
		all := s.focusables()
		for _, f := range all {
			s.win.Canvas().Focus(f)
			s.key("Ctrl+Enter")
		}
		if pressed != len(all) {
			t.Errorf("%s: of %d places Ctrl+Enter reached the button from %d", name, len(all), pressed)
		}
		s.sheet().close()
	}
}

// Enter opens a drop-down; Escape closes its list first, the dialog then.
func TestEnterOpensADropDown(t *testing.T) {
	s := newStage(t)
	e := s.openExporter()
	s.drain()
	s.win.Canvas().Focus(e.format)
	before := e.format.Selected
	s.key("Enter")
	if _, menu := s.win.Canvas().Focused().(*ui.Menu); !menu {
		t.Fatalf("after Enter %T has the focus", s.win.Canvas().Focused())
	}
	s.key("Esc")
	if len(s.sheets) != 1 || s.win.Canvas().Focused() != fyne.Focusable(e.format) {
		t.Fatal("Escape in the list of a drop-down did more than to close it")
	}
	for _, key := range []string{"Enter", "Down", "Enter"} {
		s.key(key)
	}
	if e.format.Selected == before || e.format.Selected != e.format.Options[1] {
		t.Errorf("chosen is %q", e.format.Selected)
	}
	s.key("Esc")
	if len(s.sheets) != 0 {
		t.Error("Escape left the dialog open")
	}
	s.drain()
}
