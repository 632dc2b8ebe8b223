package textview

import (
	"image"
	"image/color"
	"math"

	"dragoman/model"
)

// patternKind is how an underline is drawn, and where its pattern begins.
type patternKind = model.Pattern

// inked is a picture of one colour: what it is a picture of, and how much of
// each pixel is covered.
type inked struct {
	name   string
	colour color.NRGBA
}

// drawn makes the picture in the pixels of the screen.
func (i inked) drawn(w, h int, ink func(x, y int) float64) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, max(1, w), max(1, h)))
	for x := range img.Rect.Dx() {
		for y := range img.Rect.Dy() {
			if c := ink(x, y); c > 0 {
				img.Set(x, y, fade(i.colour, float32(c)))
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
