package textview

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"dragoman/app/gui/textview/flow"
	"dragoman/model"
)

// bigArticle returns a text of about a megabyte and n annotations in it, many of
// them overlapping.
func bigArticle(n int) (string, []Mark) {
	rnd := rand.New(rand.NewPCG(1, 2))
	text := strings.Repeat(news+"\n", 1<<20/len(news))
	styles := []string{"person", "meeting", "statement", "denial"}
	marks := make([]Mark, n)
	for i := range marks {
		start := rnd.IntN(len(text) - 400)
		s := model.Span{Start: start, End: start + 5 + rnd.IntN(200)}
		for s.Start > 0 && text[s.Start]&0xC0 == 0x80 {
			s.Start--
		}
		for text[s.End]&0xC0 == 0x80 {
			s.End++
		}
		marks[i] = Mark{ID: model.AnnotationID(fmt.Sprint(i)), Style: styles[i%4], Fragments: []model.Span{s}}
	}
	slices.SortFunc(marks, func(a, b Mark) int { return a.Fragments[0].Start - b.Fragments[0].Start })
	return text, marks
}

// objects counts what the toolkit would paint.
func objects(o fyne.CanvasObject) int {
	n := 1
	if c, ok := o.(*fyne.Container); ok {
		for _, child := range c.Objects {
			n += objects(child)
		}
	}
	return n
}

func (s *stage) shown() int {
	n := 0
	for _, o := range test.WidgetRenderer(s.View).Objects() {
		n += objects(o)
	}
	return n
}

func TestObjectsAreBounded(t *testing.T) {
	text, marks := bigArticle(10_000)
	s := newStage(t, text)
	s.SetMarks(marks)
	for range 40 {
		s.ScrollBy(377)
		if n := s.shown(); n > MaxObjects {
			t.Fatalf("%d objects", n)
		}
	}
	if n := s.flow.Stats.Shaped; n > 400 {
		t.Errorf("%d blocks were shaped", n)
	}
	dense := make([]Mark, 400)
	for i := range dense {
		dense[i] = Mark{ID: model.AnnotationID(fmt.Sprint("d", i)), Style: "person", Fragments: []model.Span{{Start: i * 4, End: i*4 + 600}}}
	}
	s.SetArticle(Article{Text: strings.Repeat("word ", 2000)})
	s.SetMarks(dense)
	if n := s.shown(); n > MaxObjects {
		t.Errorf("%d objects for dense highlights", n)
	}
}

func TestOnlyVisibleLinesAreRows(t *testing.T) {
	text, marks := bigArticle(1000)
	s := newStage(t, text)
	s.SetMarks(marks)
	s.ScrollBy(100_000)
	seen := s.VisibleSpan()
	limit := int(s.Size().Height)/s.flow.Metrics().LineHeight + 2
	if n := len(s.page.rows); n == 0 || n > limit {
		t.Errorf("%d rows for %d lines", n, limit)
	}
	for _, r := range s.page.rows {
		if r.span.Start < seen.Start || r.span.End > seen.End {
			t.Errorf("row %v outside %v", r.span, seen)
		}
	}
}

func TestOnlyRowsThatDifferAreBuilt(t *testing.T) {
	s := newStage(t, strings.Repeat(news+"\n", 30))
	first := []Mark{{ID: "a", Style: "person", Fragments: []model.Span{{Start: s.off("Lena"), End: s.off(". She")}}}}
	built := func(do func()) int {
		before := s.page.built
		do()
		return s.page.built - before
	}
	if n := built(func() { s.SetMarks(first) }); n < 1 || n > 2 {
		t.Errorf("%d rows built for one annotation", n)
	}
	if n := built(func() { s.SetMarks(slices.Clone(first)) }); n != 0 {
		t.Errorf("%d rows built for none", n)
	}
	if n := built(func() { s.SetActive("a"); s.SelectAll(); s.SelectSpans([]model.Span{{Start: 3, End: 90}}) }); n != 0 {
		t.Errorf("%d rows built for a selection", n)
	}
	line := s.flow.Metrics().LineHeight
	if n := built(func() { s.ScrollBy(line) }); n > 2 {
		t.Errorf("%d rows built for a line scrolled", n)
	}
	if n := built(func() { s.ScrollBy(3) }); n > 1 {
		t.Errorf("%d rows built for three pixels", n)
	}
}

// TestLanesBelowAreBuiltToo adds an annotation inside another: the outer one
// moves to another lane in lines that the new one does not touch.
func TestLanesBelowAreBuiltToo(t *testing.T) {
	s := newStage(t, strings.Repeat("word ", 100))
	outer := Mark{ID: "o", Style: "statement", Fragments: []model.Span{{Start: 0, End: 400}}}
	s.SetMarks([]Mark{outer})
	before := s.page.built
	s.SetMarks([]Mark{outer, {ID: "i", Style: "person", Fragments: []model.Span{{Start: 5, End: 9}}}})
	if n := s.page.built - before; n < 4 {
		t.Errorf("%d rows built, the outer annotation covers more", n)
	}
}

// TestDrawnAsMeasured compares the width of each piece with what the toolkit
// measures for the string that it is given to draw.
func TestDrawnAsMeasured(t *testing.T) {
	text := "“Our staff”, said Lena (42). office ﬃ é̂ fi 12.5 %\nنفت وزارت الخارجية (Idris Valen) عند 14:30. می\u200cشود ۱۴۰۳\n" +
		"משרד החוץ ב-6 במרץ \"הכחיש\" Port Selim!\nΟ υπουργός Министр 👨\u200d👩\u200d👧 🇩🇪 ❤️ ok"
	for _, size := range []int{13, 18, 26} {
		s := newStage(t, text)
		s.SetTextSize(size)
		for b := range s.flow.Blocks() {
			for n := range s.flow.Lines(b) {
				for _, p := range s.flow.Line(b, n).Pieces {
					if p.Kind != flow.Text {
						continue
					}
					c := &canvas.Text{Text: p.Draw, TextSize: float32(p.Font.Size(size)), FontSource: s.fonts.source(p.Font)}
					if d := c.MinSize().Width - p.Width; d > 0.1 || d < -0.1 {
						t.Errorf("size %d: %q is measured %v, drawn %v", size, p.Draw, p.Width, c.MinSize().Width)
					}
				}
			}
		}
	}
}

func TestRenderersCanBeDestroyed(t *testing.T) {
	s := newStage(t, news)
	s.SelectAll()
	s.CreateRenderer().Destroy()
	if n := objects(s.CreateRenderer().Objects()[2]); n < 4 {
		t.Errorf("%d objects in a new renderer", n)
	}
	s.wantSelected(news)
}

func TestZoomKeepsThePlace(t *testing.T) {
	text, _ := bigArticle(1)
	s := newStage(t, text)
	s.ScrollBy(200_000)
	before := s.port.Top().Start
	s.SetTextSize(26)
	s.Resize(fyne.NewSize(500, 400))
	after := s.VisibleSpan()
	if before < after.Start || before > after.Start+300 {
		t.Errorf("the first line was at %d; now %v is seen", before, after)
	}
}

func TestLinksAreDrawnOrNamed(t *testing.T) {
	s := newStage(t, strings.Repeat(news+"\n", 40))
	far := len(s.article.Text) - 60
	s.SetMarks([]Mark{
		{ID: "s", Style: "statement", Fragments: []model.Span{{Start: 3, End: 20}}},
		{ID: "near", Style: "person", Fragments: []model.Span{{Start: 40, End: 50}}},
		{ID: "far", Style: "person", Fragments: []model.Span{{Start: far, End: far + 9}}},
	})
	plain := s.shown()
	s.SetActive("s")
	s.SetLinks([]Link{{"s", "near", "speaker"}, {"far", "s", "denies"}, {"s", "gone", "speaker"}})
	if s.shown() < plain+8 {
		t.Errorf("%d objects, %d without links", s.shown(), plain)
	}
	var texts []string
	over := s.page.over
	for _, o := range over.texts[:over.nTexts] {
		texts = append(texts, o.Text)
	}
	for _, o := range over.prints[:over.nPrints] {
		texts = append(texts, o.piece.Draw)
	}
	if got := strings.Join(texts, "|"); !strings.Contains(got, "speaker") || !strings.Contains(got, "denies: "+s.article.Text[far:far+9]) {
		t.Errorf("names %q", got)
	}
}

func TestPaintedIsCalledForAChange(t *testing.T) {
	test.NewTempApp(t)
	v := New()
	n := 0
	v.Painted = func() { n++ }
	w := test.NewTempWindow(t, v)
	w.Resize(fyne.NewSize(400, 300))
	v.SetArticle(Article{Text: news})
	w.Canvas().Capture()
	if n == 0 {
		t.Error("Painted was not called")
	}
}

func BenchmarkNew(b *testing.B) {
	test.NewTempApp(b)
	for b.Loop() {
		New()
	}
}

func BenchmarkPaint(b *testing.B) {
	test.NewTempApp(b)
	text, marks := bigArticle(10_000)
	show := func() *View {
		v := New()
		w := test.NewTempWindow(b, v)
		w.Resize(fyne.NewSize(720, 700))
		v.SetLabels(labels)
		return v
	}
	b.Run("open", func(b *testing.B) {
		v := show()
		for b.Loop() {
			v.SetArticle(Article{Text: text, Title: "T", Byline: "B"})
			v.SetMarks(marks)
		}
	})
	b.Run("change", func(b *testing.B) {
		v := show()
		v.SetArticle(Article{Text: text})
		changed := append(slices.Clone(marks), Mark{ID: "n", Style: "person", Fragments: []model.Span{{Start: 3, End: 9}}})
		for i := 0; b.Loop(); i++ {
			v.SetMarks([][]Mark{marks, changed}[i%2])
		}
	})
	b.Run("scroll", func(b *testing.B) {
		v := show()
		v.SetArticle(Article{Text: text})
		v.SetMarks(marks)
		for b.Loop() {
			v.ScrollBy(640)
		}
	})
	b.Run("resize", func(b *testing.B) {
		v := show()
		v.SetArticle(Article{Text: text})
		v.SetMarks(marks)
		for i := 0; b.Loop(); i++ {
			v.Resize(fyne.NewSize(600+float32(i%2)*50, 700))
		}
	})
}
