package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Entry is a field for text that gives away what it has no use for, so that
// the window's keys work while it has the focus.
type Entry struct {
	widget.Entry
	// OnShortcut is asked first; a true answer keeps the shortcut from the field.
	OnShortcut func(fyne.Shortcut) bool
	// OnKey is asked first; a true answer keeps the key from the field.
	OnKey func(*fyne.KeyEvent) bool
	// OnLeft is told the text when the field loses the focus.
	OnLeft func(text string)
}

// NewEntry returns a field of one line.
func NewEntry(placeholder string) *Entry {
	e := &Entry{}
	e.ExtendBaseWidget(e)
	e.PlaceHolder = placeholder
	return e
}

// NewNoteEntry returns a field of several lines that wraps.
func NewNoteEntry(placeholder string) *Entry {
	e := NewEntry(placeholder)
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.SetMinRowsVisible(2)
	return e
}

// TypedShortcut implements fyne.Shortcutable.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if e.OnShortcut == nil || !e.OnShortcut(s) {
		e.Entry.TypedShortcut(s)
	}
}

// TypedKey implements fyne.Focusable.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if e.OnKey == nil || !e.OnKey(k) {
		e.Entry.TypedKey(k)
	}
}

// FocusLost implements fyne.Focusable.
func (e *Entry) FocusLost() {
	e.Entry.FocusLost()
	if e.OnLeft != nil {
		e.OnLeft(e.Text)
	}
}
