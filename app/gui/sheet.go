package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/ui"
)

// sheet is a dialog: a title, content and buttons on a ground above the
// window. Escape closes it, Enter presses its first button, or closes one that
// has none; Ctrl+Enter does so whatever has the focus.
type sheet struct {
	w       *Window
	title   string
	popup   *widget.PopUp
	buttons []*ui.Button
	choices []*ui.Button // in the content
	note    *ui.Text     // says what went wrong; nil where there is no place for it
	closed  func()
}

// openSheet shows a dialog of this size, or as large as the window allows; a
// height of 0 is that of the content. The first button is the one that is meant; a button to leave is added.
func (w *Window) openSheet(title string, content fyne.CanvasObject, size fyne.Size, leave string, buttons ...*ui.Button) *sheet {
	s := &sheet{w: w, title: title, buttons: buttons, note: ui.NewText("", ui.Look{Role: ui.Warning, Lines: 2})}
	bar := ui.LineOf(8, ui.NewButton(ui.Quiet, leave, s.close))
	for i := len(buttons) - 1; i >= 0; i-- {
		bar.Add(buttons[i])
	}
	head := ui.Pad(0, 10, 0, 0, ui.NewText(title, ui.Look{Size: "subHeadingText", Bold: true, Lines: 1}))
	foot := ui.Pad(14, 0, 0, 0, ui.Frame(nil, nil, nil, bar, ui.Pad(0, 0, 0, 12, s.note)))
	body := ui.Pad(18, 16, 20, 20, ui.Frame(head, foot, nil, nil, content))
	room := w.win.Canvas().Size()
	s.popup = widget.NewModalPopUp(ui.Calm(body), w.win.Canvas())
	size.Width = min(size.Width, room.Width-40)
	if size.Height == 0 {
		body.Resize(fyne.NewSize(size.Width, room.Height)) // lines are wrapped to it
		size.Height = body.MinSize().Height + 8
	}
	s.popup.Resize(fyne.NewSize(size.Width, min(size.Height, room.Height-40)))
	w.sheets = append(w.sheets, s)
	s.popup.Show()
	w.scene.write()
	return s
}

// large returns the size of a dialog that grows with the window.
func (w *Window) large() fyne.Size {
	room := w.win.Canvas().Size()
	return fyne.NewSize(min(1600, max(1200, room.Width*0.75)), min(1100, max(720, room.Height*0.8)))
}

// sheet returns the dialog on top, or nil.
func (w *Window) sheet() *sheet {
	if n := len(w.sheets); n > 0 {
		return w.sheets[n-1]
	}
	return nil
}

func (s *sheet) close() {
	w := s.w
	for i, other := range w.sheets {
		if other == s {
			w.sheets = append(w.sheets[:i], w.sheets[i+1:]...)
			break
		}
	}
	s.popup.Hide()
	if s.closed != nil {
		s.closed()
	}
	if len(w.sheets) == 0 {
		w.FocusPane(0)
	}
	w.update()
}

func (s *sheet) typedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		s.close()
	case fyne.KeyReturn, fyne.KeyEnter:
		s.enter()
	}
}

func (s *sheet) enter() {
	switch {
	case len(s.buttons) == 0:
		s.close()
	case !s.buttons[0].Disabled:
		s.buttons[0].OnTapped()
	}
}

// field returns a field for a dialog, whose Escape closes the dialog.
func (w *Window) field(placeholder, text string) *ui.Entry {
	e := ui.NewEntry(placeholder)
	e.Text = text
	e.OnKey, e.OnShortcut = w.sheetKey(false), w.sheetShortcut
	return e
}

// area returns a field of several lines for a dialog.
func (w *Window) area(placeholder, text string) *ui.Entry {
	e := ui.NewNoteEntry(placeholder)
	e.Text = text
	e.OnKey, e.OnShortcut = w.sheetKey(true), w.sheetShortcut
	return e
}

// sheetKey takes the keys of a dialog that a field has no use for.
func (w *Window) sheetKey(lines bool) func(*fyne.KeyEvent) bool {
	return func(e *fyne.KeyEvent) bool {
		s := w.sheet()
		if s == nil || e.Name != fyne.KeyEscape && (lines || e.Name != fyne.KeyReturn && e.Name != fyne.KeyEnter) {
			return false
		}
		s.typedKey(e)
		return true
	}
}

// sheetShortcut presses the first button of the dialog by Ctrl+Enter.
func (w *Window) sheetShortcut(k fyne.Shortcut) bool {
	s := w.sheet()
	if s == nil || shortcutKey(k) != "Ctrl+Enter" {
		return false
	}
	s.enter()
	return true
}

// ask asks a person before something is done.
func (w *Window) ask(title, text, verb string, do func()) {
	var s *sheet
	yes := ui.NewButton(ui.Primary, verb, func() {
		s.close()
		do()
	})
	s = w.openSheet(title, ui.NewText(text, ui.Prose), fyne.NewSize(460, 0), "Cancel", yes)
}

// tell shows a text until it is closed, in a dialog that is no higher than it
// needs.
func (w *Window) tell(title string, content fyne.CanvasObject, size fyne.Size, buttons ...*ui.Button) *sheet {
	s := w.openSheet(title, container.NewVScroll(ui.Pad(0, 8, 0, 10, content)), size, "Close", buttons...)
	s.fit(content, size)
	return s
}

// fit makes the dialog as high as content needs, at most of this size.
func (s *sheet) fit(content fyne.CanvasObject, size fyne.Size) {
	const frame, chrome = 50, 132 // at the sides, above and below
	room := s.w.win.Canvas().Size()
	size.Width = min(size.Width, room.Width-40)
	content.Resize(fyne.NewSize(size.Width-frame, 1)) // lines are wrapped to it
	size.Height = min(size.Height, content.MinSize().Height+chrome, room.Height-40)
	s.popup.Resize(size)
}

// form lays out fields below their names.
func form(rows ...fyne.CanvasObject) fyne.CanvasObject { return ui.Column(10, rows...) }

// named puts a muted name above a field.
func named(name string, field fyne.CanvasObject) fyne.CanvasObject {
	return ui.Column(4, ui.NewText(name, ui.Caption), field)
}
