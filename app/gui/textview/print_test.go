package textview

import (
	"image"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
)

// What the press prints looks as what the toolkit draws of the same string: no
// pixel differs by more than glyphs do that are set a 32nd of a pixel apart,
// and few differ at all.
func TestPrintedAsTheToolkitDraws(t *testing.T) {
	text := "“Our staff”, said Lena (42). AVATAR office ﬃ é̂ fi 12.5 %\nنفت وزارت الخارجية عند می\u200cشود ۱۴۰۳\n" +
		"משרד החוץ הכחיש\nΟ υπουργός Министр"
	for _, size := range []int{13, 18, 26} {
		s := newStage(t, text)
		s.SetTextSize(size)
		printed := 0
		for b := range s.flow.Blocks() {
			for n := range s.flow.Lines(b) {
				l := s.flow.Line(b, n)
				for i := range l.Pieces {
					p := &l.Pieces[i]
					if len(p.Glyphs) == 0 || p.Hanging {
						continue
					}
					printed++
					set := setting{p, s.fonts.text, p.Font.Size(size), s.style.Ink, 1}
					c := &canvas.Text{Text: p.Draw, TextSize: float32(set.px), FontSource: s.fonts.source(p.Font), Color: set.ink}
					c.Resize(fyne.NewSize(1, 1))
					w, h := int(round(c.MinSize().Width)), int(c.MinSize().Height)
					want := captured(t, c, w, h)
					got := captured(t, canvas.NewImageFromImage(clone(set.picture(s.printer, w, h, float32(w)))), w, h)
					compare(t, p.Draw, got, want)
				}
			}
		}
		if printed < 4 {
			t.Errorf("only %d pieces are printed", printed)
		}
	}
}

// clone copies a picture that is valid until the next is made.
func clone(i image.Image) image.Image {
	c := *i.(*image.RGBA)
	c.Pix = append([]uint8(nil), c.Pix...)
	return &c
}

// captured returns what an object looks like on the canvas of the test driver.
func captured(t *testing.T, o fyne.CanvasObject, w, h int) *image.NRGBA {
	t.Helper()
	if i, ok := o.(*canvas.Image); ok {
		i.ScaleMode = canvas.ImageScalePixels
		i.Resize(fyne.NewSize(float32(w), float32(h)))
	}
	c := software.NewCanvas()
	c.SetPadded(false)
	paper := canvas.NewRectangle(color.White)
	paper.Resize(fyne.NewSize(float32(w), float32(h)))
	c.SetContent(container.NewWithoutLayout(paper, o))
	c.Resize(fyne.NewSize(float32(w), float32(h)))
	return c.Capture().(*image.NRGBA)
}

func compare(t *testing.T, name string, got, want *image.NRGBA) {
	t.Helper()
	worst, sum, ink := 0, 0, 0
	for i := range want.Pix {
		d := int(got.Pix[i]) - int(want.Pix[i])
		worst, sum = max(worst, d, -d), sum+max(d, -d)
		if want.Pix[i] < 128 {
			ink++
		}
	}

	if worst > 20 || sum > len(want.Pix) || ink == 0 {
		t.Errorf("%q: pixels differ by %d at most, %.2f on average; %d are dark", name, worst, float64(sum)/float64(len(want.Pix)), ink)
	}
}

// A print is as many pixels long as its place on the screen, wherever that is:
// the painter rounds the ends of the place, and the length of the picture.
func TestPrintsFitTheirPlaces(t *testing.T) {
	for _, scale := range []float32{1, 1.25, 4.0 / 3, 1.5, 1.75, 2, 2.25, 3} {
		pixels := func(v float32) int { return int(math.Round(float64(v * scale))) }
		for length := range 700 {
			whole := wholePixels(float32(length), scale)
			if whole < float32(length) || pixels(whole) > pixels(float32(length))+1 {
				t.Fatalf("%d became %v at %v", length, whole, scale)
			}
			for at := range 100 {
				if place := pixels(float32(at)+whole) - pixels(float32(at)); place != pixels(whole) {
					t.Fatalf("what is %d long at %d takes %d pixels at %v, and its picture %d", length, at, place, scale, pixels(whole))
				}
			}
		}
	}
}
