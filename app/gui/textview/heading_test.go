package textview

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"dragoman/model"
)

// painted is a string on the screen and where its top is.
type painted struct {
	text *canvas.Text
	y    float32
}

// strings returns what is painted, from the top.
func (s *stage) strings() []painted {
	var out []painted
	var walk func(o fyne.CanvasObject, y float32)
	walk = func(o fyne.CanvasObject, y float32) {
		y += o.Position().Y
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child, y)
			}
		case *canvas.Text:
			out = append(out, painted{o, y})
		}
	}
	for _, o := range test.WidgetRenderer(s.View).Objects() {
		walk(o, 0)
	}
	slices.SortStableFunc(out, func(a, b painted) int { return int(a.y - b.y) })
	return out
}

// A text that begins with its title has it once, as a headline that can be
// selected and labelled, with the muted line below.
func TestHeadlineOfTheText(t *testing.T) {
	for _, c := range []struct{ title, font string }{
		{"Ministry denies closing its mission", "dragoman-serif-bold"},
		{"نفي رسمي لأنباء إغلاق السفارة", "dragoman-naskh-bold"},
		{"משרד החוץ הכחיש", "dragoman-hebrew-bold"},
	} {
		s := newStage(t, "")
		text := c.title + "\n\n" + news
		s.SetArticle(Article{Text: text, Heading: len(c.title), Title: c.title, Byline: "Agency"})
		all := s.strings()
		if len(all) < 3 || all[0].text.Text != c.title || all[1].text.Text != "Agency" {
			t.Fatalf("%q: %d strings, the first %q", c.title, len(all), all[0].text.Text)
		}
		if got := all[0].text.FontSource.Name(); got != c.font || all[0].text.TextSize <= all[2].text.TextSize {
			t.Errorf("the headline is set in %s at %v, the text at %v", got, all[0].text.TextSize, all[2].text.TextSize)
		}
		if all[1].y < all[0].y+all[0].text.MinSize().Height*0.8 || all[1].y+all[1].text.MinSize().Height > all[2].y {
			t.Errorf("the muted line at %v is not between %v and %v", all[1].y, all[0].y, all[2].y)
		}
		if n := len(all) - 1; slices.ContainsFunc(all[1:], func(p painted) bool { return strings.Contains(p.text.Text, c.title) }) {
			t.Errorf("the title stands twice among %d strings", n)
		}
		word, _, _ := strings.Cut(c.title, " ")
		s.click(s.at(2))
		s.click(s.at(2))
		if got := s.Selection(); !model.EqualSpans(got, []model.Span{{End: len(word)}}) {
			t.Errorf("a double click selects %v, want %q", got, word)
		}
		s.SetMarks([]Mark{{ID: "a", Style: "person", Fragments: []model.Span{{End: len(word)}}}})
		if places := s.Places(model.Span{End: len(word)}); len(places) != 1 || places[0].Y < all[0].y-4 {
			t.Errorf("the mark is at %v, the headline at %v", places, all[0].y)
		}
		if tags := s.strings(); !slices.ContainsFunc(tags, func(p painted) bool { return p.text.Text == "P" }) {
			t.Error("the mark in the headline has no tag")
		}
	}
}

// Far below the headline nothing of it is shaped.
func TestHeadlineCostsNothingBelow(t *testing.T) {
	s := newStage(t, "")
	text := "A title\n" + strings.Repeat(news+"\n", 2000)
	s.SetArticle(Article{Text: text, Heading: 7, Title: "A title", Byline: "Agency"})
	s.ScrollTo(model.Span{Start: len(text) / 2, End: len(text)/2 + 1})
	before := s.flow.Stats.Shaped
	s.page.sync()
	if s.flow.Stats.Shaped != before || len(s.page.head) != 0 {
		t.Errorf("%d blocks shaped again, %d rows of head", s.flow.Stats.Shaped-before, len(s.page.head))
	}
}

// After an edit the heading is mostly as it was, and then nothing is painted for
// it.
func TestSameHeadingPaintsNothing(t *testing.T) {
	s := newStage(t, news)
	before := s.page.built
	s.SetHeading("A title", "Agency · 4 March")
	if n := s.page.built - before; n != 0 {
		t.Errorf("%d rows built", n)
	}
	s.SetHeading("A title", "Agency · 4 March · done")
	if s.page.built == before {
		t.Error("a new heading is not painted")
	}
}
