package panel

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/ui"
	"dragoman/model"
)

// Guide shows the guideline of a label.
type Guide struct {
	schema model.Schema
	label  string
	choice *ui.Select
	text   *widget.RichText
	scroll *container.Scroll
	object fyne.CanvasObject
	shown  string
}

// NewGuide returns the page.
func NewGuide() *Guide {
	g := &Guide{text: widget.NewRichTextFromMarkdown("")}
	g.text.Wrapping = fyne.TextWrapWord
	g.choice = ui.NewSelect(nil, func(title string) { g.choose(title) })
	g.scroll = container.NewVScroll(ui.Pad(0, 12, 8, 8, g.text))
	g.object = ui.Frame(ui.Pad(10, 4, 14, 14, g.choice), nil, nil, nil, g.scroll)
	return g
}

// Object returns what is to be shown.
func (g *Guide) Object() fyne.CanvasObject { return g.object }

// Set shows the guideline of a label, or of the one that was shown before when
// label is "".
func (g *Guide) Set(s model.Schema, label string) {
	g.schema = s
	titles := make([]string, len(s.Labels))
	for i, l := range s.Labels {
		titles[i] = l.Display()
	}
	g.choice.SetOptions(titles)
	if label == "" {
		label = g.label
	}
	l, ok := s.Label(label)
	if !ok && len(s.Labels) > 0 {
		l = s.Labels[0]
	}
	g.show(l)
}

func (g *Guide) choose(title string) {
	for _, l := range g.schema.Labels {
		if l.Display() == title {
			g.show(l)
		}
	}
}

func (g *Guide) show(l model.Label) {
	markdown := l.Guideline
	if markdown == "" {
		markdown = l.Description
	}
	if markdown == "" {
		markdown = "No guideline yet. Write one under *Project › Labels and relations…*: what it is, where the span begins and ends, and what is not it."
	}
	g.label = l.Name
	if g.choice.Selected != l.Display() {
		g.choice.Selected = l.Display()
		g.choice.Refresh()
	}
	if markdown != g.shown {
		g.shown = markdown
		ui.SetMarkdown(g.text, markdown)
		g.scroll.ScrollToTop()
	}
}
