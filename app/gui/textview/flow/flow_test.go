package flow

import (
	"strings"
	"testing"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"

	"dragoman/assets"
	"dragoman/model"
)

// face is a font file under the name that goldens know it by.
type face struct {
	name string
	data []byte
}

// newFonts returns the embedded fonts and no system fonts, so that geometry is
// the same on every machine.
func newFonts(t testing.TB) *Fonts {
	t.Helper()
	return fontsOf(t, face{"serif", assets.SerifRegular}, face{"naskh", assets.NaskhRegular}, face{"hebrew", assets.HebrewRegular})
}

// boldFonts returns the faces of headlines.
func boldFonts(t testing.TB) *Fonts {
	t.Helper()
	return fontsOf(t, face{"serif-bold", assets.SerifBold}, face{"naskh-bold", assets.NaskhBold}, face{"hebrew-bold", assets.HebrewBold})
}

func fontsOf(t testing.TB, faces ...face) *Fonts {
	t.Helper()
	var list []*Font
	for _, f := range faces {
		font, err := NewFont(f.name, f.data, 1)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, font)
	}
	fonts, err := NewFonts(nil, list...)
	if err != nil {
		t.Fatal(err)
	}
	return fonts
}

// sharedFonts spares each of many small flows the reading of the fonts.
var sharedFonts *Fonts

func newFlow(t testing.TB, text string, width int) *Flow {
	t.Helper()
	if sharedFonts == nil {
		sharedFonts = newFonts(t)
	}
	return New(text, sharedFonts, DefaultMetrics(18), width)
}

// tongues are the pieces that random texts are made of.
var tongues = []string{
	"The ministry ", "denied", ", said ", "Larijani met Assad. ", "“No”", " ", "(Reuters) ", "12.5% ", "–", "e\u0301tude ", "\n", "\r\n", "\r", "\u2029",
	"وزارت خارجه ", "تکذیب", "می\u200cشود ", "علی لاریجانی، ", "۱۴۰۳ ", "(قم) ", "שלום ", "עולם", "\"ביבי\" ", "100 ",
	"👨\u200d👩\u200d👧 ", "🇩🇪", "你好世界。", "こんにちは", "안녕 ", "\t", "\u202e", "\u200b", "\x00", "\u2067", "\u2069", "á̂ ", "ﬃ", "fi",
	"Supercalifragilisticexpialidocious",
}

func drawText(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(tongues), 0, 40).Draw(t, "text"), "")
}

// boundaries returns the offsets that a caret can have in the text.
func boundaries(f *Flow) []int {
	var out []int
	for b, k := range f.blocks {
		for it := graphemes.FromString(f.blockText(b)); it.Next(); {
			out = append(out, int(k.start)+it.Start())
		}
		if k.ends {
			out = append(out, int(k.end))
		}
	}
	return out
}

func TestEveryBoundaryIsFoundWhereItIsShown(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := newFlow(t, drawText(rt), rapid.IntRange(60, 700).Draw(rt, "width"))
		for _, off := range boundaries(f) {
			for _, a := range []Affinity{Downstream, Upstream} {
				pt := f.PointOf(Position{off, a})
				got := f.OffsetAt(pt.Block, pt.Line, pt.X)
				back := f.PointOf(got)
				if got.Offset != off && (abs(back.X-pt.X) > 0.02 || back.Line != pt.Line || back.Block != pt.Block) {
					rt.Fatalf("%q: offset %d stands at %+v, where %+v is found at %+v", f.text, off, pt, got, back)
				}
			}
		}
	})
}

func TestCaretsStandAtGraphemeClusters(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := newFlow(t, drawText(rt), rapid.IntRange(60, 700).Draw(rt, "width"))
		allowed := map[int]bool{}
		for _, off := range boundaries(f) {
			allowed[off] = true
		}
		for b := range f.Blocks() {
			for n := range f.Lines(b) {
				x := float32(rapid.IntRange(-20, 800).Draw(rt, "x"))
				if got := f.OffsetAt(b, n, x); !allowed[got.Offset] {
					rt.Fatalf("%q: %d is inside a cluster", f.text, got.Offset)
				}
			}
		}
	})
}

func TestClustersTileTheLine(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := newFlow(t, drawText(rt), rapid.IntRange(60, 700).Draw(rt, "width"))
		for b := range f.Blocks() {
			for n := range f.Lines(b) {
				l := f.Line(b, n)
				sum := float32(0)
				for it := graphemes.FromString(f.text[l.Span.Start:l.Span.End]); it.Next(); {
					for _, r := range l.rects(b, n, model.Span{Start: l.Span.Start + it.Start(), End: l.Span.Start + it.End()}) {
						sum += r.Right - r.Left
					}
				}
				if abs(sum-l.Width) > 0.5 {
					rt.Fatalf("%q line %d: clusters are %v wide, the line %v", f.text, n, sum, l.Width)
				}
			}
		}
	})
}

func TestHeightsAddUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := newFlow(t, drawText(rt), rapid.IntRange(60, 700).Draw(rt, "width"))
		m, sum := f.Metrics(), 0
		for b, k := range f.blocks {
			h := f.Lines(b) * m.LineHeight
			switch {
			case k.start == k.end:
				h = m.Blank
			case k.ends && !f.blankBehind(b):
				h += m.Gap
			}
			if f.Height(b) != h || f.Top(b) != sum {
				rt.Fatalf("block %d: height %d at %d, want %d at %d", b, f.Height(b), f.Top(b), h, sum)
			}
			sum += h
		}
		if f.Top(f.Blocks()) != sum {
			rt.Fatalf("all: %d, want %d", f.Top(f.Blocks()), sum)
		}
	})
}

func TestResizeThereAndBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := newFlow(t, drawText(rt), 500)
		before := spans(f)
		shaped := f.Stats.Shaped
		f.SetWidth(rapid.IntRange(40, 900).Draw(rt, "width"))
		spans(f)
		f.SetWidth(500)
		if got := spans(f); !equal(got, before) {
			rt.Fatalf("lines %v, before %v", got, before)
		}
		if f.Stats.Shaped != shaped {
			rt.Fatalf("resizing shaped %d blocks again", f.Stats.Shaped-shaped)
		}
	})
}

func spans(f *Flow) []model.Span {
	var out []model.Span
	for b := range f.Blocks() {
		for n := range f.Lines(b) {
			out = append(out, f.Line(b, n).Span)
		}
	}
	return out
}

func equal(a, b []model.Span) bool { return model.EqualSpans(a, b) }

func TestLinesFit(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		width := rapid.IntRange(200, 700).Draw(rt, "width")
		f := newFlow(t, drawText(rt), width)
		for b := range f.Blocks() {
			for n := range f.Lines(b) {
				// Letters that were joined where a word had to be cut may grow a little.
				if l := f.Line(b, n); l.Width > float32(width)+9 {
					rt.Fatalf("%q: line %d is %v wide in %d", f.text, n, l.Width, width)
				}
			}
		}
	})
}

func TestWalkingRightVisitsTheLine(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := newFlow(t, drawText(rt), rapid.IntRange(100, 700).Draw(rt, "width"))
		for b := range f.Blocks() {
			if f.RightToLeft(int(f.blocks[b].start)) {
				rt.Skip("right leads back in right-to-left paragraphs")
			}
		}
		p := Position{}
		for range len(f.text) + 2*f.Blocks() + 8 {
			before := f.PointOf(p)
			p = f.Beside(p, true)
			after := f.PointOf(p)
			if before == after {
				return
			}
			if before.Block == after.Block && before.Line == after.Line && after.X <= before.X {
				rt.Fatalf("%q: from %+v right to %+v", f.text, before, after)
			}
		}
		rt.Fatalf("%q: never arrives", f.text)
	})
}

// A font of the program costs nothing until something is set in it.
func TestEmbeddedFontsAreReadWhenNeeded(t *testing.T) {
	serif := EmbeddedFont("serif", assets.SerifRegular, 1)
	broken := EmbeddedFont("broken", []byte("no font"), 1)
	fonts, err := NewFonts(nil, serif, broken)
	if err != nil {
		t.Fatal(err)
	}
	if l := New("Plain words, “quoted” – and 42.", fonts, DefaultMetrics(18), 600).Line(0, 0); l.Width == 0 {
		t.Error("a line without width")
	}
	defer func() {
		if recover() == nil {
			t.Error("a font that cannot be read was used")
		}
	}()
	broken.Has('a')
}
