package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/theme"
)

// Entry is a field for text that gives away what it has no use for, so that
// the window's keys work while it has the focus.
type Entry struct {
	widget.Entry
	// OnShortcut is asked first; a true answer keeps the shortcut from the field.
	OnShortcut func(fyne.Shortcut) bool
	// OnKey is asked first; a true answer keeps the key from the field.
	OnKey func(*fyne.KeyEvent) bool
	// OnLeft is told the text when the field loses the focus.
	OnLeft func(text string)

	focused bool
}

// NewEntry returns a field of one line.
func NewEntry(placeholder string) *Entry {
	e := &Entry{}
	e.ExtendBaseWidget(e)
	e.PlaceHolder = placeholder
	return e
}

// NewNoteEntry returns a field of several lines that wraps.
func NewNoteEntry(placeholder string) *Entry {
	e := NewEntry(placeholder)
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.SetMinRowsVisible(2)
	return e
}

// SetDeviceIsMobile does nothing. That a field has it keeps the theme of a part
// of the window (see Calm) from it: the toolkit would read the fonts of fields
// once more for each such part, eight megabytes each time.
func (e *Entry) SetDeviceIsMobile(bool) {}

// TypedShortcut implements fyne.Shortcutable.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if e.OnShortcut == nil || !e.OnShortcut(s) {
		e.Entry.TypedShortcut(s)
	}
}

// TypedKey implements fyne.Focusable.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if e.OnKey == nil || !e.OnKey(k) {
		e.Entry.TypedKey(k)
	}
}

// FocusGained implements fyne.Focusable.
func (e *Entry) FocusGained() {
	e.focused = true
	e.Entry.FocusGained()
}

// FocusLost implements fyne.Focusable.
func (e *Entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	if e.OnLeft != nil {
		e.OnLeft(e.Text)
	}
}

// CreateRenderer implements fyne.Widget. The field's ground is painted here:
// the toolkit's border has a dark fringe, as it mixes with transparent black.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	e.ExtendBaseWidget(e)
	r := &entryRenderer{WidgetRenderer: e.Entry.CreateRenderer(), e: e, ground: canvas.NewRectangle(nil)}
	r.paint()
	return r
}

type entryRenderer struct {
	fyne.WidgetRenderer
	e      *Entry
	ground *canvas.Rectangle
}

func (r *entryRenderer) paint() {
	p := theme.Now()
	r.ground.CornerRadius, r.ground.StrokeWidth = 6, 1
	r.ground.FillColor, r.ground.StrokeColor = p.Raised, p.Line
	if r.e.focused {
		r.ground.StrokeColor = p.Accent
	}
}

func (r *entryRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	r.WidgetRenderer.Layout(s)
}

func (r *entryRenderer) Refresh() {
	r.paint()
	r.ground.Refresh()
	r.WidgetRenderer.Refresh()
}

// Objects leaves out the toolkit's ground and border.
func (r *entryRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.ground}
	for _, o := range r.WidgetRenderer.Objects() {
		if _, ok := o.(*canvas.Rectangle); !ok {
			objects = append(objects, o)
		}
	}
	return objects
}
