package chart

import (
	"image/color"
	"strconv"

	"dragoman/app/gui/theme"
)

// Bars are values side by side, one below the other.
type Bars struct {
	Of   string // what the rows are: heads their column
	Unit string // what the values are: heads theirs
	Top  float64
	Rows []Bar
	// Ticks says whether the axis is numbered, which needs a Top of 1.
	Ticks bool
	// Whole says what the light part behind a bar counts, "" where there is
	// none.
	Whole string
}

// Bar is one row.
type Bar struct {
	Name        string
	Colour      func() color.NRGBA // the accent when nil
	Value       float64
	Whole       float64 // shown lighter behind the value; 0 for none
	Low, High   float64 // an interval around the value
	HasInterval bool
	Text        string // the value as people read it
	Why         string // why there is none; then Value counts for nothing
	Hint        string
	Lead        int // as Spot.Lead
}

const (
	barRow, barHeight, barHead, axisHeight = 34, 14, 24, 22
	barEdge                                = 6 // beside text, within the frame of a row
)

// Draw implements Chart.
func (b Bars) Draw(width float32, look Look) Drawing {
	if len(b.Rows) == 0 {
		return Drawing{}
	}
	var names, texts []string
	for _, r := range b.Rows {
		names, texts = append(names, r.Name), append(texts, r.Text)
	}
	left := nameWidth(append(names, b.Of), width, look) + barEdge + 14
	right := nameWidth(append(texts, b.Unit), width, look) + barEdge + 16
	area := Box{left, barHead, max(60, width-left-right), barRow * float32(len(b.Rows))}
	d := Drawing{}
	d.Size.Width, d.Size.Height = left+area.W+right, area.Y+area.H
	d.text(b.Of, barEdge, barHead/2, left-barEdge-14, look.Muted, caption, false)
	d.ended(b.Unit, d.Size.Width-barEdge, barHead/2, right, look, look.Muted, caption)
	if b.Ticks {
		d.ticks(area, look)
		d.Size.Height += axisHeight
	}
	for i, r := range b.Rows {
		row := Box{0, area.Y + barRow*float32(i), d.Size.Width, barRow}
		d.text(r.Name, barEdge, row.Y+barRow/2, min(left-barEdge-14, look.Measure(r.Name, plain, false)+2), look.Ink, plain, false)
		d.bar(r, Box{area.X, row.Y, area.W, barRow}, b.Top, look)
		d.ended(r.Text, d.Size.Width-barEdge, row.Y+barRow/2, right, look, look.Ink, plain)
		if r.Hint != "" {
			d.Spots = append(d.Spots, Spot{row, r.Hint, r.Lead})
		}
	}
	return d
}

// ticks draws the lines and numbers of an axis from 0 to 1.
func (d *Drawing) ticks(area Box, look Look) {
	for i := range 5 {
		x := area.X + area.W*float32(i)/4
		d.line(x, area.Y, x, area.Y+area.H, 1, look.Line)
		text := strconv.FormatFloat(float64(i)/4, 'g', -1, 64)
		d.centred(text, Box{x - 20, area.Y + area.H, 40, axisHeight}, look, look.Muted, caption, false)
	}
}

func (d *Drawing) bar(r Bar, b Box, top float64, look Look) {
	middle := b.Y + b.H/2
	if r.Why != "" {
		d.text("n/a: "+r.Why, b.X+6, middle, b.W-6, look.Muted, caption, false)
		return
	}
	at := func(v float64) float32 {
		if top <= 0 {
			return b.X
		}
		return b.X + b.W*float32(min(max(v/top, 0), 1))
	}
	fill := look.Accent
	if r.Colour != nil {
		fill = r.Colour()
	}
	if r.Whole > 0 {
		d.rect(Box{b.X, middle - barHeight/2, at(r.Whole) - b.X, barHeight}, theme.Mix(look.Panel, fill, 0.25), 2)
	}
	d.rect(Box{b.X, middle - barHeight/2, max(1, at(r.Value)-b.X), barHeight}, fill, 2)
	if r.HasInterval {
		d.interval(at(r.Low), at(r.High), middle, look)
	}
}

// interval draws a line with ends, light around so that it reads on a bar too.
func (d *Drawing) interval(low, high, y float32, look Look) {
	for _, stroke := range []struct {
		width float32
		ink   color.NRGBA
	}{{4, look.Panel}, {1.5, look.Ink}} {
		d.line(low, y, high, y, stroke.width, stroke.ink)
		d.line(low, y-5, low, y+5, stroke.width, stroke.ink)
		d.line(high, y-5, high, y+5, stroke.width, stroke.ink)
	}
}

// Table implements Chart.
func (b Bars) Table() Table {
	t := Table{Header: []string{b.Of, b.Unit}}
	intervals, why := false, false
	for _, r := range b.Rows {
		intervals, why = intervals || r.HasInterval, why || r.Why != ""
	}
	if b.Whole != "" {
		t.Header = append(t.Header, b.Whole)
	}
	if intervals {
		t.Header = append(t.Header, "low", "high")
	}
	if why {
		t.Header = append(t.Header, "undefined")
	}
	for _, r := range b.Rows {
		t.Rows = append(t.Rows, r.row(b.Whole != "", intervals, why))
	}
	return t
}

func (r Bar) row(whole, intervals, why bool) []string {
	number := func(v float64, there bool) string {
		if !there {
			return ""
		}
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	row := []string{r.Name, number(r.Value, r.Why == "")}
	if whole {
		row = append(row, number(r.Whole, r.Why == ""))
	}
	if intervals {
		row = append(row, number(r.Low, r.HasInterval), number(r.High, r.HasInterval))
	}
	if why {
		row = append(row, r.Why)
	}
	return row
}
