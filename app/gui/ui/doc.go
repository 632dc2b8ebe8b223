// Package ui holds the small quiet widgets of the window: text in roles of the
// palette, buttons with key hints, chips, rows, sections and panes. They take
// data in and give intentions out through their On… fields; they know no
// session and no project.
package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/theme"
)

// Role picks a colour of the palette, so that what is drawn follows the theme.
type Role func(theme.Palette) color.NRGBA

// The roles.
var (
	Ink       Role = func(p theme.Palette) color.NRGBA { return p.Ink }
	Muted     Role = func(p theme.Palette) color.NRGBA { return p.Muted }
	Accent    Role = func(p theme.Palette) color.NRGBA { return p.Accent }
	Warning   Role = func(p theme.Palette) color.NRGBA { return p.Warning }
	Paper     Role = func(p theme.Palette) color.NRGBA { return p.Paper }
	Panel     Role = func(p theme.Palette) color.NRGBA { return p.Panel }
	Line      Role = func(p theme.Palette) color.NRGBA { return p.Line }
	Raised    Role = func(p theme.Palette) color.NRGBA { return p.Raised }
	Selection Role = func(p theme.Palette) color.NRGBA { return p.Selection }
)

// Ground paints a colour of the palette behind content.
type Ground struct {
	widget.BaseWidget
	role    Role
	rect    *canvas.Rectangle
	content fyne.CanvasObject
}

// NewGround returns content on a ground. Content may be nil.
func NewGround(role Role, content fyne.CanvasObject) *Ground {
	g := &Ground{role: role, rect: canvas.NewRectangle(role(theme.Now())), content: content}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer implements fyne.Widget.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer { return &groundRenderer{g} }

type groundRenderer struct{ g *Ground }

func (r *groundRenderer) Layout(s fyne.Size) {
	r.g.rect.Resize(s)
	if r.g.content != nil {
		r.g.content.Resize(s)
	}
}

func (r *groundRenderer) MinSize() fyne.Size {
	if r.g.content != nil {
		return r.g.content.MinSize()
	}
	return fyne.NewSize(1, 1)
}

func (r *groundRenderer) Refresh() {
	r.g.rect.FillColor = r.g.role(theme.Now())
	r.g.rect.Refresh()
}

func (r *groundRenderer) Objects() []fyne.CanvasObject {
	if r.g.content != nil {
		return []fyne.CanvasObject{r.g.rect, r.g.content}
	}
	return []fyne.CanvasObject{r.g.rect}
}

func (r *groundRenderer) Destroy() {}

// NewRule returns a line of one pixel, as wide or high as its place.
func NewRule() *Ground { return NewGround(Line, nil) }
