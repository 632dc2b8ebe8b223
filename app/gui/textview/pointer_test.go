package textview

import (
	"testing"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/textview/flow"
	"dragoman/model"
)

func position(off int) flow.Position { return flow.Position{Offset: off} }

const news = "“Our staff are at their desks,” said Lena Moravec. She met Mr Valen.\nA second paragraph, with more words in it."

func TestDragSelectsCharacters(t *testing.T) {
	s := newStage(t, news)
	s.drag(s.at(s.off("staff")), s.at(s.off(" are")))
	s.wantSelected("staff")
	if n := len(s.selected); n == 0 || !model.EqualSpans(s.selected[n-1], s.Selection()) {
		t.Errorf("OnSelected was told %v", s.selected)
	}
}

func TestDragBackwards(t *testing.T) {
	s := newStage(t, news)
	s.drag(s.at(s.off(" are")), s.at(s.off("staff")))
	s.wantSelected("staff")
	if got := s.Caret(); got != s.off("staff") {
		t.Errorf("caret at %d", got)
	}
}

func TestPressesSelectWordSentenceParagraph(t *testing.T) {
	s := newStage(t, news)
	p := s.at(s.off("desks") + 2)
	s.click(p)
	s.wantSelected()
	s.click(p)
	s.wantSelected("desks")
	s.click(p)
	s.wantSelected("“Our staff are at their desks,” said Lena Moravec.")
	s.click(p)
	s.wantSelected("“Our staff are at their desks,” said Lena Moravec. She met Mr Valen.")
	s.pause()
	s.click(p)
	s.wantSelected()
}

func TestDraggingOnByWords(t *testing.T) {
	s := newStage(t, news)
	from, to := s.at(s.off("staff")+2), s.at(s.off("their")+2)
	s.click(from)
	s.drag(from, to)
	s.wantSelected("staff are at their")
	s.pause()
	s.click(to)
	s.drag(to, from)
	s.wantSelected("staff are at their")
}

func TestShiftClickExtends(t *testing.T) {
	s := newStage(t, news)
	s.click(s.at(s.off("Lena")))
	s.pause()
	s.keys = fyne.KeyModifierShift
	s.click(s.at(s.off(". She")))
	s.wantSelected("Lena Moravec")
}

func TestCtrlAddsFragments(t *testing.T) {
	s := newStage(t, news)
	s.drag(s.at(s.off("staff")), s.at(s.off(" are")))
	s.pause()
	s.keys = fyne.KeyModifierControl
	s.drag(s.at(s.off("Lena")), s.at(s.off(" Moravec")))
	s.wantSelected("staff", "Lena")
	s.pause()
	p := s.at(s.off("Valen") + 1)
	s.click(p)
	s.click(p)
	s.wantSelected("staff", "Lena", "Valen")
	s.keys = 0
	s.pause()
	s.click(p)
	s.wantSelected()
}

func TestClickChoosesAnnotationAndTheOneBelow(t *testing.T) {
	s := newStage(t, news)
	s.SetMarks([]Mark{
		{ID: "outer", Style: "statement", Fragments: []model.Span{{Start: 0, End: 60}}},
		{ID: "inner", Style: "person", Fragments: []model.Span{{Start: s.off("Lena"), End: s.off(". She")}}},
	})
	p := s.at(s.off("Moravec") + 3)
	for range 3 {
		s.click(p)
		s.SetActive(s.tapped[len(s.tapped)-1])
		s.pause()
	}
	s.click(fyne.NewPos(p.X, 490))
	want := []model.AnnotationID{"inner", "outer", "inner", ""}
	for i := range want {
		if len(s.tapped) != len(want) || s.tapped[i] != want[i] {
			t.Fatalf("tapped %q, want %q", s.tapped, want)
		}
	}
}

func TestEdgeIsDraggedByWords(t *testing.T) {
	s := newStage(t, news)
	from, to := s.off("staff"), s.off(" at their")
	s.SetMarks([]Mark{{ID: "a", Style: "person", Fragments: []model.Span{{Start: from, End: to}}}})
	s.SetActive("a")
	var got []model.Span
	s.OnResize = func(id model.AnnotationID, f []model.Span) {
		if id != "a" {
			t.Errorf("resized %q", id)
		}
		got = f
	}
	s.drag(s.at(to), s.at(s.off("desks")+4))
	if want := s.off(",” said"); len(got) != 1 || got[0] != (model.Span{Start: from, End: want}) {
		t.Fatalf("resized to %q", s.texts(got))
	}
	s.drag(s.at(from), s.at(s.off("Our")+1))
	if len(got) != 1 || got[0] != (model.Span{Start: s.off("Our"), End: to}) {
		t.Fatalf("resized to %q", s.texts(got))
	}
	s.wantSelected()
	s.SetReadOnly(true)
	got = nil
	s.drag(s.at(to), s.at(s.off("desks")))
	if got != nil {
		t.Errorf("resized although read-only")
	}
}

func TestSelectionInRightToLeftText(t *testing.T) {
	s := newStage(t, "وزارت خارجه Iran را تکذیب کرد. עולם 100 שלום")
	for _, part := range []string{"خارجه", "Iran", "تکذیب", "100", "שלום"} {
		s.pause()
		from, to := s.off(part), s.off(part)+len(part)
		a := s.flow.PointOf(flow.Position{Offset: from})
		b := s.flow.PointOf(flow.Position{Offset: to, Affinity: flow.Upstream})
		y := s.at(from).Y
		x := float32(s.column.x)
		s.drag(fyne.NewPos(x+a.X+(b.X-a.X)*0.02, y), fyne.NewPos(x+b.X-(b.X-a.X)*0.02, y))
		s.wantSelected(part)
	}
}

func TestHoldingADragBeyondTheEdgeScrolls(t *testing.T) {
	text := ""
	for range 200 {
		text += "A line of text.\n"
	}
	s := newStage(t, text)
	var tick func()
	stopped := false
	s.Animate = func(f func()) func() { tick = f; return func() { stopped = true } }
	s.MouseDown(s.mouse(s.at(3)))
	s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(100, 560)}})
	if tick == nil {
		t.Fatal("no ticks asked for")
	}
	before := s.Selection()[0].End
	for range 100 {
		tick()
	}
	if after := s.Selection()[0].End; after <= before+300 {
		t.Errorf("selected to %d, before to %d", after, before)
	}
	s.MouseUp(s.mouse(fyne.NewPos(100, 560)))
	if !stopped {
		t.Error("the ticks go on")
	}
}
