package gui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/panel"
	"dragoman/model"
)

// choosePast shows the history and chooses the n-th change of it, the last is 0.
func (s *stage) choosePast(n int) {
	s.space.inspector.Show(panel.TabHistory)
	s.drain()
	for range n + 1 {
		s.space.inspector.History.Step(1)
	}
}

func TestHistoryShowsEarlierStatesAndRestoresOne(t *testing.T) {
	s := newStage(t)
	before := len(s.session.Desk().Set().Annotations)
	s.space.article.SelectSpans([]model.Span{s.spanOf("Idris Valen")})
	s.key("1")
	labelled := s.session.Desk().Set()
	s.key("2")
	s.key("Ctrl+Z")
	s.choosePast(0)
	lines := s.space.inspector.History.Shown()
	if lines[0].Title != "Today" || !lines[0].Day || !strings.HasPrefix(lines[1].Title, "Undo ") || !lines[2].Gone || lines[3].Gone || lines[3].Who != "ana" {
		t.Errorf("the history is %+v", lines[:4])
	}
	s.space.inspector.History.Step(1)
	s.space.inspector.History.Step(1)
	s.space.inspector.History.Step(1) // before anything was labelled
	if !s.LooksBack() || len(s.space.past.set.Annotations) != before {
		t.Fatalf("shown is %+v", s.space.past)
	}
	s.key("1")
	if got := s.session.Desk().Set(); !got.Equal(labelled) {
		t.Errorf("a label was given while an earlier state was shown: %+v", got)
	}
	s.space.pastKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if s.LooksBack() || !s.session.Desk().Set().Equal(labelled) {
		t.Error("Escape does not lead back to now")
	}

	s.choosePast(3)
	s.runID("document.restore")
	if s.LooksBack() || len(s.session.Desk().Set().Annotations) != before {
		t.Errorf("restored is %+v", s.session.Desk().Set())
	}
	s.key("Ctrl+Z")
	if !s.session.Desk().Set().Equal(labelled) {
		t.Errorf("undo leaves %+v", s.session.Desk().Set())
	}
}

// An earlier state does not look like the present wherever the article is
// scrolled to: the strip says so until it is left.
func TestAnEarlierStateIsToldInTheStrip(t *testing.T) {
	s, _ := newTroubled(t)
	s.person("Lena Moravec")
	s.drain()
	now := s.annotations()
	s.wants("", "")
	s.choosePast(0)
	s.space.inspector.History.Step(1)
	s.wants("", "You are looking at an earlier state, of ")
	s.tap("notice Back to now (Esc)")
	s.wants("", "")
	if s.LooksBack() || s.annotations() != now {
		t.Errorf("now is %q, was %q", s.annotations(), now)
	}
	s.choosePast(1)
	s.wants("", "You are looking at an earlier state, of ")
	then := s.space.past.set
	s.tap("notice Restore this state")
	s.wants("", "")
	if got := s.session.Desk().Set(); s.LooksBack() || s.annotations() == now || len(got.Annotations) != len(then.Annotations) {
		t.Errorf("restored is %q", s.annotations())
	}
}

// TestHistoryListsThousands: nothing is cut off, and rows are made for what is
// in view alone.
func TestHistoryListsThousands(t *testing.T) {
	s := newStage(t)
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.Local)
	var events []model.Event
	for i := range 5000 {
		e := model.Event{Number: int64(i)}
		e.Name, e.By, e.Owner, e.At = "label", "ana", []model.Annotator{"ana", "ben"}[i%2], now.Add(time.Duration(i-5000)*time.Minute)
		events = append(events, e)
	}
	h := panel.NewHistory()
	lines := pastOf(events, model.NewText(""), now)
	h.Set(lines, ownersOf(events))
	if lines[0].Title != "Today" || len(h.Shown()) != 5000+4 || h.List().Length() != len(h.Shown()) {
		t.Errorf("%d lines, the first %+v", len(h.Shown()), lines[0])
	}
	h.SetOwner("ben")
	if got := len(h.Shown()); got != 2500+4 {
		t.Errorf("%d lines of ben", got)
	}
	made := 0
	create := h.List().CreateItem
	h.List().CreateItem = func() fyne.CanvasObject { made++; return create() }
	window := s.app.NewWindow("")
	defer window.Close()
	window.SetContent(h.Object())
	window.Resize(fyne.NewSize(400, 600))
	if made == 0 || made > 60 {
		t.Errorf("%d rows were made for a window of 600 points", made)
	}
}

func TestDeleteDocumentAndBringItBack(t *testing.T) {
	s := newStage(t)
	id, n := s.session.Desk().Document().ID, len(s.session.Documents())
	s.runID("document.delete")
	if len(s.session.Documents()) != n-1 || s.session.Desk() != nil && s.session.Desk().Document().ID == id {
		t.Fatalf("%d documents", len(s.session.Documents()))
	}
	if got := s.status.said; !strings.Contains(got, "is in the bin. Ctrl+Alt+Z brings it back.") {
		t.Errorf("said is %q", got)
	}
	s.runID("project.bin")
	s.sheet().buttons[0].OnTapped()
	s.drain()
	if len(s.session.Documents()) != n || s.session.Desk().Document().ID != id {
		t.Errorf("%d documents", len(s.session.Documents()))
	}
}

// A review is not entered with an earlier state of one's own in the article.
func TestReviewLeavesTheEarlierState(t *testing.T) {
	s := newReviewStage(t, harbourWork)
	s.choosePast(0)
	if !s.LooksBack() {
		t.Fatal("no earlier state is shown")
	}
	s.runID("review.open")
	s.drain()
	if s.LooksBack() || !s.space.review.on {
		t.Error("the review shows an earlier state")
	}
}
