package letters

import (
	"bytes"
	"image/color"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dragoman/app/gui/textview/flow"
	"dragoman/assets"
)

var black = color.NRGBA{A: 0xFF}

// set returns the words as they are to be printed at a size.
func set(t testing.TB, words string, px int) Text {
	t.Helper()
	fonts, err := flow.NewFonts(nil, flow.EmbeddedFont("serif", assets.SerifRegular, 1), flow.EmbeddedFont("naskh", assets.NaskhRegular, 1))
	if err != nil {
		t.Fatal(err)
	}
	m := flow.DefaultMetrics(px)
	p := flow.New(words, fonts, m, 1<<20).Line(0, 0).Pieces[0]
	if len(p.Glyphs) == 0 {
		t.Fatalf("%q has no glyphs", words)
	}
	return Text{Font: p.Font, Size: float32(px), Scale: 1, Glyphs: p.Glyphs}
}

// A page that was printed once costs no glyph the second time, and other words
// in the same letters few.
func TestGlyphsAreMadeOnce(t *testing.T) {
	p := New()
	sentence := "the minister said on Friday that a delegation met envoys of the republic"
	text := set(t, strings.Repeat(sentence+" ", 40), 18)
	p.Picture(text, 20, 600, 26, black)
	first := p.made
	if letters := 20; first > letters*steps {
		t.Errorf("%d glyphs were made for %d letters", first, letters)
	}
	again := bytes.Clone(p.Picture(text, 20, 600, 26, black).Pix)
	if p.made != first {
		t.Errorf("%d glyphs were made again", p.made-first)
	}
	if !bytes.Equal(again, New().Picture(text, 20, 600, 26, black).Pix) {
		t.Error("a picture of kept glyphs is another than one of new glyphs")
	}
	n := testing.AllocsPerRun(10, func() { p.Picture(text, 20, 600, 26, black) })
	if n > 2 {
		t.Errorf("%v allocations for a picture", n)
	}
}

func TestGlyphsThatAreKeptAreBounded(t *testing.T) {
	p := New()
	for px := 10; px < 60; px++ {
		text := set(t, "Sphinx of black quartz, judge my vow. THE QUICK BROWN FOX, 0123456789!", px)
		for scale := float32(1); scale < 3; scale += 0.4 {
			text.Size, text.Scale = float32(px)*scale, scale
			p.Picture(text, px, 1000, 2*px, black)
		}
	}
	kept := 0
	for _, masks := range p.cases {
		kept += len(masks)
	}
	if kept > maxMasks || kept != p.kept || p.made <= maxMasks {
		t.Errorf("%d glyphs are kept of %d, counted as %d", kept, p.made, p.kept)
	}
}

// Pictures may be smaller than their text, which is cut off, and in any ink.
func TestAnySizeAndInk(t *testing.T) {
	p := New()
	words := []Text{set(t, "Ägypten (42)", 18), set(t, "وزارة الخارجية", 18)}
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.SampledFrom(words).Draw(rt, "text")
		text.Scale = rapid.Float32Range(0.5, 4).Draw(rt, "scale")
		text.Size = 18 * text.Scale
		w, h := rapid.IntRange(-1, 200).Draw(rt, "w"), rapid.IntRange(-1, 60).Draw(rt, "h")
		ink := color.NRGBA{
			rapid.Uint8().Draw(rt, "r"), rapid.Uint8().Draw(rt, "g"), rapid.Uint8().Draw(rt, "b"), rapid.Uint8().Draw(rt, "a"),
		}
		pic := p.Picture(text, rapid.IntRange(-30, 90).Draw(rt, "y"), w, h, ink)
		if pic.Rect.Dx() != max(1, w) || pic.Rect.Dy() != max(1, h) {
			rt.Fatalf("%v for %d by %d", pic.Rect, w, h)
		}
		for i := 0; i < len(pic.Pix); i += 4 {
			if a := pic.Pix[i+3]; pic.Pix[i] > a || pic.Pix[i+1] > a || pic.Pix[i+2] > a || a > ink.A {
				rt.Fatalf("pixel %v in the ink %v", pic.Pix[i:i+4], ink)
			}
		}
	})
}

// BenchmarkLine prints a line of 75 letters.
func BenchmarkLine(b *testing.B) {
	p := New()
	text := set(b, "the governor had not yet told parliament what was promised to prisoners, and", 18)
	b.ReportAllocs()
	for b.Loop() {
		p.Picture(text, 20, 620, 26, black)
	}
}
