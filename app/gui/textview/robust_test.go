package textview

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/segment"
)

var scraps = []string{
	"The ministry ", "denied. ", "“No”, ", "وزارت ", "می\u200cشود ", "۱۴۰۳ ", "שלום ", "(12) ", "👨\u200d👩\u200d👧 ", "e\u0301 ", "你好。", "\n", "\r\n", "\n\n", "\r",
	"\t", "\x00", "\u202e", "\u2067", "\u2069", "\u200b", "\u2028", "\ufffd", "\u0301", "\U000E0041",
}

// TestAnythingAPersonDoesLeavesASoundSelection plays random keys and mouse
// movements over random texts.
func TestAnythingAPersonDoesLeavesASoundSelection(t *testing.T) {
	s := newStage(t, "")
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(scraps), 0, 60).Draw(rt, "text"), "")
		s.SetArticle(Article{Text: text, Title: "T"})
		s.SetMarks(drawMarks(rt, text))
		point := rapid.Custom(func(rt *rapid.T) fyne.Position {
			return fyne.NewPos(float32(rapid.IntRange(-50, 800).Draw(rt, "x")), float32(rapid.IntRange(-50, 600).Draw(rt, "y")))
		})
		rt.Repeat(map[string]func(*rapid.T){
			"move": func(rt *rapid.T) {
				s.MoveBy(Unit(rapid.IntRange(0, int(Document)).Draw(rt, "unit")), Direction(rapid.IntRange(0, 3).Draw(rt, "way")), rapid.Bool().Draw(rt, "extend"))
			},
			"press": func(rt *rapid.T) { s.click(point.Draw(rt, "at")) },
			"wait":  func(*rapid.T) { s.pause() },
			"drag":  func(rt *rapid.T) { s.drag(point.Draw(rt, "from"), point.Draw(rt, "to")) },
			"keys": func(rt *rapid.T) {
				s.keys = rapid.SampledFrom([]fyne.KeyModifier{0, fyne.KeyModifierShift, fyne.KeyModifierControl}).Draw(rt, "keys")
			},
			"active": func(rt *rapid.T) {
				s.SetActive(model.AnnotationID(rapid.SampledFrom([]string{"", "0", "1"}).Draw(rt, "id")))
			},
			"select": func(rt *rapid.T) { s.Select(Unit(rapid.IntRange(1, 3).Draw(rt, "unit"))) },
			"add":    func(*rapid.T) { s.AddFragment() },
			"scroll": func(rt *rapid.T) { s.ScrollBy(rapid.IntRange(-300, 300).Draw(rt, "by")) },
			"size":   func(rt *rapid.T) { s.SetTextSize(rapid.IntRange(10, 50).Draw(rt, "px")) },
			"":       func(rt *rapid.T) { s.sound(rt) },
		})
	})
}

func drawMarks(t *rapid.T, text string) []Mark {
	var marks []Mark
	for i := range rapid.IntRange(0, 3).Draw(t, "marks") {
		from := rapid.IntRange(0, len(text)).Draw(t, "from")
		at := segment.SnapGraphemes(text, model.Span{Start: from, End: rapid.IntRange(from, len(text)).Draw(t, "to")})
		if !at.Empty() {
			marks = append(marks, Mark{ID: model.AnnotationID(rune('0' + i)), Style: "person", Fragments: []model.Span{at}})
		}
	}
	return marks
}

// sound fails where the selection is not sorted, disjoint, inside the text and
// made of whole grapheme clusters.
func (s *stage) sound(t *rapid.T) {
	last := -1
	for _, f := range s.Selection() {
		if f.Start <= last || f.Empty() || f.End > len(s.article.Text) {
			t.Fatalf("%q: selection %v", s.article.Text, s.Selection())
		}
		for _, off := range []int{f.Start, f.End} {
			if segment.Grapheme(s.article.Text, off).Start != off {
				t.Fatalf("%q: selection %v ends within a cluster", s.article.Text, f)
			}
		}
		last = f.End
	}
	if c := s.Caret(); c < 0 || c > len(s.article.Text) {
		t.Fatalf("caret %d", c)
	}
	if n := s.shown(); n > MaxObjects {
		t.Fatalf("%d objects", n)
	}
}

func TestAnEmptyArticle(t *testing.T) {
	s := newStage(t, "")
	s.SelectAll()
	s.Select(Word)
	s.MoveBy(Line, Forward, true)
	s.click(fyne.NewPos(100, 100))
	s.wantSelected()
	if s.AccessibilityLabel() == "" {
		t.Error("nothing is said of it")
	}
}

func TestPlacesAreWhereTheTextIs(t *testing.T) {
	s := newStage(t, news)
	places := s.Places(model.Span{Start: s.off("staff"), End: s.off(" are")})
	if len(places) != 1 {
		t.Fatalf("%d places", len(places))
	}
	p := places[0]
	s.drag(fyne.NewPos(p.X+1, p.Y+p.Height/2), fyne.NewPos(p.X+p.Width-1, p.Y+p.Height/2))
	s.wantSelected("staff")
}
