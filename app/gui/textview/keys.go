package textview

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// FocusGained shows the caret.
func (v *View) FocusGained() { v.setFocus(true) }

// FocusLost hides the caret.
func (v *View) FocusLost() { v.setFocus(false) }

func (v *View) setFocus(on bool) {
	v.focused = on
	v.page.sync()
	if v.OnFocus != nil {
		v.OnFocus(on)
	}
}

func (v *View) input() {
	if v.OnInput != nil {
		v.OnInput()
	}
}

// motion is a movement of the caret by a key.
type motion struct {
	unit Unit
	dir  Direction
}

// motions are the keys that move the caret; with Shift they extend the
// selection.
var motions = map[fyne.KeyName]motion{
	fyne.KeyLeft: {Character, Left}, fyne.KeyRight: {Character, Right},
	fyne.KeyUp: {Line, Back}, fyne.KeyDown: {Line, Forward},
	fyne.KeyHome: {LineEdge, Back}, fyne.KeyEnd: {LineEdge, Forward},
	fyne.KeyPageUp: {Page, Back}, fyne.KeyPageDown: {Page, Forward},
}

// fastMotions are the keys that move the caret with Ctrl, or Alt or Command on
// a Mac.
var fastMotions = map[fyne.KeyName]motion{
	fyne.KeyLeft: {Word, Left}, fyne.KeyRight: {Word, Right},
	fyne.KeyUp: {Paragraph, Back}, fyne.KeyDown: {Paragraph, Forward},
	fyne.KeyHome: {Document, Back}, fyne.KeyEnd: {Document, Forward},
}

// TypedKey moves the caret, or passes the key on.
func (v *View) TypedKey(key *fyne.KeyEvent) {
	v.input()
	if m, ok := motions[key.Name]; ok {
		v.MoveBy(m.unit, m.dir, v.Modifiers()&fyne.KeyModifierShift != 0)
		return
	}
	if v.OnKey != nil {
		v.OnKey(key)
	}
}

// TypedRune passes the character on.
func (v *View) TypedRune(r rune) {
	if v.OnRune != nil {
		v.OnRune(r)
	}
}

// TypedShortcut copies, selects all, moves the caret, or passes the shortcut on.
func (v *View) TypedShortcut(s fyne.Shortcut) {
	v.input()
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		v.Copy()
		return
	case *fyne.ShortcutSelectAll:
		v.SelectAll()
		return
	case *desktop.CustomShortcut:
		if m, ok := fastMotions[s.KeyName]; ok && s.Modifier&^fyne.KeyModifierShift == fyne.KeyModifierShortcutDefault {
			v.MoveBy(m.unit, m.dir, s.Modifier&fyne.KeyModifierShift != 0)
			return
		}
	}
	if v.OnShortcut != nil {
		v.OnShortcut(s)
	}
}

// AcceptsTab reports that Tab leaves the view.
func (v *View) AcceptsTab() bool { return false }
