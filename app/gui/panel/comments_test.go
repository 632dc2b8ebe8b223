package panel

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"dragoman/app/gui/ui"
	"dragoman/model"
)

// thread comments, out of order, with an answer to one that is not there.
func talk() []model.Comment {
	at := func(minute int) time.Time { return time.Date(2026, 3, 2, 9, minute, 0, 0, time.UTC) }
	return []model.Comment{
		{ID: "d", Answers: "b", At: at(4), By: "ana", Text: "later answer"},
		{ID: "b", At: at(2), By: "ben", Text: "second"},
		{ID: "c", Answers: "b", At: at(3), By: "ana", Text: "first answer"},
		{ID: "a", At: at(1), By: "ana", Text: "first"},
		{ID: "e", At: at(0), By: "ben", Text: "settled", Resolved: true},
		{ID: "f", Answers: "gone", At: at(5), By: "ben", Text: "orphan"},
	}
}

func TestThreadsStandInOrder(t *testing.T) {
	open, settled := threads(talk())
	var got []string
	for _, thread := range append(open, settled...) {
		var texts []string
		for _, c := range thread {
			texts = append(texts, c.Text)
		}
		got = append(got, strings.Join(texts, ", "))
	}
	if want := "first | second, first answer, later answer | orphan | settled"; strings.Join(got, " | ") != want || len(settled) != 1 {
		t.Errorf("the threads are %q", got)
	}
}

// press presses the part of that name.
func (c *Comments) press(t *testing.T, name string) {
	t.Helper()
	for _, p := range c.Parts() {
		if b, ok := p.Object.(*ui.Button); ok && p.Name == name {
			b.OnTapped()
			return
		}
	}
	t.Fatalf("there is no %q to press", name)
}

func TestCommentsAreWrittenAnsweredAndResolved(t *testing.T) {
	test.NewTempApp(t)
	c := NewComments()
	var told []string
	c.OnNew = func(text string) bool { told = append(told, "new "+text); return true }
	c.OnAnswer = func(to model.CommentID, text string) bool {
		told = append(told, "answer "+string(to)+" "+text)
		return true
	}
	c.OnResolve = func(first model.CommentID, resolved bool) {
		told = append(told, map[bool]string{true: "resolve ", false: "open "}[resolved]+string(first))
	}
	fields := map[*ui.Entry]int{}
	c.OnField = func(e *ui.Entry) { fields[e]++ }
	c.Set(Talk{Comments: talk()})
	if c.Open() != 3 {
		t.Errorf("%d threads are open, want 3", c.Open())
	}
	c.New.SetText("draft")
	c.Set(Talk{Comments: talk()})
	if c.New.Text != "draft" {
		t.Error("what was typed is gone when the comments are shown anew")
	}
	c.press(t, "comment")
	c.press(t, "answer b")
	c.answer.SetText("yes")
	c.press(t, "give answer")
	c.press(t, "resolve a")
	c.press(t, "resolved")
	c.press(t, "resolve e")
	if got, want := strings.Join(told, "; "), "new draft; answer b yes; resolve a; open e"; got != want {
		t.Errorf("told was %q, want %q", got, want)
	}
	for _, n := range fields {
		if n != 1 {
			t.Error("a field was given away twice")
		}
	}
	c.Set(Talk{Comments: talk(), May: "Read only."})
	for _, p := range c.Parts() {
		if strings.HasPrefix(p.Name, "answer") || p.Name == "comment" {
			t.Errorf("where nobody may write there is %q", p.Name)
		}
	}
}
