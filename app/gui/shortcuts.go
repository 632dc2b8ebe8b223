package gui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// shortcutOf returns the toolkit's shortcut for a key of the table, or nil for
// a key that is none: a letter, or a key with Shift alone.
func shortcutOf(key string) fyne.Shortcut {
	name, mod := splitKey(key)
	if mod&^fyne.KeyModifierShift == 0 {
		return nil
	}
	if mod == fyne.KeyModifierControl {
		switch name {
		case fyne.KeyZ:
			return &fyne.ShortcutUndo{}
		case fyne.KeyY:
			return &fyne.ShortcutRedo{}
		case fyne.KeyC:
			return &fyne.ShortcutCopy{}
		case fyne.KeyV:
			return &fyne.ShortcutPaste{}
		case fyne.KeyX:
			return &fyne.ShortcutCut{}
		case fyne.KeyA:
			return &fyne.ShortcutSelectAll{}
		}
	}
	return &desktop.CustomShortcut{KeyName: name, Modifier: mod}
}

// splitKey takes a key's text apart: "Ctrl+Shift+V", "Ctrl++".
func splitKey(key string) (fyne.KeyName, fyne.KeyModifier) {
	var mod fyne.KeyModifier
	for prefix, m := range map[string]fyne.KeyModifier{
		"Ctrl": fyne.KeyModifierControl, "Alt": fyne.KeyModifierAlt, "Shift": fyne.KeyModifierShift,
	} {
		if strings.Contains(key, prefix+"+") {
			mod |= m
		}
	}
	name := key
	for strings.Contains(name, "+") && len(name) > 1 {
		_, name, _ = strings.Cut(name, "+")
	}
	for fyneName, text := range keyNames {
		if text == name && fyneName != fyne.KeyEnter {
			return fyneName, mod
		}
	}
	return fyne.KeyName(name), mod
}
