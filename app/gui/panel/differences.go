package panel

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	ftheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/textview"
	"dragoman/app/gui/ui"
	"dragoman/model"
	"dragoman/model/agree"
)

// Version is what one annotator says where annotators differ.
type Version struct {
	Letter   string // that stands for the annotator
	Text     string
	Stressed []model.Span // of Text: where it differs from the others
	Taken    bool         // the gold set has this version
}

// Difference is a place where annotators differ, as the list shows it.
type Difference struct {
	Case     int    // the caller's
	Title    string // "Boundary", "Missing in B · taken from A"
	Label    model.Label
	Mixed    bool // the labels differ: no tag is shown
	Settled  bool
	Versions []Version
	Why      string
}

// KindCount is how many differences of a kind there are.
type KindCount struct {
	Kind  agree.Kind // "" for all
	Count int
}

// Differences lists where annotators differ in a document, with what of them is
// shown, and below the guideline of the label concerned.
type Differences struct {
	// OnChoose is told the difference that a person chose, as its Case.
	OnChoose func(index int)
	// OnKind is told the kind of differences to show, "" for all.
	OnKind func(agree.Kind)
	// OnOpenOnly is told to show those alone that are not settled, or all.
	OnOpenOnly func(on bool)
	// OnLabel and OnAnnotator are told that a person wants to choose a label or
	// an annotator to show alone.
	OnLabel, OnAnnotator func()

	view             *textview.View
	all              []Difference
	current          int // its Case
	telling          bool
	list             *ui.List
	kinds            *fyne.Container
	open, label, who *ui.Button
	empty            *ui.Text
	guide            *reviewGuide
	rows             made[differenceRow]
	high             float32 // the height of all rows, in pixels
	object           fyne.CanvasObject
}

// NewDifferences returns the list. Its words are set as the view sets them.
func NewDifferences(view *textview.View) *Differences {
	d := &Differences{view: view, current: -1, telling: true, empty: ui.NewText("", ui.Look{Role: ui.Muted}), guide: newReviewGuide()}
	d.list = ui.NewList(func() int { return len(d.all) }, d.newRow, d.fillRow)
	d.list.OnSelected = d.selected
	d.kinds = container.New(ui.WrapLayout(6, 6))
	d.open = ui.NewButton(ui.Chip, "Open only", func() { d.OnOpenOnly(!d.open.Chosen) })
	d.label = ui.NewButton(ui.Chip, "", func() { d.OnLabel() })
	d.who = ui.NewButton(ui.Chip, "", func() { d.OnAnnotator() })
	d.label.Opens, d.who.Opens = true, true
	head := ui.Pad(10, 6, 14, 14, ui.Column(6, d.kinds, container.New(ui.WrapLayout(6, 6), d.open, d.label, d.who)))
	none := ui.Pad(12, 0, 16, 16, ui.Column(0, d.empty))
	list := container.NewStack(container.New(&measuredLayout{d: d}, ui.Calm(ui.Pad(0, 0, 8, 8, d.list))), none)
	d.object = ui.Frame(head, nil, nil, nil, container.New(guidedLayout{d}, list, d.guide.object))
	return d
}

// Object returns what is to be shown.
func (d *Differences) Object() fyne.CanvasObject { return d.object }

// List returns the list, which takes the focus of the panel.
func (d *Differences) List() *ui.List { return d.list }

// Set shows differences; current is the Case of the one that is selected, or -1,
// and empty what is said when there is none.
func (d *Differences) Set(all []Difference, current int, empty string) {
	d.all = all
	d.empty.Set(empty)
	d.empty.Hidden = len(all) > 0
	d.empty.Refresh()
	d.measure()
	d.list.Refresh()
	d.SetCurrent(current)
}

// SetCurrent selects a difference by its Case, and brings it into view.
func (d *Differences) SetCurrent(current int) {
	d.current = current
	d.telling = false
	defer func() { d.telling = true }()
	d.list.UnselectAll()
	for i, x := range d.all {
		if x.Case == current {
			d.list.Select(i)
		}
	}
	d.list.Refresh()
}

// SetFilter shows what of the differences is shown: how many there are of each
// kind, the kind that is, and the label and annotator by their names, "" for
// all.
func (d *Differences) SetFilter(kinds []KindCount, kind agree.Kind, openOnly bool, label, annotator string) {
	d.kinds.RemoveAll()
	for _, k := range kinds {
		b := ui.NewButton(ui.Chip, KindTitle(k.Kind)+" "+strconv.Itoa(k.Count), func() { d.OnKind(k.Kind) })
		b.Chosen = k.Kind == kind
		d.kinds.Add(b)
	}
	d.open.Chosen = openOnly
	d.label.Text, d.label.Chosen = "Any label", label != ""
	if label != "" {
		d.label.Text = label
	}
	d.who.Text, d.who.Chosen = "Anyone", annotator != ""
	if annotator != "" {
		d.who.Text = annotator
	}
	for _, b := range []*ui.Button{d.open, d.label, d.who} {
		b.Refresh()
	}
	d.object.Refresh()
}

// SetGuide shows what the guideline of a label says about differences of a kind;
// a label without a name shows nothing.
func (d *Differences) SetGuide(label model.Label, kind agree.Kind) {
	d.guide.set(label, kind)
	d.object.Refresh()
}

// Parts returns what can be pressed, by name: the chips, and the rows in view as
// "difference" and their Case.
func (d *Differences) Parts() []Part {
	parts := []Part{{"chip open", d.open}, {"chip label", d.label}, {"chip annotator", d.who}}
	for _, o := range d.kinds.Objects {
		parts = append(parts, Part{"chip " + o.(*ui.Button).Text, o})
	}
	for r := range d.rows.all() {
		if r.Visible() && r.index >= 0 {
			parts = append(parts, Part{"difference " + strconv.Itoa(r.index), r})
		}
	}
	return parts
}

// KindTitle returns a kind as a person reads it; "" is all of them.
func KindTitle(k agree.Kind) string {
	switch k {
	case "":
		return "All"
	case agree.Both:
		return "Boundary and label"
	}
	s := string(k)
	return string(s[0]-'a'+'A') + s[1:]
}

func (d *Differences) selected(i widget.ListItemID) {
	if d.telling && i < len(d.all) && d.OnChoose != nil {
		d.OnChoose(d.all[i].Case)
	}
}

// measure gives each row the height that its words need.
func (d *Differences) measure() {
	width := d.list.Size().Width
	d.high = 0
	if width == 0 {
		return
	}
	for i, x := range d.all {
		height := d.heightOf(x, width)
		d.list.SetItemHeight(i, height)
		d.high += height + d.list.Theme().Size(ftheme.SizeNamePadding)
	}
}

// guidedLayout puts the guideline below the list, and gives it what the list
// does not need.
type guidedLayout struct{ d *Differences }

func (l guidedLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(s) // its rows are as high as they need at this width
	guide := l.d.guide.height(s.Height - l.d.high)
	o[0].Resize(fyne.NewSize(s.Width, s.Height-guide))
	o[1].Move(fyne.NewPos(0, s.Height-guide))
	o[1].Resize(fyne.NewSize(s.Width, guide))
}

func (l guidedLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	list := o[0].MinSize()
	return fyne.NewSize(max(list.Width, o[1].MinSize().Width), list.Height+l.d.guide.height(0))
}

// measuredLayout lays the list out and measures its rows for the width.
type measuredLayout struct {
	d     *Differences
	width float32
}

func (l *measuredLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(s)
	if s.Width != l.width {
		l.width = s.Width
		l.d.measure()
	}
}

func (l *measuredLayout) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }
