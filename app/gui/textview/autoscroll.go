package textview

// scrollBeyondEdge scrolls while a drag is held above or below the view.
func (v *View) scrollBeyondEdge() {
	p := &v.pointer
	beyond := (p.held || p.resizing) && v.overshoot() != 0
	switch {
	case beyond && p.stop == nil:
		p.stop = v.Animate(v.dragTick)
	case !beyond && p.stop != nil:
		p.stop()
		p.stop = nil
	}
}

// overshoot returns how far the pointer is above (negative) or below the view.
func (v *View) overshoot() int {
	y, h := v.pointer.at.Y, v.Size().Height
	return int(min(y, 0) + max(y-h, 0))
}

func (v *View) dragTick() {
	by := v.overshoot() / 6
	if by == 0 {
		by = sign(v.overshoot())
	}
	if v.port.ScrollBy(min(max(by, -40), 40)) == 0 {
		return
	}
	v.scrolled()
	if v.pointer.resizing {
		v.dragEdge(v.pointer.at)
	} else {
		v.extendTo(v.pointer.at)
	}
}

func sign(n int) int { return min(max(n, -1), 1) }
