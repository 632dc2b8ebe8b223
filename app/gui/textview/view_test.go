package textview

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"dragoman/model"
)

var labels = map[string]LabelStyle{
	"person":    {Light: rgb(0x0B6BB0), Dark: rgb(0x66B2EE), Pattern: model.Solid, Tag: "P"},
	"meeting":   {Light: rgb(0x0A8A63), Dark: rgb(0x4CCBA0), Pattern: model.Double, Tag: "M"},
	"statement": {Light: rgb(0xB87400), Dark: rgb(0xEDB04A), Pattern: model.Dashed, Tag: "S"},
	"denial":    {Light: rgb(0xC2364F), Dark: rgb(0xF27D93), Pattern: model.Wavy, Tag: "D"},
}

// stage is a view in a window of the test driver, with a clock and modifier
// keys that the test holds.
type stage struct {
	*View
	t        testing.TB
	now      time.Time
	keys     fyne.KeyModifier
	selected [][]model.Span
	tapped   []model.AnnotationID
}

func newStage(t testing.TB, text string) *stage {
	t.Helper()
	test.NewTempApp(t)
	s := &stage{View: New(), t: t, now: time.Unix(1000, 0)}
	s.Now = func() time.Time { return s.now }
	s.Modifiers = func() fyne.KeyModifier { return s.keys }
	s.OnSelected = func(f []model.Span) { s.selected = append(s.selected, f) }
	s.OnAnnotationTapped = func(id model.AnnotationID) { s.tapped = append(s.tapped, id) }
	s.SetLabels(labels)
	w := test.NewTempWindow(t, s.View)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(720, 500))
	s.SetArticle(Article{Text: text, Title: "A title", Byline: "Agency · 4 March"})
	return s
}

// at returns the point of the view where the offset is, half a line down.
func (s *stage) at(off int) fyne.Position {
	pt := s.flow.PointOf(position(off))
	y := s.port.Y(pt.Block, pt.Line) + s.flow.Metrics().Baseline - 5
	return fyne.NewPos(float32(s.column.x)+pt.X, float32(y))
}

func (s *stage) mouse(pos fyne.Position) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: pos, AbsolutePosition: pos}, Button: desktop.MouseButtonPrimary, Modifier: s.keys}
}

func (s *stage) click(pos fyne.Position) {
	s.MouseDown(s.mouse(pos))
	s.MouseUp(s.mouse(pos))
}

func (s *stage) pause() { s.now = s.now.Add(time.Second) }

// drag presses at one point, moves in steps and lets go at another.
func (s *stage) drag(from, to fyne.Position) {
	s.MouseDown(s.mouse(from))
	for i := 1; i <= 4; i++ {
		part := float32(i) / 4
		pos := fyne.NewPos(from.X+(to.X-from.X)*part, from.Y+(to.Y-from.Y)*part)
		s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: pos, AbsolutePosition: pos}})
	}
	s.MouseUp(s.mouse(to))
	s.DragEnd()
}

func (s *stage) wantSelected(want ...string) {
	s.t.Helper()
	got := s.Selection()
	if len(got) != len(want) {
		s.t.Fatalf("selected %q, want %q", s.texts(got), want)
	}
	for i, g := range got {
		if text := s.article.Text[g.Start:g.End]; text != want[i] {
			s.t.Fatalf("selected %q, want %q", s.texts(got), want)
		}
	}
}

func (s *stage) texts(spans []model.Span) []string {
	var out []string
	for _, g := range spans {
		out = append(out, s.article.Text[g.Start:g.End])
	}
	return out
}

// off returns where part starts in the text.
func (s *stage) off(part string) int {
	s.t.Helper()
	for i := range s.article.Text {
		if len(s.article.Text[i:]) >= len(part) && s.article.Text[i:i+len(part)] == part {
			return i
		}
	}
	s.t.Fatalf("no %q in the text", part)
	return 0
}
