package textview

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/canvas"

	"dragoman/app/gui/textview/flow"
	"dragoman/model"
)

// codes returns the codes of hidden characters that the page shows.
func (s *stage) codes() []string {
	var out []string
	for _, r := range s.page.rows {
		for _, o := range r.box.Objects {
			if c, ok := o.(*canvas.Text); ok && c.TextSize == float32(s.grid().tagText) {
				out = append(out, c.Text)
			}
		}
	}
	slices.Sort(out)
	return out
}

// TestHiddenCharactersStayBounded shows texts that are made of hidden
// characters, a megabyte each.
func TestHiddenCharactersStayBounded(t *testing.T) {
	s := newStage(t, "")
	for _, unit := range []string{"\u200b", "\u202e", "a\u200b", "a\u202e\u2066b", "\x00", "\U000E0041", "\u200b\n", "Staats\u00admi\u00adnis\u00adter ", "\u3164 ", "e\u0301\u202c"} {
		text := strings.Repeat(unit, 1<<20/len(unit))
		s.SetArticle(Article{Text: text, Title: "T" + unit})
		marks := make([]Mark, 50)
		for i := range marks {
			marks[i] = Mark{ID: model.AnnotationID(rune('0' + i)), Style: "person", Fragments: []model.Span{{Start: i * len(unit), End: (i + 20) * len(unit)}}}
		}
		s.SetMarks(marks)
		for range 3 {
			if n := s.shown(); n > MaxObjects {
				t.Errorf("%d objects for %+q", n, unit)
			}
			s.ScrollBy(450)
		}
		if n := s.flow.Stats.Shaped; n > 200 {
			t.Errorf("%d blocks of %+q were shaped", n, unit)
		}
	}
}

func TestHiddenCharactersHaveTheirCodes(t *testing.T) {
	s := newStage(t, "It is \u202enot\u202c so, zero\u200bwidth, Staats\u00admi\u00adnister, می\u200cشود.")
	if got := s.codes(); !slices.Equal(got, []string{"PDF", "RLO", "ZWSP"}) {
		t.Errorf("codes %q", got)
	}
	s.SetMarks([]Mark{{ID: "a", Style: "denial", Fragments: []model.Span{{Start: s.off("\u202e"), End: s.off("\u202c")}}}})
	if got := s.codes(); !slices.Contains(got, "RLO") || !slices.Contains(got, "D") {
		t.Errorf("beside an annotation's tag: %q", got)
	}
	for what, want := range map[string]string{
		"\u202e": "right-to-left override, U+202E", "\u00admi": "soft hyphen, U+00AD", "is ": "", "width": "zero-width space, U+200B",
	} {
		if got := s.HiddenAt(s.off(what)); got != want {
			t.Errorf("at %+q stands %q, want %q", what, got, want)
		}
	}
	if _, ok := s.flow.HiddenAt(s.off("شود")); ok {
		t.Error("a joiner that shapes letters is marked")
	}
	var loud int
	for _, m := range s.flow.Line(0, 0).Hidden {
		if m.Notice == flow.Loud {
			loud++
		}
	}
	if loud != 2 {
		t.Errorf("%d loud marks", loud)
	}
}
