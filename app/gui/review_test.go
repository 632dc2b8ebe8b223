package gui

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/panel"
	"dragoman/app/session"
	"dragoman/model"
)

// says is what an annotator labels.
type says struct {
	who          model.Annotator
	label, words string
}

// harbourWork is what two people label in the first article of the stage: they
// agree on one annotation and differ about four.
var harbourWork = []says{
	{"ana", "person", "Lena Moravec"},
	{"ben", "person", "Lena Moravec"},
	{"ana", "meeting", "met"},
	{"ana", "person", "Idris Valen"},
	{"ben", "person", "Valen"},
	{"ana", "statement", "Nothing is closed"},
	{"ben", "denial", "Nothing is closed"},
	{"ben", "statement", "We stay"},
}

// newReviewStage opens the window on the work of several people.
func newReviewStage(t testing.TB, work []says) *stage {
	t.Helper()
	s := newStage(t)
	for _, x := range work {
		s.says(x)
	}
	if err := s.session.Refresh(s.ctx); err != nil {
		t.Fatal(err)
	}
	s.drain()
	return s
}

// says puts an annotation into an annotator's set, in the first article that
// has the words.
func (s *stage) says(x says) {
	s.t.Helper()
	for _, d := range s.session.Documents() {
		desk, err := session.OpenDesk(context.Background(), s.project, d.ID, x.who)
		if err != nil {
			s.t.Fatal(err)
		}
		at := strings.Index(desk.Document().Text.String(), x.words)
		if at < 0 {
			continue
		}
		change, err := model.AddLabel(desk.Work(), model.NewAnnotationID(), []model.Span{{Start: at, End: at + len(x.words)}}, x.label)
		if err == nil {
			_, err = desk.Do(context.Background(), change)
		}
		if err != nil {
			s.t.Fatal(err)
		}
		return
	}
	s.t.Fatalf("no article has %q", x.words)
}

// gold returns what the gold set of the reviewed document has.
func (s *stage) gold() string {
	r := s.session.Review()
	var lines []string
	for _, a := range r.Gold().Annotations {
		lines = append(lines, a.Label+": "+r.Document().Text.Quote(a.Fragments))
	}
	return strings.Join(lines, "\n")
}

const harbourGold = "person: Lena Moravec\nmeeting: met\nperson: Valen\nstatement: Nothing is closed\nstatement: We stay"

func TestReviewByKeys(t *testing.T) {
	s := newReviewStage(t, harbourWork)
	s.key("F8")
	s.drain()
	if !s.space.review.on {
		t.Fatal("F8 opens no review")
	}
	for _, key := range []string{"A", "B", "A", "B", "Ctrl+Enter", "D"} {
		s.key(key)
		s.drain()
	}
	if got := s.gold(); got != harbourGold {
		t.Errorf("decided by keys the gold set has\n%s\nwant\n%s", got, harbourGold)
	}
	if got := s.session.Review().Gold().Status; got != model.StatusDone {
		t.Errorf("D marks the gold set as %s", got)
	}
	s.key("Esc")
	if s.space.review.on || s.session.Review() != nil {
		t.Error("Esc does not leave the review")
	}
	if got := s.annotations(); !strings.Contains(got, "Idris Valen") {
		t.Errorf("after the review the article shows %q, not the annotator's own work", got)
	}
}

// TestDifferencesGoOnInOtherDocuments: N leads from the last difference of an
// article to the first of the next, and P back.
func TestDifferencesGoOnInOtherDocuments(t *testing.T) {
	s := newReviewStage(t, append([]says{{"ana", "person", "Tomas Arrigo"}, {"ben", "person", "Arrigo"}}, harbourWork...))
	s.key("F8")
	s.drain()
	r := s.session.Review()
	first, last := r.Document().ID, len(r.Differences())-1
	for range last + 1 {
		s.key("N")
		s.drain()
	}
	if r.Document().ID == first || len(r.Differences()) != 1 || s.space.review.document != r.Document().ID {
		t.Fatalf("N does not lead into the other article: %d differences", len(r.Differences()))
	}
	s.key("N")
	s.drain()
	if at, _ := r.Current(); r.Document().ID == first || at != r.Differences()[0] {
		t.Error("behind the last difference N leads somewhere")
	}
	s.key("P")
	s.drain()
	if at, _ := r.Current(); r.Document().ID != first || at != r.Differences()[last] {
		t.Error("P does not lead back to the last difference of the first article")
	}
}

// TestAnotherArticleComparesItsOwnPeople: where those whom the person chose have
// nothing to compare, the head offers those who have.
func TestAnotherArticleComparesItsOwnPeople(t *testing.T) {
	s := newReviewStage(t, append([]says{{"ben", "person", "Tomas Arrigo"}, {"cem", "person", "Arrigo"}}, harbourWork...))
	s.openReview([]model.Annotator{"ana", "ben"}, "")
	s.drain()
	first := s.session.Review().Document().ID
	for _, d := range s.session.Reviewable() {
		if d.ID != first && len(d.Sets) > 1 {
			s.Fail(s.session.Review().OpenDocument(s.ctx, d.ID))
		}
	}
	s.drain()
	if got := s.session.Review().Differences(); len(got) != 0 {
		t.Fatalf("ana and ben differ %d times", len(got))
	}
	s.tap("review offer")
	s.drain()
	r := s.session.Review()
	if got := r.Annotators(); r.Document().ID == first || !slices.Equal(got, []model.Annotator{"ben", "cem"}) || len(r.Differences()) != 1 {
		t.Errorf("the offer compares %v", got)
	}
}

// TestWhatComesAfterAReviewIsOffered: a reviewed article that differs anew says
// so, and leads there.
func TestWhatComesAfterAReviewIsOffered(t *testing.T) {
	s := newReviewStage(t, harbourWork)
	s.key("F8")
	s.drain()
	for range s.session.Review().Differences() {
		s.key("0")
	}
	s.key("Ctrl+Enter")
	s.key("D")
	s.says(says{"ben", "person", "closed"})
	s.Fail(s.session.Refresh(s.ctx))
	s.drain()
	r := s.session.Review()
	r.Select(r.Differences()[0])
	s.drain()
	s.tap("review offer")
	s.drain()
	if at, _ := r.Current(); !r.Cases()[at].Open() || r.Gold().Status != model.StatusDone {
		t.Errorf("the offer leads to case %d", at)
	}
}

func TestReviewByMouse(t *testing.T) {
	s := newReviewStage(t, harbourWork)
	s.tap("tool review.open")
	s.drain()
	at, _ := s.word("met")
	s.pointer(at, at)
	s.tap("action review.take.1")
	s.tap("difference 2")
	s.tap("action review.take.2")
	at, _ = s.word("Nothing")
	s.pointer(at, at)
	s.tap("action review.take.1")
	at, _ = s.word("We")
	s.pointer(at, at)
	s.tap("action review.take.2")
	s.tap("review offer") // take all that agrees
	s.tap("review offer") // mark as reviewed
	if got := s.gold(); got != harbourGold {
		t.Errorf("decided by the mouse the gold set has\n%s\nwant\n%s", got, harbourGold)
	}
	if got := s.session.Review().Gold().Status; got != model.StatusDone {
		t.Errorf("what is offered at the end marks the gold set as %s", got)
	}
	s.tap("tool edit.undo")
	if got := s.session.Review().Gold().Status; got == model.StatusDone {
		t.Error("the tool bar does not undo in the review")
	}
}

// A version of the reviewer's own: its words by the mouse, its label by a key.
func TestReviewEdit(t *testing.T) {
	s := newReviewStage(t, harbourWork)
	s.key("F8")
	s.key("N")
	s.key("E")
	from, _ := s.word("Idris")
	_, to := s.word("Valen")
	s.pointer(from, to)
	s.key("2")
	if got := s.status.message.Text(); !strings.Contains(got, "Meeting") {
		t.Errorf("the status line says %q", got)
	}
	s.key("Enter")
	if got := s.gold(); got != "meeting: Idris Valen" {
		t.Errorf("the gold set has %q", got)
	}
	if c := s.session.Review().Cases()[2]; c.Ruling != session.Edited {
		t.Errorf("the case is %q", c.Ruling)
	}
}

func TestReviewFiltersAndTabs(t *testing.T) {
	s := newReviewStage(t, harbourWork)
	s.key("F8")
	s.tap("chip Missing 2")
	if got := len(s.session.Review().Differences()); got != 2 {
		t.Errorf("%d differences are missing ones, want 2", got)
	}
	s.tap("chip All 4")
	s.key("A")
	s.key("O")
	if got := len(s.session.Review().Differences()); got != 3 {
		t.Errorf("%d differences are open, want 3", got)
	}
	s.key("Ctrl+3")
	if got := s.space.review.panel.Tab(); got != panel.PageComments {
		t.Errorf("Ctrl+3 shows tab %d", got)
	}
	s.key("C")
	for _, r := range "why not?" {
		s.win.Canvas().Focused().TypedRune(r)
	}
	if got := s.session.Review().Gold().Annotations; len(got) != 1 {
		t.Errorf("what is typed into a comment decides: %v", got)
	}
}

// The article keeps to canvas objects of visible lines, whatever is marked.
func TestReviewIsVirtual(t *testing.T) {
	s := newReviewStage(t, harbourWork)
	var long strings.Builder
	for range 400 {
		long.WriteString("Ilse Tarn met Omar Desta on the quay. ")
	}
	d := model.NewDocument(long.String(), "Long", "")
	if _, err := s.project.Save(s.ctx, model.Step{Name: "import", Project: true, Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}}); err != nil {
		t.Fatal(err)
	}
	for i, who := range []model.Annotator{"ana", "ben"} {
		desk, err := session.OpenDesk(s.ctx, s.project, d.ID, who)
		if err != nil {
			t.Fatal(err)
		}
		change := model.Change{Name: "label", Document: d.ID, Owner: who, By: who}
		for n := range 400 {
			a := model.Annotation{ID: model.NewAnnotationID(), Label: "person", Fragments: []model.Span{{Start: 38*n + 5*i, End: 38*n + 9}}}
			change.Annotations = append(change.Annotations, model.Edit[model.Annotation]{New: &a})
		}
		if _, err := desk.Do(s.ctx, change); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.session.Refresh(s.ctx); err != nil {
		t.Fatal(err)
	}
	s.openReview(nil, d.ID)
	s.drain()
	if n := objectsIn(s.space.article.view); n > 700 {
		t.Errorf("the article has %d canvas objects", n)
	}
	if got := len(s.session.Review().Differences()); got != 400 {
		t.Errorf("%d differences", got)
	}
}

func objectsIn(o fyne.Widget) int {
	n := 0
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		n++
		if c, ok := o.(*fyne.Container); ok {
			for _, o := range c.Objects {
				walk(o)
			}
		}
	}
	for _, o := range o.CreateRenderer().Objects() {
		walk(o)
	}
	return n
}

func TestNothingToReviewSaysWhatToDo(t *testing.T) {
	s := newReviewStage(t, []says{{"ana", "meeting", "met"}})
	s.key("F8")
	if s.session.Review() != nil || len(s.sheets) != 1 {
		t.Fatalf("%d dialogs", len(s.sheets))
	}
	s.tap("button Merge…")
}

// TestReviewInALowWindow: before its parts have their places, the review asks
// for no more height than it will have, or the window would grow, or be cut.
func TestReviewInALowWindow(t *testing.T) {
	s := newReviewStage(t, harbourWork)
	s.win.Resize(fyne.NewSize(1000, 620))
	s.key("F8")
	if least := s.root.MinSize().Height; least > 620 {
		t.Errorf("the review asks for a height of %v", least)
	}
}
