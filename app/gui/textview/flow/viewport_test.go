package flow

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const paragraph = "The ministry denied that it had closed its mission, and said so twice. وزارت خارجه این خبر را تکذیب کرد. "

func longFlow(t testing.TB, paragraphs int) *Flow {
	return newFlow(t, strings.Repeat(paragraph+paragraph+"\nShort.\n\n", paragraphs), 500)
}

// TestNothingSeenJumps scrolls by random steps: what stays in the window moves
// by exactly as much as the window did, though heights become known.
func TestNothingSeenJumps(t *testing.T) {
	f := longFlow(t, 400)
	rapid.Check(t, func(rt *rapid.T) {
		f.SetWidth(rapid.IntRange(200, 700).Draw(rt, "width"))
		v := NewViewport(f, 600, 80, 40)
		v.ScrollToY(rapid.IntRange(0, 90_000).Draw(rt, "y"))
		for _, dy := range rapid.SliceOfN(rapid.IntRange(-500, 500), 1, 12).Draw(rt, "steps") {
			before := map[Slot]int{}
			for _, s := range v.Slots() {
				before[Slot{Block: s.Block, Line: s.Line}] = s.Y
			}
			moved := -1 << 30
			v.ScrollBy(dy)
			for _, s := range v.Slots() {
				y, ok := before[Slot{Block: s.Block, Line: s.Line}]
				if !ok {
					continue
				}
				if moved == -1<<30 {
					moved = y - s.Y
				}
				if y-s.Y != moved || abs(float32(moved)) > abs(float32(dy)) {
					rt.Fatalf("scrolled by %d, a line moved by %d and another by %d", dy, y-s.Y, moved)
				}
			}
		}
	})
}

func TestScrollingEndsAtTheEnds(t *testing.T) {
	f := longFlow(t, 50)
	v := NewViewport(f, 600, 80, 40)
	if y, seen := v.HeadY(); y != 0 || !seen {
		t.Errorf("the head is at %d, %v", y, seen)
	}
	if d := v.ScrollBy(-100); d != 0 {
		t.Errorf("scrolled above the start by %d", d)
	}
	v.ScrollBy(1 << 24)
	slots := v.Slots()
	last := slots[len(slots)-1]
	if last.Block != f.Blocks()-1 || last.Y+f.Height(last.Block)+40 != 600 {
		t.Errorf("the last line is %+v", last)
	}
	y, total := v.Extent()
	if y+600 != total {
		t.Errorf("at %d of %d", y, total)
	}
}

func TestResizeKeepsTheFirstLine(t *testing.T) {
	f := longFlow(t, 300)
	v := NewViewport(f, 600, 80, 40)
	v.ScrollBy(12_345)
	top := v.Top()
	f.SetWidth(333)
	v.Shape(500, 60, 40, top)
	seen := v.Visible()
	if top.Start < seen.Start || top.Start > seen.Start+200 {
		t.Errorf("first line %v, now %v is seen", top, seen)
	}
}

func TestShowScrollsAsLittleAsNeeded(t *testing.T) {
	f := longFlow(t, 300)
	v := NewViewport(f, 600, 80, 40)
	v.Show(v.Visible().Start+5, 20)
	if y, seen := v.HeadY(); !seen || y != 0 {
		t.Errorf("scrolled to show what was seen")
	}
	for _, off := range []int{len(f.Text()) / 2, len(f.Text()), 40_000, 0} {
		v.Show(off, 20)
		if s := v.Visible(); off < s.Start || off > s.End {
			t.Errorf("%d is not in %v", off, s)
		}
	}
}

func TestOpeningShapesOnlyWhatIsSeen(t *testing.T) {
	for _, text := range []string{
		strings.Repeat(paragraph+"\n", 10<<20/len(paragraph)),
		strings.Repeat(paragraph, 1<<20/len(paragraph)), // one paragraph
		strings.Repeat("x", 1<<20),                      // and no place to break it
	} {
		f := newFlow(t, text, 600)
		v := NewViewport(f, 700, 80, 40)
		v.Slots()
		if f.Stats.Shaped > 20 {
			t.Errorf("opening %d bytes shaped %d blocks", len(text), f.Stats.Shaped)
		}
		before := f.Stats.Shaped
		v.ScrollToY(1_000_000)
		v.Slots()
		if n := f.Stats.Shaped - before; n > 24 {
			t.Errorf("jumping in %d bytes shaped %d blocks", len(text), n)
		}
		f.SetWidth(400)
		before = f.Stats.Wrapped
		v.Shape(700, 80, 40, v.Top())
		if n := f.Stats.Wrapped - before; n > 40 {
			t.Errorf("resizing wrapped %d blocks", n)
		}
	}
}

func TestMemoryIsBounded(t *testing.T) {
	f := longFlow(t, 2000)
	f.cache.limit = 256 << 10
	v := NewViewport(f, 700, 80, 40)
	for range 400 {
		v.ScrollBy(650)
		for _, s := range v.Slots() {
			f.Line(s.Block, s.Line)
		}
	}
	if f.cache.cost > f.cache.limit+1<<16 {
		t.Errorf("the cache holds %d bytes", f.cache.cost)
	}
	if len(f.cache.entries) != f.cache.order.Len() {
		t.Errorf("%d entries, %d in order", len(f.cache.entries), f.cache.order.Len())
	}
}

func TestBlocksCoverTheText(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.Repeat(drawText(rt), rapid.IntRange(1, 60).Draw(rt, "times"))
		at := 0
		for i, b := range split(text) {
			gap := text[at:b.start]
			if strings.Trim(gap, separators) != "" || int(b.end) < int(b.start) || int(b.end-b.start) > pieceMax {
				rt.Fatalf("block %d is %+v behind %q", i, b, gap)
			}
			if strings.ContainsAny(text[b.start:b.end], separators) {
				rt.Fatalf("block %d holds a separator", i)
			}
			at = int(b.end)
		}
		if rest := text[at:]; rest != "" {
			rt.Fatalf("%q is in no block", rest)
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	for name, size := range map[string]int{"1MB": 1 << 20, "10MB": 10 << 20} {
		text := strings.Repeat(paragraph+"\n", size/len(paragraph))
		fonts := newFonts(b)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f := New(text, fonts, DefaultMetrics(18), 600)
				v := NewViewport(f, 700, 80, 40)
				for _, s := range v.Slots() {
					f.Line(s.Block, s.Line)
				}
			}
		})
	}
}

func BenchmarkHitTest(b *testing.B) {
	v := NewViewport(longFlow(b, 2000), 700, 80, 40)
	v.ScrollBy(5000)
	for i := 0; b.Loop(); i++ {
		v.OffsetAt(float32(i%600), i%700)
	}
}

func BenchmarkScrollPage(b *testing.B) {
	v := NewViewport(longFlow(b, 20_000), 700, 80, 40)
	for b.Loop() {
		if v.ScrollBy(650) == 0 {
			v.ScrollToY(0)
		}
		for _, s := range v.Slots() {
			v.flow.Line(s.Block, s.Line)
		}
	}
}

func BenchmarkResize(b *testing.B) {
	f := longFlow(b, 2000)
	v := NewViewport(f, 700, 80, 40)
	v.ScrollBy(5000)
	for i := 0; b.Loop(); i++ {
		top := v.Top()
		f.SetWidth(500 + i%2*40)
		v.Shape(700, 80, 40, top)
		v.Slots()
	}
}
