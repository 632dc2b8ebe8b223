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
		p.prints = append(p.prints, &print{picture: newPicture(canvas.ImageScalePixels)})
	}
	t := p.prints[p.nPrints]
	p.nPrints++
	t.setting = s
	height := float32(math.Ceil(float64(s.fonts.Height(s.piece.Font, s.px)))) + 1
	a := area{x, y, wholePixels(max(1, round(s.piece.Width)), s.scale), wholePixels(height, s.scale)}
	t.set(a, s, func(w, h int) image.Image { return s.picture(v.printer, w, h, a.w) })
	p.box.Objects = append(p.box.Objects, t.raster)
}

// wholePixels returns a length that is at least the given one and, on a screen of
// the scale, a whole number of pixels and a hair: the painter rounds both ends of
// an object, and only so they are as far apart, wherever it is, as the picture
// that it shows is long. Otherwise letters would be stretched.
func wholePixels(length, scale float32) float32 {
	const hair = 0.01
	return (float32(math.Ceil(float64(length*scale)-hair)) + hair) / scale
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
