package textview

import "fyne.io/fyne/v2"

// overBar reports whether a point lies on the strip of the scroll bar.
func (v *View) overBar(pos fyne.Position) bool {
	_, ok := v.bar()
	return ok && pos.X >= v.Size().Width-barWidth
}

// pressBar begins a drag of the scroll bar. A press beside the thumb first
// brings it under the pointer.
func (v *View) pressBar(pos fyne.Position) bool {
	if !v.overBar(pos) {
		return false
	}
	a, _ := v.bar()
	v.pointer.scrolling = true
	v.pointer.grip = pos.Y - a.y
	if v.pointer.grip < 0 || v.pointer.grip > a.h {
		v.pointer.grip = a.h / 2
		v.dragBar(pos)
	}
	return true
}

// dragBar moves the thumb under the pointer.
func (v *View) dragBar(pos fyne.Position) {
	a, ok := v.bar()
	if !ok {
		return
	}
	_, total := v.port.Extent()
	height := v.port.Height()
	part := (pos.Y - v.pointer.grip) / (float32(height) - a.h)
	v.port.ScrollToY(int(min(max(part, 0), 1) * float32(total-height)))
	v.scrolled()
}
