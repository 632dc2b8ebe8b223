package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Select is a drop-down that gives away the keys that it has no use for. Space,
// Return and the arrows up and down open it.
type Select struct {
	widget.Select
}

// NewSelect returns a drop-down of these options, none of them chosen. changed
// is told the option that is chosen; nil is allowed.
func NewSelect(options []string, changed func(string)) *Select {
	s := &Select{}
	s.Options, s.OnChanged = options, changed
	s.ExtendBaseWidget(s)
	return s
}

// SetDeviceIsMobile does nothing: see Entry.SetDeviceIsMobile.
func (s *Select) SetDeviceIsMobile(bool) {}

// Tapped implements fyne.Tappable.
func (s *Select) Tapped(*fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s); c != nil {
		c.Focus(s)
	}
	s.open()
}

// TypedKey implements fyne.Focusable.
func (s *Select) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyUp, fyne.KeyDown:
		s.open()
	case fyne.KeyLeft, fyne.KeyRight:
		s.Select.TypedKey(e)
	default:
		PassKey(s, e)
	}
}

// mostOpen is how high a list of options is before it scrolls.
const mostOpen = 390

// open shows the options below the drop-down, the chosen one marked.
func (s *Select) open() {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(s)
	if c == nil || s.Disabled() {
		return
	}
	items := make([]MenuItem, len(s.Options))
	for i, text := range s.Options {
		items[i] = MenuItem{Title: text, Do: func() { s.SetSelected(text) }}
	}
	m := showMenu(c, driver.AbsolutePositionForObject(s).AddXY(0, s.Size().Height), items, min(mostOpen, c.Size().Height-24))
	if at := s.SelectedIndex(); at >= 0 {
		m.mark(at)
		m.reveal(at)
	}
}
