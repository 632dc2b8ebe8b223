package command

import (
	"errors"
	"strings"
	"testing"

	"dragoman/model"
)

const news = "Lena Moravec met Idris Valen on Friday. “Nothing is closed,” she told him. “We stay.”"

func TestLabelRelabelAndDelete(t *testing.T) {
	s := newStage(t, news)
	s.selects("Lena Moravec")
	s.press("1")
	s.want("person Lena Moravec")
	if len(s.selected) != 0 {
		t.Error("the selection stays after labelling")
	}
	s.press("2")
	s.want("meeting Lena Moravec")
	s.press("Del")
	s.want()
	s.press("Ctrl+Z", "Ctrl+Z")
	s.want("person Lena Moravec")
	s.press("Ctrl+Shift+Z")
	s.want("meeting Lena Moravec")
	s.press("Ctrl+Z", "Ctrl+Z")
	s.want()
	if s.press("Ctrl+Z"); !strings.Contains(s.said, "nothing to undo") {
		t.Errorf("at the bottom of the stack %q is said", s.said)
	}
}

// A drag takes the blank beside a word along: nobody means it.
func TestOuterWhiteSpaceIsNotLabelled(t *testing.T) {
	s := newStage(t, news)
	s.selects(" Idris Valen ")
	s.press("1")
	s.want("person Idris Valen")
	s.selects(" on Friday")
	s.press("F")
	s.want("person Idris Valen+on Friday")
	s.press("Esc")
	s.selects(" ")
	s.press("1")
	if !errors.Is(s.failed, errBlank) {
		t.Errorf("labelling a blank: %v, want a refusal", s.failed)
	}
	s.want("person Idris Valen+on Friday")
}

func TestLabelNeedsAChoice(t *testing.T) {
	s := newStage(t, news)
	s.press("1")
	s.want()
	if s.said != noSelection {
		t.Errorf("%q is said, want what to do first", s.said)
	}
}

func TestTheSameTwiceIsRefused(t *testing.T) {
	s := newStage(t, news)
	s.selects("met")
	s.press("2")
	s.selects("met")
	s.press("2")
	if !errors.Is(s.failed, model.ErrDuplicate) {
		t.Errorf("labelling twice: %v, want a refusal", s.failed)
	}
	s.want("meeting met")
	if text := Explain(s.failed); !strings.Contains(text, "Select other words") {
		t.Errorf("the person reads %q, without a next step", text)
	}
}

func TestBoundaries(t *testing.T) {
	s := newStage(t, news)
	s.selects("Moravec")
	s.press("1")
	for _, step := range []struct{ key, want string }{
		{"{", "person Lena Moravec"},
		{"]", "person Lena Moravec met"},
		{"[", "person Lena Moravec"},
		{"[", "person Lena"},
		{"Ctrl+]", "person Lena "},
		{"Ctrl+[", "person Lena"},
		{"Ctrl+Shift+]", "person ena"},
		{"Ctrl+Shift+[", "person Lena"},
		{"]", "person Lena Moravec"},
		{"}", "person Moravec"},
	} {
		s.press(step.key)
		s.want(step.want)
	}
	s.press("[")
	s.want("person Moravec")
	if s.failed == nil {
		t.Error("an annotation shrank to nothing")
	}
}

func TestFragments(t *testing.T) {
	s := newStage(t, news)
	s.selects("Nothing is closed")
	s.press("3")
	s.selects("We stay")
	s.press("F")
	s.want("statement Nothing is closed+We stay")
	s.caret = strings.Index(news, "We stay") + 3
	s.press("Shift+F")
	s.want("statement Nothing is closed")
	s.press("Shift+F")
	s.want("statement Nothing is closed")
	if !strings.Contains(s.said, "one fragment only") {
		t.Errorf("%q is said", s.said)
	}
}

func TestStepping(t *testing.T) {
	s := newStage(t, news)
	for _, w := range []string{"Lena Moravec", "Idris Valen", "met"} {
		s.selects(w)
		s.press(map[bool]string{true: "2", false: "1"}[w == "met"])
	}
	s.active, s.caret = "", 0
	var seen []string
	for range 4 {
		s.press("N")
		a, _ := s.table.active()
		seen = append(seen, s.describe(a))
	}
	if got := strings.Join(seen, ", "); got != "person Lena Moravec, meeting met, person Idris Valen, person Lena Moravec" {
		t.Errorf("N goes to %s", got)
	}
	s.press("P")
	if a, _ := s.table.active(); s.describe(a) != "person Idris Valen" {
		t.Errorf("P goes to %s", s.describe(a))
	}
	s.selects("Lena Moravec met Idris")
	s.press("3", "O")
	if a, _ := s.table.active(); a.Label == "statement" {
		t.Error("O stays where it is, though others overlap")
	}
}

func TestLinking(t *testing.T) {
	s := newStage(t, news)
	for _, w := range []struct{ words, key string }{{"Lena Moravec", "1"}, {"Idris Valen", "1"}, {"Nothing is closed", "3"}} {
		s.selects(w.words)
		s.press(w.key)
	}
	s.press("L")
	if !s.table.Linking() {
		t.Fatal("L begins no link")
	}
	if c, _ := s.table.ByKey("N", true); c.ID != "link.next" {
		t.Errorf("while linking N is %s", c.ID)
	}
	s.press("N", "Enter") // the nearest is Valen; the next is Moravec
	s.want("person Lena Moravec", "person Idris Valen", "statement Nothing is closed",
		"speaker: statement Nothing is closed > person Lena Moravec")
	if len(s.choices) > 0 {
		t.Error("Enter asks which relation, though one is shown")
	}
	if s.table.Linking() {
		t.Error("linking goes on after the link was made")
	}
	s.press("L", "Esc")
	if s.table.Linking() {
		t.Error("Esc does not leave")
	}
	s.press("Shift+L")
	s.want("person Lena Moravec", "person Idris Valen", "statement Nothing is closed")
}

func TestLinkTakesTheRelationThatIsShown(t *testing.T) {
	s := newStage(t, news)
	s.selects("Idris Valen")
	s.press("1")
	s.selects("Nothing is closed")
	s.press("3", "L")
	for _, want := range []string{"as speaker", "as addressee", "as speaker", "as addressee"} {
		if !strings.Contains(s.said, want) {
			t.Fatalf("%q is said, want %q", s.said, want)
		}
		s.press("T")
	}
	s.press("T", "Enter", "L")
	if !strings.Contains(s.said, "as speaker") {
		t.Errorf("a second link: %q is said", s.said)
	}
	if s.press("T"); !strings.Contains(s.said, "only this relation") {
		t.Errorf("where only one relation is left, T says %q", s.said)
	}
	s.press("Enter")
	s.want("person Idris Valen", "statement Nothing is closed",
		"addressee: statement Nothing is closed > person Idris Valen",
		"speaker: statement Nothing is closed > person Idris Valen")
}

func TestClickOnAPartnerAsksWhichRelation(t *testing.T) {
	s := newStage(t, news)
	s.selects("Idris Valen")
	s.press("1")
	person := s.active
	s.selects("Nothing is closed")
	s.press("3", "L")
	s.take = 1
	if err := s.table.TakePartner(person); err != nil {
		t.Fatal(err)
	}
	s.want("person Idris Valen", "statement Nothing is closed", "addressee: statement Nothing is closed > person Idris Valen")
}

// Who is named within a statement is the last that may have made it.
func TestPartnersWithinComeLast(t *testing.T) {
	s := newStage(t, news)
	for _, w := range []struct{ words, key string }{{"Idris Valen", "1"}, {"Lena Moravec", "1"}, {"Idris Valen on Friday", "3"}} {
		s.selects(w.words)
		s.press(w.key)
	}
	s.press("L", "Enter")
	s.want("person Lena Moravec", "statement Idris Valen on Friday", "person Idris Valen",
		"speaker: statement Idris Valen on Friday > person Lena Moravec")
}

// A denial is offered its speaker before the statement that is nearer, and the
// statement once it has one.
func TestTheSpeakerOfADenialComesFirst(t *testing.T) {
	s := newStage(t, news)
	for _, w := range []struct{ words, key string }{{"Lena Moravec", "1"}, {"Nothing is closed", "3"}, {"We stay", "4"}} {
		s.selects(w.words)
		s.press(w.key)
	}
	marked := []string{"person Lena Moravec", "statement Nothing is closed", "denial We stay"}
	s.press("L", "Enter")
	s.want(append(marked, "speaker: denial We stay > person Lena Moravec")...)
	s.press("L")
	if w := s.table.work(); s.table.offered()[0].Type.Name != "denies" {
		t.Errorf("offered is %v of %v", s.table.offered()[0].Type.Name, w.Set.Relations)
	}
}

// A link may be begun at its other end.
func TestLinkFromThePartner(t *testing.T) {
	s := newStage(t, news)
	s.selects("met")
	s.press("2")
	s.selects("Idris Valen")
	s.press("1", "L", "Enter")
	s.want("meeting met", "person Idris Valen", "participant: meeting met > person Idris Valen")
}

func TestAttributeByKeyboard(t *testing.T) {
	s := newStage(t, news)
	s.selects("met")
	s.press("2")
	s.take = 1
	s.press("A")
	a, _ := s.table.active()
	if got := a.Attribute("state"); got != "planned" {
		t.Errorf("state is %q, want planned", got)
	}
}

func TestStatusAndNext(t *testing.T) {
	s := newStage(t, news)
	s.press("D")
	if got := s.session.Desk().Set().Status; got != model.StatusDone {
		t.Errorf("status is %q", got)
	}
	s.press("D")
	if s.said == "" {
		t.Error("marking as done twice says nothing")
	}
	s.press("Ctrl+PageDown")
	if s.failed == nil || !strings.Contains(s.failed.Error(), "last document") {
		t.Errorf("past the last document: %v", s.failed)
	}
}

// By status a document that is marked as done goes to the end of the list; what
// follows is what followed it before.
func TestDoneAndNextFollowsTheOrder(t *testing.T) {
	s := newStage(t, news)
	other := model.NewDocument("Another article.", "Z", "")
	step := model.Step{Name: "import", Project: true, Documents: []model.DocumentEdit{{ID: other.ID, Added: &other}}}
	if _, err := s.project.Save(t.Context(), step); err != nil {
		t.Fatal(err)
	}
	if err := s.session.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.table.RunID("view.sort_status")
	s.press("Ctrl+Enter")
	if s.session.Desk().Document().ID != other.ID || s.failed != nil {
		t.Errorf("after done %s is open, %v, want the one that is new", s.session.Desk().Document().Title, s.failed)
	}
	s.table.RunID("view.sort_status")
	if !strings.Contains(s.said, "sorted by status already") {
		t.Errorf("sorting again says %q", s.said)
	}
}

func TestUnion(t *testing.T) {
	got := Union([]model.Span{{Start: 5, End: 9}}, []model.Span{{Start: 0, End: 5}, {Start: 12, End: 14}})
	want := []model.Span{{Start: 0, End: 9}, {Start: 12, End: 14}}
	if !model.EqualSpans(got, want) {
		t.Errorf("Union = %v, want %v", got, want)
	}
}
