package ui

import (
	"fyne.io/fyne/v2"
)

// Choice is a row that takes the focus: Space and Return press it.
type Choice struct{ Row }

// NewChoice returns a choice with a little space around the content.
func NewChoice(content fyne.CanvasObject, tapped func()) *Choice {
	c := &Choice{Row{Content: content, OnTapped: tapped}}
	c.ExtendBaseWidget(c)
	return c
}

// FocusGained implements fyne.Focusable.
func (c *Choice) FocusGained() { c.setFocus(true) }

// FocusLost implements fyne.Focusable.
func (c *Choice) FocusLost() { c.setFocus(false) }

func (c *Choice) setFocus(on bool) {
	c.focused = on
	c.Refresh()
}

// TypedRune implements fyne.Focusable.
func (c *Choice) TypedRune(rune) {}

// TypedKey presses the row by Space and Return, and passes other keys on.
func (c *Choice) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.Tapped(nil)
	default:
		PassKey(c, e)
	}
}
