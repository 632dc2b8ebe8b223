package flow

import (
	"strings"
	"testing"

	"dragoman/model"
)

func headed(t testing.TB, text string, width int) *Flow {
	t.Helper()
	f := newFlow(t, text, width)
	title, _, _ := strings.Cut(text, "\n")
	f.SetHead(Head{End: len(title), Fonts: boldFonts(t), Metrics: Metrics{Size: 21, LineHeight: 33, Baseline: 23, Gap: 6, Blank: 12}, Below: 20})
	return f
}

func TestHeadIsPartOfTheText(t *testing.T) {
	text := "Ministry denies closing its mission in the harbour of Port Selim\nThe foreign ministry denied it.\nTwice."
	plain, f := newFlow(t, text, 300), headed(t, text, 300)
	if f.Heads() != 1 || f.Lines(0) < 2 {
		t.Fatalf("%d blocks and %d lines of head", f.Heads(), f.Lines(0))
	}
	if got, want := f.Height(0), f.Lines(0)*33+20+6; got != want {
		t.Errorf("the head is %d high, want %d", got, want)
	}
	if name := f.Line(0, 0).Pieces[0].Font.Name; name != "serif-bold" {
		t.Errorf("the head is set in %s", name)
	}
	if a, b := f.Line(1, 0), plain.Line(1, 0); a.Width != b.Width || a.Pieces[0].Font.Name != "serif" {
		t.Errorf("the text below is %v wide in %s, want %v", a.Width, a.Pieces[0].Font.Name, b.Width)
	}
	v := NewViewport(f, 400, 0, 0)
	for _, off := range boundaries(f) {
		pt := f.PointOf(Position{Offset: off})
		middle := v.Y(pt.Block, pt.Line) + f.MetricsOf(pt.Block).LineHeight/2
		if got := f.PointOf(v.OffsetAt(pt.X, middle)); got.Block != pt.Block || got.Line != pt.Line || abs(got.X-pt.X) > 0.01 {
			t.Fatalf("offset %d stands at %+v and is found at %+v", off, pt, got)
		}
	}
	f.SetHead(Head{})
	if f.Heads() != 0 || f.Line(0, 0).Pieces[0].Font.Name != "serif" || f.Height(0) != plain.Height(0) {
		t.Error("the head stays")
	}
}

func TestHeadShapesOnlyWhatIsSeen(t *testing.T) {
	f := headed(t, "A title\n"+strings.Repeat("The foreign ministry denied it.\n", 5000), 300)
	v := NewViewport(f, 400, 0, 0)
	v.ScrollToY(60_000)
	before := f.Stats.Shaped
	v.Slots()
	if f.Stats.Shaped != before || before > 60 {
		t.Errorf("%d blocks were shaped, then %d", before, f.Stats.Shaped)
	}
}

// TestHeadGeometryIsGolden covers the faces of headlines, the order of
// right-to-left letters in them, and where the text below begins.
func TestHeadGeometryIsGolden(t *testing.T) {
	for _, c := range mixed {
		switch c.name {
		case "persian", "arabic", "hebrew":
			golden(t, "head-"+c.name, describe(headed(t, c.text+"\n"+c.text, c.width)))
		}
	}
	golden(t, "head-latin", describe(headed(t, "“No soldier has left”, adviser tells Port Selim\n\nThe ferry sails.", 300)))
}

func TestSpanInTheHead(t *testing.T) {
	f := headed(t, "Ministry denies it\nThe ministry denies it.", 300)
	if r := f.Rects(model.Span{Start: 9, End: 15}); len(r) != 1 || r[0].Block != 0 || r[0].Right-r[0].Left < 60 {
		t.Errorf("“denies” of the head is at %+v", r)
	}
}
