package textview

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"dragoman/app/gui/textview/flow"
	"dragoman/app/gui/textview/letters"
)

// print is a piece of text as a picture. The toolkit would measure and shape
// each new string again and rasterise all of its glyphs, which is most of what a
// new line costs; our press has the glyphs ready.
type print struct {
	*picture
	setting
}

// setting is what a print follows from.
type setting struct {
	piece *flow.Piece
	fonts *flow.Fonts
	px    int
	ink   color.NRGBA
	scale float32
}

// print adds a piece whose glyphs are outlines, its top left corner at x, y.
func (p *pool) print(v *View, s setting, x, y float32) {
	if p.nPrints == len(p.prints) {
		p.prints = append(p.prints, &print{picture: newPicture(canvas.ImageScaleSmooth)})
	}
	t := p.prints[p.nPrints]
	p.nPrints++
	t.setting = s
	t.sample(scalingOf(s.scale))
	a := area{x, y, max(1, round(s.piece.Width)), float32(math.Ceil(float64(s.fonts.Height(s.piece.Font, s.px)))) + 1}
	t.set(a, s, func(w, h int) image.Image { return s.picture(v.printer, w, h, a.w) })
	p.box.Objects = append(p.box.Objects, t.raster)
}

// scalingOf returns how a print gets onto the screen: as it is, which costs a
// software renderer less, where each of its pixels is one of the screen. On a
// screen of another scale the toolkit's rounding can make it a pixel larger than
// its place, and a row of pixels would be left out.
func scalingOf(scale float32) canvas.ImageScale {
	if scale == float32(math.Trunc(float64(scale))) {
		return canvas.ImageScalePixels
	}
	return canvas.ImageScaleSmooth
}

// picture prints the piece in w by h pixels of the screen, which are width of
// the toolkit's. The baseline stands where the toolkit has it.
func (s setting) picture(press *letters.Press, w, h int, width float32) image.Image {
	scale := s.scale
	if real := float32(w) / width; math.Abs(float64(real/scale-1)) > 0.05 {
		scale = real // a screen with more pixels than the toolkit says
	}
	y := int(math.Ceil(float64(s.fonts.Ascent(s.piece.Font, s.px) * scale)))
	t := letters.Text{Font: s.piece.Font, Size: float32(s.px) * scale, Scale: scale, Glyphs: s.piece.Glyphs}
	return press.Picture(t, y, w, h, s.ink)
}

// PaintedRun is a piece of text as it is painted.
type PaintedRun struct {
	Text   string
	Source fyne.Resource // font
	Pixels float32       // size of the text
	Place                // in the view
}

// PaintedRows returns the rows of text that are painted, from the top, read off
// what is painted and not off the geometry that put it there.
func (v *View) PaintedRows() [][]PaintedRun {
	var rows [][]PaintedRun
	add := func(r *row) {
		var runs []PaintedRun
		for _, t := range r.prints[:r.nPrints] {
			runs = append(runs, PaintedRun{
				t.piece.Draw, v.fonts.source(t.piece.Font), float32(t.px), Place{r.box.Position().Add(t.raster.Position()), t.raster.Size()},
			})
		}
		for _, t := range r.texts[:r.nTexts] {
			runs = append(runs, PaintedRun{t.Text, t.FontSource, t.TextSize, Place{r.box.Position().Add(t.Position()), t.MinSize()}})
		}
		rows = append(rows, runs)
	}
	for _, r := range v.page.head {
		add(r)
	}
	for _, s := range v.port.Slots() {
		add(v.page.rows[lineKey{s.Block, s.Line}])
	}
	return rows
}
