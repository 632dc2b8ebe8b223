package panel

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/theme"
	"dragoman/app/gui/ui"
)

// Figure is a number with its name.
type Figure struct {
	Value string // "n/a" where there is none
	Name  string
	Why   string // why there is none, as a sentence; or what the number means
}

// ReviewHead stands above the article while it is reviewed: its title, who is
// compared, and the figures of the document. It keeps to the column of the
// article.
type ReviewHead struct {
	// OnPeople is told that a person wants to choose whom to compare.
	OnPeople func()
	// OnHint is told what the figure that the pointer is on means, "" for none.
	OnHint func(string)
	// OnOffer is told that what is offered was taken.
	OnOffer func()

	title, line *ui.Text
	people      *ui.Button
	offer       *ui.Button
	said        *ui.Text
	done        *fyne.Container
	figures     *fyne.Container
	object      fyne.CanvasObject
}

var (
	titleLook = ui.Look{Size: theme.SizeReview, Serif: true, Bold: true, Lines: 1}
	lineLook  = ui.Look{Size: theme.SizeCaption, Role: ui.Muted, Lines: 2}
)

// NewReviewHead returns the head of an article whose column is where column
// says for the width of the head: its left edge and its width, in pixels.
func NewReviewHead(column func(width float32) (x, measure float32)) *ReviewHead {
	h := &ReviewHead{
		title: ui.NewText("", titleLook), line: ui.NewText("", lineLook), figures: container.New(ui.WrapLayout(28, 6)),
		said: ui.NewNatural("", ui.Look{Role: ui.Accent, Bold: true}),
	}
	h.people = ui.NewButton(ui.Bare, "", func() { h.OnPeople() })
	h.people.Opens = true
	h.offer = ui.NewButton(ui.Quiet, "", func() { h.OnOffer() })
	h.done = ui.LineOf(12, h.said, h.offer)
	h.done.Hide()
	body := ui.Column(4, ui.Between(h.title, h.people), h.line, ui.Pad(6, 0, -6, 0, h.figures), h.done)
	h.object = ui.NewGround(ui.Paper, ui.Frame(nil, ui.NewRule(), nil, nil, container.New(columnLayout{column}, body)))
	return h
}

// Object returns what is to be shown.
func (h *ReviewHead) Object() fyne.CanvasObject { return h.object }

// Set shows the title, whom is compared, and how that went. Without a title, ""
// because the article begins with it, its place is not left empty.
func (h *ReviewHead) Set(title, people, line string) {
	h.people.Text = people
	h.line.Hidden = title == ""
	h.line.Set(line)
	h.title.SetLook(titleLook)
	if title == "" {
		h.title.SetLook(lineLook.OneLine())
		title = line
	}
	h.title.Set(title)
	h.people.Refresh()
	h.object.Refresh()
}

// SetFigures shows the figures of the document.
func (h *ReviewHead) SetFigures(figures []Figure) {
	h.figures.RemoveAll()
	for _, f := range figures {
		h.figures.Add(h.figure(f))
	}
	h.object.Refresh()
}

// SetDone says that the document is done and offers what comes next; "" for
// either says or offers nothing.
func (h *ReviewHead) SetDone(said, offer, key string) {
	h.done.Hidden = said == ""
	h.said.Set(said)
	h.offer.Text, h.offer.Key = offer, key
	h.offer.Hidden = offer == ""
	h.offer.Refresh()
	h.done.Refresh()
	h.object.Refresh()
}

// Parts returns what can be pressed, by name.
func (h *ReviewHead) Parts() []Part {
	return []Part{{"review people", h.people}, {"review offer", h.offer}}
}

// figure shows a number above its name, and tells what it means to the pointer.
func (h *ReviewHead) figure(f Figure) fyne.CanvasObject {
	look := ui.Look{Size: theme.SizeFigure, Bold: true}
	if f.Value == "n/a" {
		look.Role = ui.Muted
	}
	r := ui.NewRow(ui.Column(0, ui.NewNatural(f.Value, look), ui.NewNatural(f.Name, ui.Caption)), nil)
	r.OnHover = func(on bool) {
		if !on {
			h.OnHint("")
			return
		}
		h.OnHint(f.Why)
	}
	return r
}

// columnLayout keeps content to the column of an article.
type columnLayout struct {
	column func(width float32) (x, measure float32)
}

const headTop, headFoot = 12, 10

func (c columnLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	x, width := c.column(s.Width)
	o[0].Move(fyne.NewPos(x, headTop))
	o[0].Resize(fyne.NewSize(min(width, s.Width-x), s.Height-headTop-headFoot))
}

func (c columnLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := o[0].MinSize()
	return fyne.NewSize(size.Width, size.Height+headTop+headFoot)
}

// People returns the button that chooses whom to compare.
func (h *ReviewHead) People() *ui.Button { return h.people }
