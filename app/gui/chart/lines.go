package chart

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strconv"
	"time"

	"dragoman/app/gui/theme"
)

// Lines are counts that grow with time, a line each with its name at its end.
type Lines struct {
	Unit   string // what is counted: "documents done"
	Series []Series
}

// Series is one line: what was counted at the end of each day, by time.
type Series struct {
	Name   string
	Points []Point
}

// Point is a count at the end of a day.
type Point struct {
	Day   time.Time
	Count int
}

const (
	linesHeight, linesHead, linesFoot, linesLeft = 300, 40, 26, 44
	markerSize, endGap                           = 7, 17
)

// frame is where a chart of lines has its plot, and what its axes reach to.
type frame struct {
	Box
	from, to time.Time
	top      int
}

func (f frame) x(day time.Time) float32 {
	span := f.to.Sub(f.from)
	if span <= 0 {
		return f.X
	}
	return f.X + f.W*float32(float64(day.Sub(f.from))/float64(span))
}

func (f frame) y(n int) float32 { return f.Y + f.H*(1-float32(n)/float32(f.top)) }

// Draw implements Chart.
func (l Lines) Draw(width float32, look Look) Drawing {
	var names []string
	for _, s := range l.Series {
		names = append(names, s.end())
	}
	right := nameWidth(names, width, look) + 14
	f := l.frame(Box{linesLeft, linesHead, max(60, width-linesLeft-right), linesHeight})
	d := Drawing{}
	d.Size.Width, d.Size.Height = f.X+f.W+right, f.Y+f.H+linesFoot
	d.text(l.Unit, 0, barHead/2, width, look.Muted, caption, false)
	if len(l.Series) == 0 {
		return d
	}
	d.axes(f, look)
	ends := l.ends(f)
	for i, s := range l.Series {
		d.series(s, i, f, look)
		d.text(s.end(), f.X+f.W+10, ends[i], right-10, seriesColour(i, look.Palette), plain, true)
	}
	return d
}

func (s Series) end() string {
	if len(s.Points) == 0 {
		return s.Name
	}
	return s.Name + " " + strconv.Itoa(s.Points[len(s.Points)-1].Count)
}

func (l Lines) frame(b Box) frame {
	f := frame{Box: b, top: 1}
	for _, s := range l.Series {
		for _, p := range s.Points {
			if f.from.IsZero() || p.Day.Before(f.from) {
				f.from = p.Day
			}
			if p.Day.After(f.to) {
				f.to = p.Day
			}
			f.top = max(f.top, p.Count)
		}
	}
	step := tick(f.top)
	f.top = (f.top + step - 1) / step * step
	return f
}

// tick returns a round distance that divides an axis up to top into at most
// five.
func tick(top int) int {
	for size := 1; ; size *= 10 {
		for _, by := range []int{1, 2, 5} {
			if by*size*5 >= top {
				return by * size
			}
		}
	}
}

func (d *Drawing) axes(f frame, look Look) {
	for n := 0; n <= f.top; n += tick(f.top) {
		y := f.y(n)
		d.line(f.X, y, f.X+f.W, y, 1, look.Line)
		d.ended(strconv.Itoa(n), f.X-8, y, f.X-8, look, look.Muted, caption)
	}
	day := func(t time.Time) string { return t.Format("2 Jan 2006") }
	foot := f.Y + f.H + linesFoot/2
	d.text(day(f.from), f.X, foot, f.W/2-4, look.Muted, caption, false)
	if f.to.After(f.from) {
		d.ended(day(f.to), f.X+f.W, foot, f.W/2-4, look, look.Muted, caption)
	}
}

func (d *Drawing) series(s Series, i int, f frame, look Look) {
	ink := seriesColour(i, look.Palette)
	for n, p := range s.Points {
		x, y := f.x(p.Day), f.y(p.Count)
		if n > 0 {
			before := s.Points[n-1]
			d.line(f.x(before.Day), f.y(before.Count), x, y, 2, ink)
		}
	}
	for _, p := range s.Points {
		b := Box{f.x(p.Day) - markerSize/2, f.y(p.Count) - markerSize/2, markerSize, markerSize}
		d.marker(i, b, ink, look)
		hint := fmt.Sprintf("%s: %d %s by %s.", s.Name, p.Count, done(p.Count), p.Day.Format("2 January 2006"))
		d.Spots = append(d.Spots, Spot{Box{b.X - 4, b.Y - 4, b.W + 8, b.H + 8}, hint, nowhere})
	}
}

func done(n int) string {
	if n == 1 {
		return "document done"
	}
	return "documents done"
}

// marker draws a point in the form of its series: round or square, full or
// hollow.
func (d *Drawing) marker(i int, b Box, ink color.NRGBA, look Look) {
	radius := float32(0)
	if i%2 == 0 {
		radius = b.W / 2
	}
	d.rect(b, ink, radius)
	if i/2%2 == 1 {
		d.rect(Box{b.X + 2, b.Y + 2, b.W - 4, b.H - 4}, look.Panel, max(0, radius-2))
	}
}

// ends returns where the names of the series stand, top to bottom as their
// lines end, none over another.
func (l Lines) ends(f frame) []float32 {
	order := make([]int, len(l.Series))
	at := make([]float32, len(l.Series))
	for i, s := range l.Series {
		order[i], at[i] = i, f.Y+f.H
		if len(s.Points) > 0 {
			at[i] = f.y(s.Points[len(s.Points)-1].Count)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(math.Round(float64(at[a] - at[b]))) })
	for n := 1; n < len(order); n++ {
		at[order[n]] = max(at[order[n]], at[order[n-1]]+endGap)
	}
	if len(order) == 0 {
		return nil
	}
	over := max(0, at[order[len(order)-1]]-(f.Y+f.H))
	for i := range at {
		at[i] -= over
	}
	return at
}

// seriesColour returns the colour of a series.
func seriesColour(i int, p theme.Palette) color.NRGBA {
	colours := []color.NRGBA{p.Accent, p.Ink, p.Warning, p.Muted}
	return colours[i%len(colours)]
}

// Table implements Chart.
func (l Lines) Table() Table {
	t := Table{Header: []string{"annotator", "day", l.Unit}}
	for _, s := range l.Series {
		for _, p := range s.Points {
			t.Rows = append(t.Rows, []string{s.Name, p.Day.Format(time.DateOnly), strconv.Itoa(p.Count)})
		}
	}
	return t
}
