package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/theme"
	"dragoman/model"
)

// Tag is a word or letter on a ground of a label's colour.
type Tag struct {
	widget.BaseWidget
	text   string
	colour color.NRGBA
	small  bool
}

// NewTag returns a tag; a small one holds a letter or two.
func NewTag(text string, colour color.NRGBA, small bool) *Tag {
	t := &Tag{text: text, colour: colour, small: small}
	t.ExtendBaseWidget(t)
	return t
}

// Set shows another text and colour.
func (t *Tag) Set(text string, colour color.NRGBA) {
	if t.text == text && t.colour == colour {
		return
	}
	t.text, t.colour = text, colour
	t.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (t *Tag) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	r := &tagRenderer{t: t, ground: canvas.NewRectangle(t.colour), text: canvas.NewText(t.text, color.White)}
	r.text.TextStyle.Bold = true
	r.update()
	return r
}

type tagRenderer struct {
	t      *Tag
	ground *canvas.Rectangle
	text   *canvas.Text
}

func (r *tagRenderer) update() {
	ground, ink := theme.Tag(r.t.colour)
	r.ground.FillColor, r.ground.CornerRadius = ground, 3
	r.text.Color = ink
	setText(r.text, model.Line(r.t.text))
	r.text.TextSize = theme.Size(theme.SizeCaption)
	if r.t.small {
		r.text.TextSize = 9
	}
}

func (r *tagRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	m := r.text.MinSize()
	r.text.Resize(m)
	r.text.Move(fyne.NewPos((s.Width-m.Width)/2, (s.Height-m.Height)/2))
}

func (r *tagRenderer) MinSize() fyne.Size {
	m := r.text.MinSize()
	if r.t.small {
		return fyne.NewSize(max(16, m.Width+6), 13)
	}
	return fyne.NewSize(m.Width+12, 18)
}

func (r *tagRenderer) Refresh() {
	r.update()
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}

func (r *tagRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.ground, r.text} }
func (r *tagRenderer) Destroy()                     {}
