package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// MenuItem is a line of a Menu. One without a Title is a rule between groups.
type MenuItem struct {
	Title    string
	Key      string
	Disabled bool
	Do       func()
}

// Menu is a list of things to do in a popup. It works by pointer and by keys.
type Menu struct {
	widget.BaseWidget
	// OnSide is told that Left (-1) or Right (1) was pressed.
	OnSide func(step int)
	// OnItem is told the item that is marked.
	OnItem func(i int)

	items  []MenuItem
	rows   []*Row
	at     int
	room   float32 // height at most; what is longer scrolls
	popup  *widget.PopUp
	scroll *container.Scroll
}

// ShowMenu shows a menu at a place of the canvas, where it fits, and gives it
// the focus.
func ShowMenu(c fyne.Canvas, at fyne.Position, items []MenuItem) *Menu {
	return showMenu(c, at, items, c.Size().Height-24)
}

// showMenu is ShowMenu for a menu that is no higher than room.
func showMenu(c fyne.Canvas, at fyne.Position, items []MenuItem, room float32) *Menu {
	m := &Menu{items: items, at: -1, room: room}
	m.ExtendBaseWidget(m)
	m.popup = widget.NewPopUp(m, c)
	size := m.MinSize()
	at.X = max(4, min(at.X, c.Size().Width-size.Width-4))
	at.Y = max(4, min(at.Y, c.Size().Height-size.Height-4))
	m.popup.ShowAtPosition(at)
	c.Focus(m)
	return m
}

// Close takes the menu away.
func (m *Menu) Close() { m.popup.Hide() }

// CreateRenderer implements fyne.Widget.
func (m *Menu) CreateRenderer() fyne.WidgetRenderer {
	column := Column(0)
	m.rows = nil
	for i, item := range m.items {
		if item.Title == "" {
			m.rows = append(m.rows, nil)
			column.Add(Pad(4, 4, 0, 0, Sized(0, 1, NewRule())))
			continue
		}
		r := newMenuRow(m, i)
		m.rows = append(m.rows, r)
		column.Add(r)
	}
	m.scroll = container.NewVScroll(column)
	least := column.MinSize()
	m.scroll.SetMinSize(fyne.NewSize(least.Width, min(least.Height, m.room)))
	return widget.NewSimpleRenderer(Pad(6, 6, 6, 6, m.scroll))
}

// mark marks an item; -1 marks none.
func (m *Menu) mark(i int) {
	for _, n := range []int{m.at, i} {
		if n >= 0 && n < len(m.rows) && m.rows[n] != nil {
			m.rows[n].Chosen = n == i
			m.rows[n].Refresh()
		}
	}
	m.at = i
	if m.OnItem != nil {
		m.OnItem(i)
	}
}

func (m *Menu) take(i int) {
	if i < 0 || m.items[i].Disabled {
		return
	}
	m.Close()
	m.items[i].Do()
}

// step marks the next item that can be taken.
func (m *Menu) step(by int) {
	n := len(m.items)
	i := m.at
	if i < 0 && by < 0 {
		i = n
	}
	for range n {
		i = (i + by + n) % n
		if m.items[i].Title != "" && !m.items[i].Disabled {
			m.mark(i)
			m.reveal(i)
			return
		}
	}
}

// reveal scrolls so far that an item is seen.
func (m *Menu) reveal(i int) {
	top, height := m.rows[i].Position().Y, m.rows[i].Size().Height
	switch seen := m.scroll.Size().Height; {
	case top < m.scroll.Offset.Y:
		m.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case top+height > m.scroll.Offset.Y+seen:
		m.scroll.ScrollToOffset(fyne.NewPos(0, top+height-seen))
	}
}

// TypedKey implements fyne.Focusable.
func (m *Menu) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		m.step(1)
	case fyne.KeyUp:
		m.step(-1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		m.take(m.at)
	case fyne.KeyEscape:
		m.Close()
	case fyne.KeyLeft, fyne.KeyRight:
		if m.OnSide != nil {
			m.OnSide(map[fyne.KeyName]int{fyne.KeyLeft: -1, fyne.KeyRight: 1}[e.Name])
		}
	}
}

// TypedRune takes the item whose key is that letter.
func (m *Menu) TypedRune(r rune) {
	for i, item := range m.items {
		if item.Title != "" && (item.Key == string(r) || len(item.Key) == 1 && item.Key[0]|0x20 == byte(r)) {
			m.take(i)
			return
		}
	}
}

// FocusGained implements fyne.Focusable.
func (m *Menu) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (m *Menu) FocusLost() {}

// newMenuRow returns an item as it is on the screen. The row itself takes the
// pointer: what lay around it would never be told.
func newMenuRow(m *Menu, i int) *Row {
	item := m.items[i]
	look := Plain
	if item.Disabled {
		look.Role = Muted
	}
	content := Between(LineOf(0, NewNatural(item.Title, look), Gap(26, 1)), NewNatural(item.Key, Caption))
	r := NewRow(content, func() { m.take(i) })
	r.OnHover = func(on bool) {
		if on {
			m.mark(i)
			return
		}
		m.mark(-1)
	}
	return r
}
