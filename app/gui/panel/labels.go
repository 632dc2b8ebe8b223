package panel

import (
	"image/color"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/theme"
	"dragoman/app/gui/ui"
	"dragoman/model"
)

// Labels is the bar below the article: a button for each label, with its
// colour, how many annotations have it, and its key.
type Labels struct {
	// OnLabel is told the name of the label that a person chose.
	OnLabel func(name string)
	// OnEdit is told that a person wants to edit the labels.
	OnEdit func()

	schema  model.Schema
	counts  map[string]int
	active  string
	buttons []*ui.Button
	row     *fyne.Container
	object  fyne.CanvasObject
}

// NewLabels returns the bar.
func NewLabels() *Labels {
	l := &Labels{row: container.New(ui.CentredWrapLayout(8, 8)), counts: map[string]int{}}
	l.object = ui.Frame(ui.NewRule(), nil, nil, nil, ui.Pad(9, 9, 12, 12, l.row))
	return l
}

// Object returns what is to be shown.
func (l *Labels) Object() fyne.CanvasObject { return l.object }

// SetSchema shows the labels of a schema; key returns the key of a label.
func (l *Labels) SetSchema(s model.Schema, key func(name string) string) {
	l.schema = s
	l.buttons = nil
	l.row.RemoveAll()
	for _, def := range s.Labels {
		b := ui.NewKeyButton(def.Display(), key(def.Name), func() { l.OnLabel(def.Name) })
		l.buttons = append(l.buttons, b)
		l.row.Add(b)
	}
	if len(s.Labels) == 0 {
		l.row.Add(ui.NewButton(ui.Quiet, "This project has no labels yet: make some…", func() { l.OnEdit() }))
	}
	l.Refresh()
}

// SetCounts shows how many annotations of the document have each label, and
// keeps the map.
func (l *Labels) SetCounts(counts map[string]int) {
	l.counts = counts
	l.update()
}

// SetActive marks the label of the annotation that is selected; "" marks none.
func (l *Labels) SetActive(name string) {
	if name != l.active {
		l.active = name
		l.update()
	}
}

// update paints those buttons again that show something else, and the bar when
// one of them became wider or narrower.
func (l *Labels) update() {
	wider := false
	for i, b := range l.buttons {
		name := l.schema.Labels[i].Name
		chosen, count := name == l.active, strconv.Itoa(l.counts[name])
		if b.Chosen == chosen && b.Count == count {
			continue
		}
		width := b.MinSize().Width
		b.Chosen, b.Count = chosen, count
		b.Refresh()
		wider = wider || b.MinSize().Width != width
	}
	if wider {
		l.row.Refresh()
	}
}

// Refresh paints the whole bar again, after the theme changed too.
func (l *Labels) Refresh() {
	for i, b := range l.buttons {
		c := ColourOf(l.schema.Labels[i])
		b.Swatch, b.Count = &c, "" // what is shown is not what is known
		b.Refresh()
	}
	l.update()
	l.row.Refresh()
}

// Buttons returns the buttons, in the order of the schema's labels.
func (l *Labels) Buttons() []*ui.Button { return l.buttons }

// ColourOf returns the colour of a label in the theme that is shown; one
// without a colour is muted.
func ColourOf(l model.Label) color.NRGBA {
	p := theme.Now()
	own := l.Colour
	if p == theme.Dark && l.ColourDark != "" {
		own = l.ColourDark
	}
	if c, ok := theme.ParseColour(own); ok {
		return c
	}
	return p.Muted
}

// TagOf returns the letter that stands for a label.
func TagOf(l model.Label) string {
	for _, r := range l.Display() {
		return strings.ToUpper(string(r))
	}
	return ""
}
