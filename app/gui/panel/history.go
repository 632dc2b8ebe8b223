package panel

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/ui"
	"dragoman/model"
)

// Past is a change that was made, as the history lists it.
type Past struct {
	Title string // what was done
	Who   string
	When  string
	Gone  bool // it was undone
	// At is the annotation that was changed first, "" where none was, and Place
	// where its first fragment is or was.
	At    model.AnnotationID
	Place model.Span
}

// History lists the changes of the document, the last first.
type History struct {
	// OnChoose is told the change that a person chose.
	OnChoose func(Past)

	past   []Past
	list   *widget.List
	empty  *ui.Text
	object fyne.CanvasObject
}

// NewHistory returns the page.
func NewHistory() *History {
	h := &History{empty: ui.NewText("Nothing was changed here yet.", ui.Look{Role: ui.Muted})}
	h.list = widget.NewList(func() int { return len(h.past) }, newPastRow, func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(h.past) {
			o.(*pastRow).set(h.past[i])
		}
	})
	h.list.HideSeparators = true
	h.list.OnSelected = func(i widget.ListItemID) {
		h.list.UnselectAll()
		if i < len(h.past) && h.OnChoose != nil {
			h.OnChoose(h.past[i])
		}
	}
	h.object = container.NewStack(ui.Pad(6, 6, 8, 8, h.list), ui.Pad(16, 0, 14, 14, ui.Column(0, h.empty)))
	return h
}

// Object returns what is to be shown.
func (h *History) Object() fyne.CanvasObject { return h.object }

// Set shows the changes.
func (h *History) Set(past []Past) {
	h.past = past
	h.empty.Hidden = len(past) > 0
	h.empty.Refresh()
	h.list.Refresh()
}

type pastRow struct {
	widget.BaseWidget
	title, detail *ui.Text
}

func newPastRow() fyne.CanvasObject {
	r := &pastRow{title: ui.NewText("", ui.Plain), detail: ui.NewText("", ui.Caption)}
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *pastRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(ui.Pad(3, 3, 6, 6, ui.Column(1, r.title, r.detail)))
}

func (r *pastRow) set(p Past) {
	r.title.Set(p.Title)
	detail := p.Who
	if p.When != "" {
		detail += " · " + p.When
	}
	if p.Gone {
		detail += " · undone"
		r.title.SetRole(ui.Muted)
	} else {
		r.title.SetRole(ui.Ink)
	}
	r.detail.Set(detail)
}
