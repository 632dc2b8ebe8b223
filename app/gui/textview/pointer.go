package textview

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"dragoman/app/gui/textview/flow"
	"dragoman/model"
)

// A further click counts as one with those before when it follows within this
// time and distance.
const (
	clickTime     = 400 * time.Millisecond
	clickDistance = 5
)

// pointer is what the mouse is doing.
type pointer struct {
	at      fyne.Position // where it was last seen
	clicks  int
	clicked time.Time
	down    fyne.Position // of the last press
	plain   bool          // the press may turn out to be a click on a highlight
	held    bool          // selecting

	tapped []model.AnnotationID // what lies under the last click
	chosen int                  // which of them it chose

	scrolling bool    // dragging the scroll bar
	grip      float32 // where on the thumb
	onBar     bool    // hovering over the scroll bar

	resizing bool // dragging an edge of the active annotation
	fragment int
	atStart  bool
	preview  []model.Span

	stop   func() // ends scrolling beyond the edge
	cursor desktop.Cursor
}

// forget ends all that the mouse is doing.
func (p *pointer) forget() {
	if p.stop != nil {
		p.stop()
	}
	*p = pointer{cursor: desktop.TextCursor}
}

// MouseDown takes the focus and begins a selection, a drag of the scroll bar or
// of an edge; see MouseUp for a click on a highlight.
func (v *View) MouseDown(e *desktop.MouseEvent) {
	if v.port == nil {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil && !v.focused {
		c.Focus(v)
	}
	if e.Button == desktop.MouseButtonSecondary {
		v.context(e)
		return
	}
	if e.Button != desktop.MouseButtonPrimary || v.pressBar(e.Position) || v.pressEdge(e.Position) {
		return
	}
	v.press(e)
}

func (v *View) context(e *desktop.MouseEvent) {
	if v.OnContext == nil {
		return
	}
	off := v.positionAt(e.Position).Offset
	ids := []model.AnnotationID(nil)
	if at, ok := v.letterAt(e.Position); ok {
		ids = v.AnnotationsAt(at)
	}
	v.OnContext(e.AbsolutePosition, off, ids)
}

// press begins a selection: by characters, by words with the second press in
// short time, by sentences with the third, by paragraphs with the fourth. Shift
// extends the selection, Ctrl adds a fragment to it.
func (v *View) press(e *desktop.MouseEvent) {
	p := &v.pointer
	now := v.Now()
	if now.Sub(p.clicked) <= clickTime && near(p.down, e.Position) {
		p.clicks = p.clicks%4 + 1
	} else {
		p.clicks = 1
	}
	p.clicked, p.down, p.at, p.held = now, e.Position, e.Position, true
	adding := e.Modifier&fyne.KeyModifierShortcutDefault != 0
	extending := e.Modifier&fyne.KeyModifierShift != 0
	p.plain = p.clicks == 1 && !adding && !extending
	at := v.positionAt(e.Position)
	v.change(func(s *selection) {
		s.unit, s.hasX = Unit(p.clicks-1), false
		switch {
		case extending && p.clicks == 1:
			s.origin = model.Span{Start: s.anchor.Offset, End: s.anchor.Offset}
			s.caret = at
			return
		case adding && p.clicks == 1:
			s.kept = join(append(slices.Clone(s.kept), s.live()))
			s.kept = slices.DeleteFunc(s.kept, model.Span.Empty)
		case !adding:
			s.kept, s.adding = nil, false
		}
		v.beginUnit(s, at, e.Position)
	})
}

// beginUnit sets the selection to the unit at a position.
func (v *View) beginUnit(s *selection, at flow.Position, pos fyne.Position) {
	if s.unit == Character {
		s.anchor, s.caret = at, at
		s.origin = model.Span{Start: at.Offset, End: at.Offset}
		return
	}
	off := at.Offset
	if letter, ok := v.letterAt(pos); ok {
		off = letter
	}
	s.origin = v.unitAt(s.unit, off)
	s.anchor = flow.Position{Offset: s.origin.Start}
	s.caret = flow.Position{Offset: s.origin.End, Affinity: flow.Upstream}
}

// Dragged extends what the press began.
func (v *View) Dragged(e *fyne.DragEvent) {
	v.pointer.at = e.Position
	switch {
	case v.port == nil:
	case v.pointer.scrolling:
		v.dragBar(e.Position)
	case v.pointer.resizing:
		v.dragEdge(e.Position)
	case v.pointer.held:
		if !near(v.pointer.down, e.Position) {
			v.pointer.plain = false
		}
		v.extendTo(e.Position)
	}
	v.scrollBeyondEdge()
}

// extendTo extends the selection to a point, by whole units.
func (v *View) extendTo(pos fyne.Position) {
	at := v.positionAt(pos)
	if v.pointer.plain {
		return
	}
	v.change(func(s *selection) {
		if s.unit == Character {
			s.caret = at
			return
		}
		u := v.unitAt(s.unit, at.Offset)
		if at.Offset < s.origin.Start {
			s.anchor = flow.Position{Offset: s.origin.End, Affinity: flow.Upstream}
			s.caret = flow.Position{Offset: min(u.Start, at.Offset)}
			return
		}
		s.anchor = flow.Position{Offset: s.origin.Start}
		s.caret = flow.Position{Offset: max(s.origin.End, min(u.End, max(at.Offset, u.End))), Affinity: flow.Upstream}
	})
}

// DragEnd is the end of a drag that MouseUp may have ended already.
func (v *View) DragEnd() { v.release() }

// MouseUp ends a drag. A press that did not move is a click: it chooses the
// innermost annotation under it, and at the same place again the next.
func (v *View) MouseUp(e *desktop.MouseEvent) {
	click := v.pointer.plain && v.pointer.held && e.Button == desktop.MouseButtonPrimary
	v.release()
	if click {
		v.tap(v.pointer.down)
	}
}

func (v *View) release() {
	p := &v.pointer
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
	v.dropEdge()
	wasScrolling := p.scrolling
	p.held, p.plain, p.scrolling = false, false, false
	if wasScrolling {
		v.page.sync()
	}
}

func near(a, b fyne.Position) bool {
	dx, dy := a.X-b.X, a.Y-b.Y
	return dx*dx+dy*dy <= clickDistance*clickDistance
}

// positionAt returns the caret position nearest to a point of the view.
func (v *View) positionAt(pos fyne.Position) flow.Position {
	return v.port.OffsetAt(pos.X-float32(v.column.x), int(pos.Y))
}

// letterAt returns the start of the grapheme cluster under a point.
func (v *View) letterAt(pos fyne.Position) (off int, ok bool) {
	s := v.port.SlotAt(int(pos.Y))
	g := v.gridOf(s.Block)
	if y := pos.Y - float32(s.Y); y < g.tintTop-2 || y > g.tintTop+g.tintHeight+2 {
		return 0, false
	}
	return v.flow.Within(s.Block, s.Line, pos.X-float32(v.column.x))
}
