// Package chart draws figures: matrices, bars and lines over time. A chart is
// plain data that is laid out as arithmetic into a Drawing; View shows one in
// a window, where its spots are reached by pointer and by arrow keys, PNG
// writes one as a picture, and its Table is what is written as CSV. What a
// colour says, a number or a word beside it says too.
package chart

import (
	"image/color"

	"fyne.io/fyne/v2"
	ftheme "fyne.io/fyne/v2/theme"

	"dragoman/app/gui/theme"
	"dragoman/model"
)

// Chart is data that can be drawn.
type Chart interface {
	// Draw lays the chart out in a width in pixels. A drawing that needs more
	// is wider.
	Draw(width float32, look Look) Drawing
	// Table returns the figures behind the drawing.
	Table() Table
}

// Look is what a drawing needs of the window: its colours and the width of
// text in its fonts.
type Look struct {
	theme.Palette
	Measure func(text string, size fyne.ThemeSizeName, bold bool) float32
}

// Box is a rectangle in pixels from the upper left corner of a drawing.
type Box struct{ X, Y, W, H float32 }

// contains reports whether a point is in the box.
func (b Box) contains(p fyne.Position) bool {
	return p.X >= b.X && p.X < b.X+b.W && p.Y >= b.Y && p.Y < b.Y+b.H
}

// Shape is one thing that is drawn: text when there is some, a line from one
// corner of its box to the other, or else a rectangle.
type Shape struct {
	Box
	Colour color.NRGBA
	Line   float32 // width of a line; 0 for a rectangle
	Radius float32 // of a rectangle's corners
	Text   string
	Size   fyne.ThemeSizeName
	Bold   bool
}

// Spot is a place of a drawing that says something, and may lead somewhere.
type Spot struct {
	Box
	Hint string // a sentence
	Lead int    // what View.OnChoose is told; below 0 it leads nowhere
}

// Drawing is a chart laid out.
type Drawing struct {
	Size   fyne.Size
	Shapes []Shape
	Spots  []Spot
}

// nowhere is the Lead of a spot that leads nowhere.
const nowhere = -1

// The sizes of text in charts.
const (
	plain   = ftheme.SizeNameText
	caption = theme.SizeCaption
)

// textHeight is how high a line of text is at most.
const textHeight = 19

// text adds a text whose left end is at x, at most width wide, with its middle
// at y.
func (d *Drawing) text(s string, x, y, width float32, ink color.NRGBA, size fyne.ThemeSizeName, bold bool) {
	d.Shapes = append(d.Shapes, Shape{Box: Box{x, y - textHeight/2, max(width, 1), textHeight}, Colour: ink, Text: model.Line(s), Size: size, Bold: bold})
}

// centred adds a text in the middle of a box.
func (d *Drawing) centred(s string, in Box, look Look, ink color.NRGBA, size fyne.ThemeSizeName, bold bool) {
	width := min(in.W, look.Measure(s, size, bold)+2)
	d.text(s, in.X+(in.W-width)/2, in.Y+in.H/2, width, ink, size, bold)
}

// ended adds a text whose right end is at x.
func (d *Drawing) ended(s string, x, y, width float32, look Look, ink color.NRGBA, size fyne.ThemeSizeName) {
	w := min(width, look.Measure(s, size, false)+2)
	d.text(s, x-w, y, w, ink, size, false)
}

func (d *Drawing) rect(b Box, fill color.NRGBA, radius float32) {
	d.Shapes = append(d.Shapes, Shape{Box: b, Colour: fill, Radius: radius})
}

// line adds a line from a to b, in a direction that need not be down or right.
func (d *Drawing) line(x1, y1, x2, y2, width float32, ink color.NRGBA) {
	d.Shapes = append(d.Shapes, Shape{Box: Box{x1, y1, x2 - x1, y2 - y1}, Colour: ink, Line: width})
}

// nameWidth returns how wide the column of names is: as the longest needs, at
// most a share of the width.
func nameWidth(names []string, width float32, look Look) float32 {
	var w float32
	for _, n := range names {
		w = max(w, look.Measure(n, plain, false)+4)
	}
	return min(w, width*0.36)
}
