package panel

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/theme"
	"dragoman/app/gui/ui"
	"dragoman/model"
)

// Past is a line of the history: a change that was made, or the day of those
// below it.
type Past struct {
	Title string // what was done, or the day
	Who   string
	When  string
	More  string          // what it was before
	Gone  bool            // it was undone
	Day   bool            // Title is a day, and nothing else is there
	Index int             // of the change in the history, the oldest is 0
	Owner model.Annotator // whose annotations were changed, "" for the document itself
}

// History lists the changes of the document, the last first. Its rows are made
// as they come into view.
type History struct {
	// OnChoose is told the change that a person chose.
	OnChoose func(Past)

	all, past []Past
	owner     model.Annotator // whose alone are listed, "" for everybody's
	current   int             // row that is chosen, -1 for none
	list      *ui.List
	filter    *fyne.Container
	empty     *ui.Text
	object    fyne.CanvasObject
}

// NewHistory returns the page.
func NewHistory() *History {
	h := &History{empty: ui.NewText("Nothing was changed here yet.", ui.Look{Role: ui.Muted}), current: -1}
	h.list = ui.NewList(func() int { return len(h.past) }, newPastRow, func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(h.past) {
			o.(*pastRow).set(h.past[i], i == h.current)
		}
	})
	h.list.OnSelected = h.choose
	h.filter = container.New(ui.WrapLayout(6, 6))
	h.object = ui.Frame(ui.Pad(8, 0, 14, 14, h.filter), nil, nil, nil,
		container.NewStack(ui.Pad(6, 6, 8, 8, h.list), ui.Pad(16, 0, 14, 14, ui.Column(0, h.empty))))
	return h
}

// Object returns what is to be shown.
func (h *History) Object() fyne.CanvasObject { return h.object }

// List returns the list, which takes the focus of the page.
func (h *History) List() *ui.List { return h.list }

// Shown returns the lines of the list.
func (h *History) Shown() []Past { return h.past }

// Set shows the lines, and a filter where several people have some.
func (h *History) Set(past []Past, owners []model.Annotator) {
	h.all = past
	h.filter.Objects = nil
	if len(owners) < 2 || !slices.Contains(owners, h.owner) {
		h.owner = ""
	}
	if len(owners) > 1 {
		h.addFilter("Everybody", "")
		for _, owner := range owners {
			h.addFilter(string(owner), owner)
		}
	}
	h.fill()
}

func (h *History) addFilter(name string, owner model.Annotator) {
	b := ui.NewButton(ui.Chip, name, func() { h.SetOwner(owner) })
	b.Chosen = owner == h.owner
	h.filter.Add(b)
}

// SetOwner lists the changes of one person's annotations and of the document
// alone; "" lists all.
func (h *History) SetOwner(owner model.Annotator) {
	h.owner = owner
	for _, o := range h.filter.Objects {
		b := o.(*ui.Button)
		b.Chosen = b.Text == string(owner) || owner == "" && b.Text == "Everybody"
		b.Refresh()
	}
	h.fill()
}

func (h *History) fill() {
	h.past = nil
	for _, p := range h.all {
		if h.owner != "" && !p.Day && p.Owner != "" && p.Owner != h.owner {
			continue
		}
		if n := len(h.past); p.Day && n > 0 && h.past[n-1].Day {
			h.past = h.past[:n-1] // nothing was left of that day
		}
		h.past = append(h.past, p)
	}
	if n := len(h.past); n > 0 && h.past[n-1].Day {
		h.past = h.past[:n-1]
	}
	h.empty.Hidden = len(h.past) > 0
	h.empty.Refresh()
	h.Leave()
}

// Leave has no line chosen any more.
func (h *History) Leave() {
	h.current = -1
	h.list.UnselectAll()
	h.list.Refresh()
}

// Step chooses the next change, or the one before, and reports whether there
// is one.
func (h *History) Step(by int) bool {
	for i := h.current + by; i >= 0 && i < len(h.past); i += by {
		if !h.past[i].Day {
			h.list.Select(i)
			return true
		}
	}
	return false
}

func (h *History) choose(i widget.ListItemID) {
	if i >= len(h.past) || h.past[i].Day {
		h.list.Unselect(i)
		return
	}
	h.current = i
	h.list.Refresh()
	if h.OnChoose != nil {
		h.OnChoose(h.past[i])
	}
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

func (r *pastRow) set(p Past, chosen bool) {
	if p.Day {
		r.title.Set("")
		r.detail.Set(p.Title)
		return
	}
	r.title.SetRole(ui.Ink)
	detail := p.When + " · " + p.Who
	if p.Gone {
		detail += " · undone"
		r.title.SetRole(ui.Muted)
	}
	if p.More != "" {
		detail += " · " + p.More
	}
	second := ui.Muted
	if chosen {
		second = theme.Palette.SecondOnSelection
		r.title.SetRole(ui.Ink)
	}
	r.detail.SetRole(second)
	r.title.Set(p.Title)
	r.detail.Set(detail)
}
