package textview

import (
	"slices"
	"strings"
	"testing"

	"dragoman/model"
)

// strings returns what is painted, from the top.
func (s *stage) strings() []PaintedRun {
	out := slices.Concat(s.PaintedRows()...)
	slices.SortStableFunc(out, func(a, b PaintedRun) int { return int(a.Y - b.Y) })
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
		if len(all) < 3 || all[0].Text != c.title || all[1].Text != "Agency" {
			t.Fatalf("%q: %d strings, the first %q", c.title, len(all), all[0].Text)
		}
		if got := all[0].Source.Name(); got != c.font || all[0].Pixels <= all[2].Pixels {
			t.Errorf("the headline is set in %s at %v, the text at %v", got, all[0].Pixels, all[2].Pixels)
		}
		if all[1].Y < all[0].Y+all[0].Height*0.8 || all[1].Y+all[1].Height > all[2].Y {
			t.Errorf("the muted line at %v is not between %v and %v", all[1].Y, all[0].Y, all[2].Y)
		}
		if n := len(all) - 1; slices.ContainsFunc(all[1:], func(p PaintedRun) bool { return strings.Contains(p.Text, c.title) }) {
			t.Errorf("the title stands twice among %d strings", n)
		}
		word, _, _ := strings.Cut(c.title, " ")
		s.click(s.at(2))
		s.click(s.at(2))
		if got := s.Selection(); !model.EqualSpans(got, []model.Span{{End: len(word)}}) {
			t.Errorf("a double click selects %v, want %q", got, word)
		}
		s.SetMarks([]Mark{{ID: "a", Style: "person", Fragments: []model.Span{{End: len(word)}}}})
		if places := s.Places(model.Span{End: len(word)}); len(places) != 1 || places[0].Y < all[0].Y-4 {
			t.Errorf("the mark is at %v, the headline at %v", places, all[0].Y)
		}
		if tags := s.strings(); !slices.ContainsFunc(tags, func(p PaintedRun) bool { return p.Text == "P" }) {
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
