package textview

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"dragoman/model"
)

func (s *stage) press1(name fyne.KeyName) { s.TypedKey(&fyne.KeyEvent{Name: name}) }

func (s *stage) chord(name fyne.KeyName, m fyne.KeyModifier) {
	s.TypedShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: m})
}

func TestKeysMoveAndExtend(t *testing.T) {
	s := newStage(t, news)
	s.chord(fyne.KeyRight, fyne.KeyModifierControl)
	s.chord(fyne.KeyRight, fyne.KeyModifierControl)
	if want := s.off(" are"); s.Caret() != want {
		t.Fatalf("two words on, the caret is at %d, want %d", s.Caret(), want)
	}
	s.chord(fyne.KeyRight, fyne.KeyModifierControl|fyne.KeyModifierShift)
	s.wantSelected(" are")
	s.keys = fyne.KeyModifierShift
	s.press1(fyne.KeyRight)
	s.press1(fyne.KeyRight)
	s.wantSelected(" are a")
	s.keys = 0
	s.press1(fyne.KeyLeft)
	s.wantSelected()
	if want := s.off(" are"); s.Caret() != want {
		t.Errorf("the caret went to %d, want the start of what was selected, %d", s.Caret(), want)
	}
}

func TestSentenceByKeysAlone(t *testing.T) {
	s := newStage(t, news)
	s.MoveBy(Sentence, Forward, false)
	s.MoveBy(Sentence, Forward, true)
	s.wantSelected("She met Mr Valen.")
	s.ClearSelection()
	s.MoveTo(s.off("Lena"), false)
	s.Select(Sentence)
	s.wantSelected("“Our staff are at their desks,” said Lena Moravec.")
	s.Select(Word)
	s.MoveBy(Document, Back, false)
	s.Select(Paragraph)
	s.wantSelected("“Our staff are at their desks,” said Lena Moravec. She met Mr Valen.")
}

func TestAddFragmentByKeys(t *testing.T) {
	s := newStage(t, news)
	s.MoveTo(s.off("staff"), false)
	s.Select(Word)
	s.AddFragment()
	s.MoveTo(s.off("Lena")+1, false)
	s.Select(Word)
	s.wantSelected("staff", "Lena")
	s.AddFragment()
	s.MoveTo(s.off("Valen")+1, false)
	s.wantSelected("staff", "Lena")
	s.Select(Word)
	s.wantSelected("staff", "Lena", "Valen")
	if got := s.SelectedText(); got != "staff Lena Valen" {
		t.Errorf("selected text %q", got)
	}
	s.ClearSelection()
	s.MoveBy(Character, Forward, true)
	s.wantSelected(".")
}

func TestArrowsFollowTheEyeInRightToLeftText(t *testing.T) {
	s := newStage(t, "شرح abc")
	var seen []float32
	s.MoveTo(0, false)
	for range 7 {
		seen = append(seen, s.flow.PointOf(s.selection.caret).X)
		s.press1(fyne.KeyLeft)
	}
	for i := 1; i < len(seen); i++ {
		if seen[i] >= seen[i-1] {
			t.Fatalf("Left went through %v", seen)
		}
	}
	s.MoveTo(0, false)
	s.chord(fyne.KeyLeft, fyne.KeyModifierControl)
	if s.Caret() != len("شرح") {
		t.Errorf("a word to the left is at %d", s.Caret())
	}
}

func TestLinesKeepTheColumn(t *testing.T) {
	s := newStage(t, "A long first line of text\nab\nA long third line of text")
	s.MoveTo(12, false)
	x := s.flow.PointOf(s.selection.caret).X
	s.press1(fyne.KeyDown)
	if s.Caret() != s.off("\nA long third") {
		t.Errorf("down: %d", s.Caret())
	}
	s.press1(fyne.KeyDown)
	if got := s.flow.PointOf(s.selection.caret).X; got < x-6 || got > x+6 {
		t.Errorf("the column moved from %v to %v", x, got)
	}
	s.press1(fyne.KeyEnd)
	if s.Caret() != len(s.article.Text) {
		t.Errorf("end: %d", s.Caret())
	}
	s.chord(fyne.KeyHome, fyne.KeyModifierControl)
	if s.Caret() != 0 {
		t.Errorf("start: %d", s.Caret())
	}
}

func TestOtherKeysArePassedOn(t *testing.T) {
	s := newStage(t, news)
	var keys []fyne.KeyName
	var runes []rune
	var shortcuts []string
	s.OnKey = func(k *fyne.KeyEvent) { keys = append(keys, k.Name) }
	s.OnRune = func(r rune) { runes = append(runes, r) }
	s.OnShortcut = func(c fyne.Shortcut) { shortcuts = append(shortcuts, c.ShortcutName()) }
	s.press1(fyne.KeyDelete)
	s.press1(fyne.KeyEscape)
	s.TypedRune('1')
	s.TypedShortcut(&fyne.ShortcutUndo{})
	s.chord(fyne.KeyK, fyne.KeyModifierControl)
	if len(keys) != 2 || len(runes) != 1 || len(shortcuts) != 2 {
		t.Errorf("passed on keys %v, runes %q, shortcuts %v", keys, runes, shortcuts)
	}
}

func TestCopy(t *testing.T) {
	s := newStage(t, news)
	s.SelectSpans([]model.Span{{Start: s.off("staff"), End: s.off(" are")}})
	s.TypedShortcut(&fyne.ShortcutCopy{})
	if got := fyne.CurrentApp().Clipboard().Content(); got != "staff" {
		t.Errorf("copied %q", got)
	}
	s.TypedShortcut(&fyne.ShortcutSelectAll{})
	s.wantSelected(news)
}

func TestSelectSpansSnapsToClusters(t *testing.T) {
	s := newStage(t, "a 👨\u200d👩\u200d👧 b")
	s.SelectSpans([]model.Span{{Start: 4 + 2, End: 4 + 5}})
	s.wantSelected("👨\u200d👩\u200d👧")
}

func TestCaretComesIntoView(t *testing.T) {
	text := ""
	for range 300 {
		text += "A line of text.\n"
	}
	s := newStage(t, text)
	s.MoveBy(Document, Forward, false)
	if v := s.VisibleSpan(); v.End != len(text) {
		t.Errorf("visible %v of %d", v, len(text))
	}
	s.press1(fyne.KeyPageUp)
	if v := s.VisibleSpan(); s.Caret() < v.Start || s.Caret() > v.End {
		t.Errorf("caret %d is outside %v", s.Caret(), v)
	}
	s.ScrollTo(model.Span{Start: 100, End: 110})
	if v := s.VisibleSpan(); v.Start > 100 || v.End < 110 {
		t.Errorf("visible %v", v)
	}
}
