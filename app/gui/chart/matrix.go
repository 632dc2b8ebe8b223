package chart

import (
	"image/color"

	"dragoman/app/gui/theme"
)

// Matrix is a table of numbers, each on a ground that is the darker the higher
// its share.
type Matrix struct {
	Corner     string // what rows and columns are
	Rows, Cols []string
	Cells      [][]Cell // by row, then column
}

// Cell is a number in a matrix. The zero value is an empty place.
type Cell struct {
	Text  string
	Below string  // in small letters below the text
	Share float64 // 0 to 1: how dark its ground is
	Quiet bool    // no figure: muted, without a ground
	Hint  string
	Lead  int // as Spot.Lead
	Bold  bool
}

const (
	cellWidthLeast, cellWidthMost = 46, 104
	cellHeight, cellGap           = 36, 2
	matrixHead, belowHeight       = 30, 16
)

// Draw implements Chart.
func (m Matrix) Draw(width float32, look Look) Drawing {
	names := nameWidth(append([]string{m.Corner}, m.Rows...), width, look) + 10
	cell := min(max((width-names)/float32(max(1, len(m.Cols))), cellWidthLeast), cellWidthMost)
	d := Drawing{}
	d.Size.Width = names + cell*float32(len(m.Cols))
	d.Size.Height = matrixHead + cellHeight*float32(len(m.Rows))
	d.text(m.Corner, 0, matrixHead/2, names-10, look.Muted, caption, false)
	for j, name := range m.Cols {
		d.centred(name, Box{names + cell*float32(j) + 3, 0, cell - 6, matrixHead}, look, look.Muted, caption, false)
	}
	for i, name := range m.Rows {
		y := matrixHead + cellHeight*float32(i)
		d.text(name, 0, y+cellHeight/2, names-10, look.Ink, plain, false)
		for j, c := range m.Cells[i] {
			d.cell(c, Box{names + cell*float32(j), y, cell - cellGap, cellHeight - cellGap}, look)
		}
	}
	return d
}

func (d *Drawing) cell(c Cell, b Box, look Look) {
	if c == (Cell{}) {
		return
	}
	ground, ink := shade(c.Share, look.Palette)
	if c.Quiet {
		ground, ink = look.Panel, look.Muted
	}
	d.rect(b, ground, 4)
	text := b
	if c.Below != "" {
		text.H -= belowHeight
		d.centred(c.Below, Box{b.X, b.Y + text.H - 2, b.W, belowHeight}, look, ink, caption, false)
	}
	d.centred(c.Text, text, look, ink, plain, c.Bold)
	if c.Hint != "" {
		d.Spots = append(d.Spots, Spot{b, c.Hint, c.Lead})
	}
}

// shade returns a ground for a share from 0 to 1, and the ink that reads on it.
func shade(share float64, p theme.Palette) (ground, ink color.NRGBA) {
	ground = theme.Mix(theme.Mix(p.Panel, p.Line, 0.6), p.Accent, 0.85*min(max(share, 0), 1))
	if theme.Contrast(p.Ink, ground) >= theme.Contrast(p.OnAccent, ground) {
		return ground, p.Ink
	}
	return ground, p.OnAccent
}

// Table implements Chart.
func (m Matrix) Table() Table {
	t := Table{Header: append([]string{m.Corner}, m.Cols...)}
	for i, name := range m.Rows {
		row := []string{name}
		for _, c := range m.Cells[i] {
			row = append(row, c.Text)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
