package textview

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"dragoman/model"
)

// patternKind is how an underline is drawn, and where its pattern begins.
type patternKind = model.Pattern

// patternLine is an underline, or all marks of a kind in a line, as one canvas
// object: a raster whose picture is made when its looks or its width change, and
// not when it moves.
type patternLine struct {
	raster *canvas.Raster
	looks  string // what ink follows from
	ink    func(w, h int) func(x, y int) float64
	colour color.NRGBA
	size   fyne.Size
}

func newPatternLine() *patternLine {
	l := &patternLine{}
	l.renew()
	return l
}

// renew takes a raster that has no picture yet.
func (l *patternLine) renew() {
	l.raster = canvas.NewRaster(l.draw)
	l.raster.ScaleMode = canvas.ImageScalePixels
}

// set places the line and draws it again only where it looks different.
func (l *patternLine) set(a area, looks string, ink func(w, h int) func(x, y int) float64, c color.NRGBA) {
	size := fyne.NewSize(a.w, a.h)
	if l.looks == looks && l.colour == c && l.size == size {
		l.raster.Move(fyne.NewPos(a.x, a.y))
		return
	}
	l.looks, l.ink, l.colour, l.size = looks, ink, c, size
	if fyne.CurrentApp().Driver().CanvasForObject(l.raster) == nil {
		// What comes to a window while it is laid out is painted before the
		// canvas knows it, and a picture that the canvas does not know of
		// would never be drawn again.
		l.renew()
	}
	l.raster.Move(fyne.NewPos(a.x, a.y))
	l.raster.Resize(size)
	l.raster.Refresh()
}

// draw makes the picture in the pixels of the screen.
func (l *patternLine) draw(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, max(1, w), max(1, h)))
	ink := l.ink(w, h)
	for x := range img.Rect.Dx() {
		for y := range img.Rect.Dy() {
			if c := ink(x, y); c > 0 {
				img.Set(x, y, fade(l.colour, float32(c)))
			}
		}
	}
	return img
}

// coverage returns how much of each pixel a pattern of height h covers, 0 to 1.
func coverage(k patternKind, h int) func(x, y int) float64 {
	thick := max(1, (2*h+2)/5)
	switch k {
	case model.Double:
		thin := max(1, h/4)
		return func(_, y int) float64 { return whole(y < thin || y >= 3*thin && y < 4*thin) }
	case model.Dashed:
		period := 2 * h
		return func(x, y int) float64 { return whole(y < thick && x%period < period*5/8) }
	case model.Wavy:
		return wave(h)
	}
	return func(_, y int) float64 { return whole(y < thick) }
}

// wave is a sine line with soft edges.
func wave(h int) func(x, y int) float64 {
	half := 0.15 * float64(h) // of its thickness
	amplitude, middle := (float64(h)-2*half)/2-0.25, float64(h-1)/2
	return func(x, y int) float64 {
		phase := 2 * math.Pi * float64(x) / (1.6 * float64(h))
		slope := amplitude * 2 * math.Pi / (1.6 * float64(h)) * math.Cos(phase)
		d := math.Abs(float64(y)-middle-amplitude*math.Sin(phase)) / math.Hypot(1, slope)
		return min(1, max(0, half+0.5-d))
	}
}

func whole(covered bool) float64 {
	if covered {
		return 1
	}
	return 0
}

// fade returns c at an opacity from 0 to 1.
func fade(c color.NRGBA, opacity float32) color.NRGBA {
	c.A = uint8(float32(c.A)*opacity + 0.5)
	return c
}
