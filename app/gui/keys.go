package gui

import (
	"runtime"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"dragoman/app/command"
)

// The toolkit tells keys in three ways: letters as runes, other keys as key
// events without modifiers, and keys with Ctrl or Alt as shortcuts. All three
// become the key texts of the command table here.

// keyNames are the names in the table of keys that are no characters.
var keyNames = map[fyne.KeyName]string{
	fyne.KeyEscape: "Esc", fyne.KeyReturn: "Enter", fyne.KeyEnter: "Enter", fyne.KeyTab: "Tab",
	fyne.KeyBackspace: "Backspace", fyne.KeyInsert: "Insert", fyne.KeyDelete: "Del",
	fyne.KeyRight: "Right", fyne.KeyLeft: "Left", fyne.KeyDown: "Down", fyne.KeyUp: "Up",
	fyne.KeyPageUp: "PageUp", fyne.KeyPageDown: "PageDown", fyne.KeyHome: "Home", fyne.KeyEnd: "End",
	fyne.KeyF1: "F1", fyne.KeyF2: "F2", fyne.KeyF3: "F3", fyne.KeyF4: "F4", fyne.KeyF5: "F5", fyne.KeyF6: "F6",
	fyne.KeyF7: "F7", fyne.KeyF8: "F8", fyne.KeyF9: "F9", fyne.KeyF10: "F10", fyne.KeyF11: "F11", fyne.KeyF12: "F12",
}

// eventKey returns the text of a key that is no character, or "".
func eventKey(e *fyne.KeyEvent, down fyne.KeyModifier) string {
	name, ok := keyNames[e.Name]
	if !ok {
		return ""
	}
	return command.Key(name, false, false, down&fyne.KeyModifierShift != 0)
}

// shortcutKey returns the text of a shortcut, or "".
func shortcutKey(s fyne.Shortcut) string {
	k, ok := s.(fyne.KeyboardShortcut)
	if !ok {
		return ""
	}
	name, mod := k.Key(), k.Mod()
	text, special := keyNames[name]
	if !special {
		text = string(name)
	}
	ctrl := mod&fyne.KeyModifierControl != 0
	if runtime.GOOS == "darwin" {
		ctrl = ctrl || mod&fyne.KeyModifierSuper != 0
	}
	return command.Key(text, ctrl, mod&fyne.KeyModifierAlt != 0, mod&fyne.KeyModifierShift != 0)
}

// editing are the shortcuts that a field keeps for itself.
var editing = map[string]bool{
	"Ctrl+Z": true, "Ctrl+Y": true, "Ctrl+Shift+Z": true, "Ctrl+C": true, "Ctrl+X": true, "Ctrl+V": true, "Ctrl+A": true,
	"Ctrl+Left": true, "Ctrl+Right": true, "Ctrl+Shift+Left": true, "Ctrl+Shift+Right": true,
	"Ctrl+Home": true, "Ctrl+End": true, "Ctrl+Backspace": true, "Ctrl+Del": true,
}

// press runs the command of a key. It reports whether there is one.
func (w *Window) press(key string, reading bool) bool {
	if key == "" || len(w.sheets) > 0 {
		return false
	}
	w.deps.Trace.Event("key")
	if key == "Esc" && w.LooksBack() {
		return w.space.leavePast()
	}
	c, ok := w.table.ByKey(key, reading)
	if !ok {
		return false
	}
	w.run(c)
	return true
}

// typedKey, typedRune and typedShortcut take what the article view has no use
// for, and what is typed while nothing has the focus.
func (w *Window) typedKey(e *fyne.KeyEvent) {
	if s := w.sheet(); s != nil {
		s.typedKey(e)
		return
	}
	w.press(eventKey(e, w.modifiers()), true)
}

func (w *Window) typedRune(r rune) {
	if unicode.IsPrint(r) && !w.pressRecent(r) {
		w.press(command.RuneKey(r), true)
	}
}

func (w *Window) typedShortcut(s fyne.Shortcut) {
	if !w.sheetShortcut(s) {
		w.press(shortcutKey(s), true)
	}
}

// fieldShortcut takes the shortcuts that a field of the window has no use for.
func (w *Window) fieldShortcut(s fyne.Shortcut) bool {
	key := shortcutKey(s)
	return key != "" && !editing[key] && w.press(key, false)
}

// fieldKey takes the keys that a field of the window has no use for: those
// with a meaning anywhere, and Escape, which goes back to the article.
func (w *Window) fieldKey(e *fyne.KeyEvent) bool {
	key := eventKey(e, w.modifiers())
	if key == "Esc" {
		w.FocusPane(0)
		return true
	}
	if len(key) > 1 && key[0] == 'F' || key == "Shift+F6" {
		return w.press(key, false)
	}
	return false
}

// modifiers returns the modifier keys held down.
func (w *Window) modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// addShortcuts makes every key with Ctrl or Alt of the table reach the window
// while nothing has the focus.
func (w *Window) addShortcuts() {
	seen := map[string]bool{}
	for _, c := range w.table.Commands() {
		for _, key := range c.Keys {
			if s := shortcutOf(key); s != nil && !seen[s.ShortcutName()] {
				seen[s.ShortcutName()] = true
				w.win.Canvas().AddShortcut(s, w.typedShortcut)
			}
		}
	}
}
