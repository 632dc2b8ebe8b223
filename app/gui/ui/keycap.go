package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/theme"
)

// Caps returns the keys of a combination such as "Ctrl+Shift+V", each as a
// small cap.
func Caps(key string) fyne.CanvasObject {
	row := LineOf(3)
	for _, name := range strings.Split(strings.ReplaceAll(key, "++", "+\x00"), "+") {
		row.Add(newKeyCap(strings.ReplaceAll(name, "\x00", "+")))
	}
	return row
}

// keyCap is the name of a key in a small frame.
type keyCap struct {
	widget.BaseWidget
	frame *canvas.Rectangle
	text  *canvas.Text
}

func newKeyCap(name string) *keyCap {
	c := &keyCap{frame: &canvas.Rectangle{CornerRadius: 3, StrokeWidth: 1}, text: &canvas.Text{}}
	c.text.TextStyle.Monospace = true
	setText(c.text, name)
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer implements fyne.Widget.
func (c *keyCap) CreateRenderer() fyne.WidgetRenderer {
	c.ExtendBaseWidget(c)
	r := keyCapRenderer{c}
	r.paint()
	return r
}

type keyCapRenderer struct{ c *keyCap }

func (r keyCapRenderer) paint() {
	p := theme.Now()
	r.c.frame.FillColor, r.c.frame.StrokeColor = p.Raised, p.Line
	r.c.text.Color, r.c.text.TextSize = p.Ink, theme.Size(theme.SizeKey)
}

func (r keyCapRenderer) Layout(s fyne.Size) {
	r.c.frame.Resize(s)
	m := r.c.text.MinSize()
	r.c.text.Resize(m)
	r.c.text.Move(fyne.NewPos((s.Width-m.Width)/2, (s.Height-m.Height)/2))
}

func (r keyCapRenderer) MinSize() fyne.Size {
	m := r.c.text.MinSize()
	return fyne.NewSize(max(20, m.Width+10), m.Height+4)
}

func (r keyCapRenderer) Refresh() {
	r.paint()
	canvas.Refresh(r.c)
}

func (r keyCapRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.c.frame, r.c.text}
}

func (r keyCapRenderer) Destroy() {}
