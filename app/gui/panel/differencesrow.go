package panel

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	ftheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/textview"
	"dragoman/app/gui/theme"
	"dragoman/app/gui/ui"
)

// differenceRow shows a difference: its kind, what each annotator says, and why
// it was decided so.
type differenceRow struct {
	widget.BaseWidget
	d        *Differences
	index    int           // Case of what is shown, -1 for nothing
	tick     *canvas.Image // shown where it is decided
	tag      *ui.Tag
	title    *ui.Text
	why      *ui.Text
	versions []*versionLine
	shown    int // of the versions
}

// versionLine is what one annotator says.
type versionLine struct {
	letter *ui.Text
	quote  *textview.Quote
}

// Sizes in a row, in pixels.
const (
	rowSide, rowTop     = 10, 7
	rowTitle            = 20
	letterWidth, rowGap = 22, 3
	whyHeight           = 18
	tickSize            = 14
)

// heightOf returns the height of the row of a difference.
func (d *Differences) heightOf(x Difference, width float32) float32 {
	h := float32(2*rowTop + rowTitle)
	for _, v := range x.Versions {
		h += d.view.QuoteHeight(v.Text, width-2*rowSide-letterWidth) + rowGap
	}
	if x.Why != "" {
		h += whyHeight
	}
	return h
}

func (d *Differences) newRow() fyne.CanvasObject {
	r := &differenceRow{
		d: d, index: -1, tick: canvas.NewImageFromResource(ftheme.ConfirmIcon()), tag: ui.NewTag("", theme.Now().Muted, true),
		title: ui.NewText("", ui.Caption), why: ui.NewText("", ui.Caption),
	}
	r.ExtendBaseWidget(r)
	return r
}

func (d *Differences) fillRow(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(d.all) {
		return
	}
	r := o.(*differenceRow)
	if r.index < 0 { // it shows its first difference: others are only measured
		d.rows.add(r)
	}
	r.set(d.all[i], d.all[i].Case == d.current)
}

func (r *differenceRow) set(x Difference, current bool) {
	r.index = x.Case
	r.tag.Hidden = x.Mixed
	r.tag.Set(TagOf(x.Label), ColourOf(x.Label))
	r.tick.Hidden = !x.Settled
	r.title.Set(x.Title)
	r.why.Set(x.Why)
	r.why.Hidden = x.Why == ""
	second := ui.Muted
	if current {
		second = theme.Palette.SecondOnSelection
	}
	r.title.SetRole(second)
	r.why.SetRole(second)
	for len(r.versions) < len(x.Versions) {
		r.versions = append(r.versions, &versionLine{
			ui.NewText("", ui.Look{Size: theme.SizeCaption, Role: ui.Muted, Bold: true, Lines: 1}), r.d.view.NewQuote(),
		})
	}
	r.shown = len(x.Versions)
	for i, v := range x.Versions {
		line := r.versions[i]
		line.letter.Set(v.Letter)
		line.letter.SetRole(second)
		line.quote.Set(v.Text, v.Stressed, x.Settled && !v.Taken)
	}
	r.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (r *differenceRow) CreateRenderer() fyne.WidgetRenderer { return &differenceRenderer{r} }

type differenceRenderer struct{ r *differenceRow }

func (w *differenceRenderer) Layout(s fyne.Size) {
	r := w.r
	x := float32(rowSide)
	if !r.tick.Hidden {
		r.tick.Move(fyne.NewPos(x, rowTop+3))
		r.tick.Resize(fyne.NewSquareSize(tickSize))
		x += tickSize + 4
	}
	if !r.tag.Hidden {
		size := r.tag.MinSize()
		r.tag.Move(fyne.NewPos(x, rowTop+2))
		r.tag.Resize(size)
		x += size.Width + 6
	}
	put(r.title, x, rowTop, s.Width-x-rowSide)
	y := float32(rowTop + rowTitle)
	for _, line := range r.versions[:r.shown] {
		put(line.letter, rowSide, y+1, letterWidth)
		line.quote.Move(fyne.NewPos(rowSide+letterWidth, y))
		width := s.Width - 2*rowSide - letterWidth
		height := r.d.view.QuoteHeight(line.quote.Text(), width)
		line.quote.Resize(fyne.NewSize(width, height))
		y += height + rowGap
	}
	put(r.why, rowSide+letterWidth, y, s.Width-2*rowSide-letterWidth)
}

// put places a text of one line.
func put(t *ui.Text, x, y, width float32) {
	t.Move(fyne.NewPos(x, y))
	t.Resize(fyne.NewSize(width, t.MinSize().Height))
}

func (w *differenceRenderer) MinSize() fyne.Size { return fyne.NewSize(120, 2*rowTop+rowTitle+19) }

func (w *differenceRenderer) Refresh() {
	w.Layout(w.r.Size())
	canvas.Refresh(w.r)
}

func (w *differenceRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{w.r.tick, w.r.tag, w.r.title, w.r.why}
	for _, line := range w.r.versions[:w.r.shown] {
		objects = append(objects, line.letter, line.quote)
	}
	return objects
}

func (w *differenceRenderer) Destroy() {}
