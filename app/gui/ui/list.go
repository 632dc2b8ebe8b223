package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// List is a list of rows that gives away the keys that it has no use for.
type List struct {
	widget.List
	// OnKey is asked first; a true answer keeps the key from the list.
	OnKey func(*fyne.KeyEvent) bool
	// OnRune is told a character that was typed.
	OnRune func(rune)
}

// NewList returns a list without lines between its rows.
func NewList(length func() int, create func() fyne.CanvasObject, update func(int, fyne.CanvasObject)) *List {
	l := &List{}
	l.Length, l.CreateItem, l.UpdateItem = length, create, update
	l.HideSeparators = true
	l.ExtendBaseWidget(l)
	return l
}

// RowHeight returns how far one row stands below the one before.
func (l *List) RowHeight() float32 {
	return l.CreateItem().MinSize().Height + l.Theme().Size(theme.SizeNamePadding)
}

// TypedKey implements fyne.Focusable. Return chooses, as Space does.
func (l *List) TypedKey(e *fyne.KeyEvent) {
	if l.OnKey != nil && l.OnKey(e) {
		return
	}
	if e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
		e = &fyne.KeyEvent{Name: fyne.KeySpace}
	}
	l.List.TypedKey(e)
}

// TypedRune implements fyne.Focusable.
func (l *List) TypedRune(r rune) {
	if l.OnRune != nil {
		l.OnRune(r)
	}
}
