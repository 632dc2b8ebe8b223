package textview

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// wheelSpeed multiplies what the toolkit reports: two lines or so for a notch.
const wheelSpeed = 2

// MouseIn is part of the toolkit's hovering.
func (v *View) MouseIn(e *desktop.MouseEvent) { v.MouseMoved(e) }

// MouseMoved chooses the pointer's shape.
func (v *View) MouseMoved(e *desktop.MouseEvent) {
	if v.port == nil {
		return
	}
	p := &v.pointer
	_, _, edge := v.edgeAt(e.Position)
	onBar := v.overBar(e.Position)
	switch {
	case edge:
		p.cursor = desktop.HResizeCursor
	case onBar:
		p.cursor = desktop.DefaultCursor
	default:
		p.cursor = desktop.TextCursor
	}
	if onBar != p.onBar {
		p.onBar = onBar
		v.page.sync()
	}
}

// MouseOut is part of the toolkit's hovering.
func (v *View) MouseOut() {
	if v.pointer.onBar {
		v.pointer.onBar = false
		v.page.sync()
	}
}

// Cursor returns the pointer's shape.
func (v *View) Cursor() desktop.Cursor { return v.pointer.cursor }

// Scrolled scrolls by the wheel, or asks for another text size with Ctrl.
func (v *View) Scrolled(e *fyne.ScrollEvent) {
	v.input()
	if v.Modifiers()&fyne.KeyModifierShortcutDefault != 0 {
		if v.OnZoom != nil && e.Scrolled.DY != 0 {
			v.OnZoom(sign(int(e.Scrolled.DY * 10)))
		}
		return
	}
	v.ScrollBy(-int(e.Scrolled.DY * wheelSpeed))
}
