package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"dragoman/app/gui/theme"
)

// Pad returns content with space around it.
func Pad(top, bottom, left, right float32, content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(top, bottom, left, right), content)
}

// Column stacks objects with a gap between them.
func Column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedVBoxLayout(gap), objects...)
}

// LineOf puts objects side by side with a gap, each in the middle of the height.
func LineOf(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(lineLayout{gap}, objects...)
}

type lineLayout struct{ gap float32 }

func (l lineLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	var x float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		o.Resize(m)
		o.Move(fyne.NewPos(x, (s.Height-m.Height)/2))
		if m.Width > 0 { // what holds nothing takes no gap
			x += m.Width + l.gap
		}
	}
}

func (l lineLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if s.Width > 0 && m.Width > 0 {
			s.Width += l.gap
		}
		s.Width += m.Width
		s.Height = max(s.Height, m.Height)
	}
	return s
}

// Between puts left at the left, right at the right, and gives the rest of the
// width to left.
func Between(left, right fyne.CanvasObject) fyne.CanvasObject {
	return container.New(betweenLayout{}, left, right)
}

type betweenLayout struct{}

func (betweenLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	right := o[1].MinSize()
	left := o[0].MinSize()
	o[1].Resize(right)
	o[1].Move(fyne.NewPos(s.Width-right.Width, (s.Height-right.Height)/2))
	o[0].Resize(fyne.NewSize(max(0, s.Width-right.Width-6), left.Height))
	o[0].Move(fyne.NewPos(0, (s.Height-left.Height)/2))
}

func (betweenLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(a.Width+b.Width+6, max(a.Height, b.Height))
}

// Section returns a heading of a part of a panel.
func Section(title string) *Text {
	return NewText(strings.ToUpper(title), Look{Size: theme.SizeSection, Role: Muted, Bold: true, Lines: 1})
}

// Pair returns a muted name and, in line with those of other pairs, what it
// holds.
func Pair(name string, value fyne.CanvasObject) fyne.CanvasObject {
	return container.New(pairLayout{}, NewText(name, Look{Role: Muted, Lines: 1}), value)
}

type pairLayout struct{}

const pairName = 88

func (pairLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	name := o[0].MinSize()
	o[0].Resize(fyne.NewSize(pairName-6, name.Height))
	o[0].Move(fyne.NewPos(0, (min(s.Height, 44)-name.Height)/2))
	value := o[1].MinSize()
	height := max(value.Height, 0)
	o[1].Resize(fyne.NewSize(s.Width-pairName, height))
	o[1].Move(fyne.NewPos(pairName, (s.Height-height)/2))
}

func (pairLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	value := o[1].MinSize()
	return fyne.NewSize(pairName+value.Width, max(value.Height, o[0].MinSize().Height)+4)
}

// Halves puts two objects side by side, each as wide as the other, from the top.
func Halves(gap float32, left, right fyne.CanvasObject) fyne.CanvasObject {
	return container.New(halvesLayout{gap}, left, right)
}

type halvesLayout struct{ gap float32 }

func (h halvesLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	width := (s.Width - h.gap) / 2
	for i, half := range o {
		half.Resize(fyne.NewSize(width, half.MinSize().Height))
		half.Move(fyne.NewPos(float32(i)*(width+h.gap), 0))
	}
}

func (h halvesLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(2*max(a.Width, b.Width)+h.gap, max(a.Height, b.Height))
}

// Measure keeps content at most so wide, in the middle of its place.
func Measure(width float32, content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(measureLayout{width}, content)
}

type measureLayout struct{ width float32 }

func (m measureLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := min(m.width, s.Width)
	o[0].Resize(fyne.NewSize(w, s.Height))
	o[0].Move(fyne.NewPos((s.Width-w)/2, 0))
}

func (m measureLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	s := o[0].MinSize()
	return fyne.NewSize(min(m.width, s.Width), s.Height)
}

// Gap returns empty space.
func Gap(width, height float32) fyne.CanvasObject {
	return container.New(fixedLayout{fyne.NewSize(width, height)})
}

// Sized returns content that asks for this size, or more when it needs more
// and the side is 0.
func Sized(width, height float32, content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(fixedLayout{fyne.NewSize(width, height)}, content)
}

type fixedLayout struct{ size fyne.Size }

func (f fixedLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		o.Resize(s)
		o.Move(fyne.Position{})
	}
}

func (f fixedLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	s := f.size
	for _, o := range objects {
		if s.Width == 0 {
			s.Width = o.MinSize().Width
		}
		if s.Height == 0 {
			s.Height = o.MinSize().Height
		}
	}
	return s
}

// WrapLayout puts objects side by side and goes on below when a line is full,
// with lines as even as they can be, so that none has a single one without need.
func WrapLayout(gapX, gapY float32) fyne.Layout { return &wrapLayout{gapX: gapX, gapY: gapY} }

// CentredWrapLayout is WrapLayout with each line in the middle of the width.
func CentredWrapLayout(gapX, gapY float32) fyne.Layout {
	return &wrapLayout{gapX: gapX, gapY: gapY, centred: true}
}

type wrapLayout struct {
	gapX, gapY float32
	centred    bool
	width      float32
}

func (l *wrapLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	l.width = s.Width
	l.walk(objects, s.Width, func(row []fyne.CanvasObject, y, used float32) {
		var x float32
		if l.centred {
			x = (s.Width - used) / 2
		}
		for _, o := range row {
			o.Resize(o.MinSize())
			o.Move(fyne.NewPos(x, y))
			x += o.MinSize().Width + l.gapX
		}
	})
}

// walk calls f with each line of visible objects and returns the height of all.
func (l *wrapLayout) walk(objects []fyne.CanvasObject, width float32, f func(row []fyne.CanvasObject, y, used float32)) float32 {
	var y float32
	for _, row := range l.even(objects, width) {
		f(row, y, l.used(row))
		var height float32
		for _, o := range row {
			height = max(height, o.MinSize().Height)
		}
		y += height + l.gapY
	}
	return max(0, y-l.gapY)
}

// even returns the fewest lines that the visible objects fill, the longest of
// them as short as it can be.
func (l *wrapLayout) even(objects []fyne.CanvasObject, width float32) [][]fyne.CanvasObject {
	rows := l.fill(objects, width)
	for len(rows) > 1 {
		longest := l.longest(rows)
		shorter := l.fill(objects, longest-1)
		if len(shorter) > len(rows) || l.longest(shorter) >= longest {
			break
		}
		rows = shorter
	}
	return rows
}

func (l *wrapLayout) longest(rows [][]fyne.CanvasObject) float32 {
	var width float32
	for _, row := range rows {
		width = max(width, l.used(row))
	}
	return width
}

// fill returns the lines of visible objects when each takes all that it has
// space for.
func (l *wrapLayout) fill(objects []fyne.CanvasObject, width float32) [][]fyne.CanvasObject {
	var rows [][]fyne.CanvasObject
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		last := len(rows) - 1
		if last < 0 || l.used(rows[last])+l.gapX+o.MinSize().Width > width {
			rows = append(rows, []fyne.CanvasObject{o})
			continue
		}
		rows[last] = append(rows[last], o)
	}
	return rows
}

// used returns the width of a line.
func (l *wrapLayout) used(row []fyne.CanvasObject) float32 {
	width := l.gapX * float32(len(row)-1)
	for _, o := range row {
		width += o.MinSize().Width
	}
	return width
}

func (l *wrapLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := l.width
	if width <= 0 { // it has no place yet
		width = l.least()
	}
	var widest float32
	for _, o := range objects {
		if o.Visible() {
			widest = max(widest, o.MinSize().Width)
		}
	}
	return fyne.NewSize(widest, l.walk(objects, width, func([]fyne.CanvasObject, float32, float32) {}))
}

// least is about how wide it will be at least: in a window that is as low as it
// can be, more lines than there will be are more than there is room for.
func (l *wrapLayout) least() float32 {
	if l.centred {
		return 440 // below an article
	}
	return 240 // beside it
}

// Frame puts objects at the edges and gives the rest to the middle, without
// space between them. Any of them may be nil.
func Frame(top, bottom, left, right, middle fyne.CanvasObject) *fyne.Container {
	var objects []fyne.CanvasObject
	for _, o := range []fyne.CanvasObject{middle, top, bottom, left, right} {
		if o != nil {
			objects = append(objects, o)
		}
	}
	return container.New(&frameLayout{top, bottom, left, right, middle}, objects...)
}

type frameLayout struct{ top, bottom, left, right, middle fyne.CanvasObject }

func minOf(o fyne.CanvasObject) fyne.Size {
	if o == nil || !o.Visible() {
		return fyne.Size{}
	}
	return o.MinSize()
}

func place(o fyne.CanvasObject, x, y, w, h float32) {
	if o != nil && o.Visible() {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
	}
}

func (f *frameLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	for _, edge := range []fyne.CanvasObject{f.top, f.bottom} { // what wraps needs its width before it knows its height
		place(edge, 0, 0, s.Width, minOf(edge).Height)
	}
	top, bottom := minOf(f.top).Height, minOf(f.bottom).Height
	left, right := minOf(f.left).Width, minOf(f.right).Width
	height := max(0, s.Height-top-bottom)
	place(f.top, 0, 0, s.Width, top)
	place(f.bottom, 0, s.Height-bottom, s.Width, bottom)
	place(f.left, 0, top, left, height)
	place(f.right, s.Width-right, top, right, height)
	place(f.middle, left, top, max(0, s.Width-left-right), height)
}

func (f *frameLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	top, bottom, left, right, middle := minOf(f.top), minOf(f.bottom), minOf(f.left), minOf(f.right), minOf(f.middle)
	return fyne.NewSize(
		max(top.Width, bottom.Width, left.Width+middle.Width+right.Width),
		top.Height+bottom.Height+max(left.Height, middle.Height, right.Height))
}
