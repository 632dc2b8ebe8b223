package command

import (
	"context"
	"strings"
	"testing"

	"dragoman/app/session"
	"dragoman/model"
)

const talks = "Lena Moravec met Idris Valen on Friday. “Nothing is closed,” she told him."

// newReviewStage opens a review of two annotators, who agree on Lena Moravec and
// differ about all else.
func newReviewStage(t *testing.T) *stage {
	t.Helper()
	ctx := context.Background()
	s := newStage(t, talks)
	project := s.project
	for _, say := range []struct {
		who          model.Annotator
		label, words string
	}{
		{"ana", "person", "Lena Moravec"},
		{"ben", "person", "Lena Moravec"},
		{"ana", "meeting", "met"},
		{"ana", "person", "Idris Valen"},
		{"ben", "person", "Valen"},
		{"ana", "statement", "Nothing is closed"},
		{"ben", "denial", "Nothing is closed"},
	} {
		desk, err := session.OpenDesk(ctx, project, s.session.Desk().Document().ID, say.who)
		if err != nil {
			t.Fatal(err)
		}
		at := strings.Index(talks, say.words)
		change, err := model.AddLabel(desk.Work(), model.NewAnnotationID(), []model.Span{{Start: at, End: at + len(say.words)}}, say.label)
		if err == nil {
			_, err = desk.Do(ctx, change)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := s.session.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := s.session.OpenReview(ctx, []model.Annotator{"ana", "ben"}); err != nil {
		t.Fatal(err)
	}
	return s
}

// gold returns what the gold set has, a line each.
func (s *stage) gold() string {
	var lines []string
	for _, a := range s.session.Review().Gold().Annotations {
		lines = append(lines, s.describe(a))
	}
	return strings.Join(lines, ", ")
}

func TestDecidingByKeys(t *testing.T) {
	s := newReviewStage(t)
	for _, step := range []struct{ keys, gold string }{
		{"A", "meeting met"}, // missing in B
		{"B", "meeting met, person Valen"},
		{"X", "meeting met, person Valen, denial Nothing is closed, statement Nothing is closed"},
		{"Ctrl+Z Ctrl+Z", "meeting met"},
		{"2", "meeting met, person Valen"},
		{"0", "meeting met, person Valen"},
		{"Ctrl+Enter", "person Lena Moravec, meeting met, person Valen"},
		{"Ctrl+Z", "meeting met, person Valen"},
		{"Ctrl+Y", "person Lena Moravec, meeting met, person Valen"},
	} {
		s.press(strings.Fields(step.keys)...)
		if got := s.gold(); got != step.gold {
			t.Fatalf("after %s the gold set has %s, want %s", step.keys, got, step.gold)
		}
	}
	if decided, all := Decided(s.session.Review().Cases()); decided != 3 || all != 3 {
		t.Errorf("%d of %d decided", decided, all)
	}
	s.press("D")
	if got := s.session.Review().Gold().Status; got != model.StatusDone {
		t.Errorf("marked as reviewed it is %s", got)
	}
	s.press("Esc")
	if s.session.Review() != nil {
		t.Error("Esc does not leave the review")
	}
}

// What is said before a decision stays with it, and with no other one.
func TestWhyStaysWithTheDecision(t *testing.T) {
	s := newReviewStage(t)
	s.answer = "the guideline names it"
	s.press("W", "A", "B")
	cases := s.session.Review().Cases()
	if cases[1].Why != s.answer || cases[2].Why != "" {
		t.Errorf("the reasons are %q and %q", cases[1].Why, cases[2].Why)
	}
	s.press("P", "P")
	s.answer = "as agreed on Monday"
	s.press("W")
	if got := s.session.Review().Cases()[1].Why; got != s.answer {
		t.Errorf("said afterwards the reason is %q", got)
	}
}

func TestVersionOfOnesOwn(t *testing.T) {
	s := newReviewStage(t)
	s.press("N", "E")
	if !s.table.Adjusting() || len(s.selected) != 1 || talks[s.selected[0].Start:s.selected[0].End] != "Idris Valen" {
		t.Fatalf("the version in the making has %v selected", s.selected)
	}
	s.selects("Idris ")
	s.press("1", "Enter")
	if got := s.gold(); got != "person Idris" || s.table.Adjusting() {
		t.Errorf("the gold set has %s", got)
	}
	s.press("E", "Esc")
	if s.table.Adjusting() || s.session.Review() == nil {
		t.Error("Esc leaves more than the version in the making")
	}
}

// Nothing in a review writes into the annotator's own set.
func TestReviewLeavesOwnSetAlone(t *testing.T) {
	s := newReviewStage(t)
	before := s.session.Desk().Set()
	s.selects("Friday")
	for _, c := range s.table.Commands() {
		if (c.Menu == Annotate || c.Menu == Document) && !stepsDocuments[c.ID] && c.Reason() == "" {
			t.Errorf("%s is possible in a review", c.ID)
		}
	}
	for _, key := range []string{"1", "A", "D", "Ctrl+Enter", "Ctrl+Z"} {
		s.press(key)
	}
	if !s.session.Desk().Set().Equal(before) {
		t.Error("the annotator's own set is another")
	}
}

func TestGoldDecidesNothingAboutItself(t *testing.T) {
	s := newReviewStage(t)
	s.press("A")
	if _, err := s.session.OpenReview(context.Background(), []model.Annotator{"ana", "ben", model.Gold}); err != nil {
		t.Fatal(err)
	}
	before := s.gold()
	s.press("A", "3", "X", "0", "E", "Ctrl+Enter")
	if got := s.gold(); got != before {
		t.Errorf("the gold set went from %s to %s", before, got)
	}
	if !strings.Contains(s.said, "gold") {
		t.Errorf("said: %q", s.said)
	}
}

// TestNextUnreviewed: what is left is found behind the document first, and then
// from the start of the list.
func TestNextUnreviewed(t *testing.T) {
	s := newReviewStage(t)
	here := s.session.Review().Document().ID
	listed := func(id model.DocumentID, gold model.Status) model.Summary {
		return model.Summary{ID: id, Sets: []model.SetSummary{
			{Annotator: "ana", Status: model.StatusDone}, {Annotator: "ben", Status: model.StatusDone}, {Annotator: model.Gold, Status: gold},
		}}
	}
	open, done := model.StatusInProgress, model.StatusDone
	alone := model.Summary{ID: "alone", Sets: []model.SetSummary{{Annotator: "ana", Status: model.StatusDone}}}
	for _, row := range []struct {
		list []model.Summary
		next model.DocumentID
		n    int
	}{
		{[]model.Summary{listed("a", open), listed(here, done), listed("b", done), listed("c", open)}, "c", 2},
		{[]model.Summary{listed("a", open), listed("b", open), listed(here, done), alone}, "a", 2},
		{[]model.Summary{listed("a", done), listed(here, done), alone}, "", 0},
	} {
		if next, n := NextUnreviewed(row.list, s.session.Review()); next != row.next || n != row.n {
			t.Errorf("%d to go, %q next, want %d and %q", n, next, row.n, row.next)
		}
	}
}
