package session_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dragoman/app/session"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
	"dragoman/model/modeltest"
)

// project returns a project with the documents of the notations; the marks of
// each are ana's set.
func project(t testing.TB, notations ...string) (*sessiontest.Project, []model.DocumentID) {
	t.Helper()
	p := sessiontest.NewProject(modeltest.Schema())
	var ids []model.DocumentID
	for _, notation := range notations {
		doc, set := modeltest.Parse(notation)
		add(t, p, doc)
		ids = append(ids, doc.ID)
		empty := model.AnnotationSet{Document: doc.ID, Annotator: set.Annotator, Status: set.Status}
		if change := model.Diff(empty, set); !change.Empty() {
			save(t, p, model.Step{Name: "import", Project: true, Changes: []model.Change{change}})
		}
	}
	return p, ids
}

func add(t testing.TB, p *sessiontest.Project, doc model.Document) {
	t.Helper()
	save(t, p, model.Step{Name: "import", Documents: []model.DocumentEdit{{ID: doc.ID, Added: &doc}}})
}

func save(t testing.TB, p *sessiontest.Project, step model.Step) {
	t.Helper()
	if _, err := p.Save(t.Context(), step); err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, p *sessiontest.Project, annotator model.Annotator, id model.DocumentID) *session.Session {
	t.Helper()
	s, err := session.Open(t.Context(), p, annotator)
	must(t, err)
	must(t, s.OpenDocument(t.Context(), id))
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// label labels the first occurrence of the words.
func label(t testing.TB, s *session.Session, words, name string) model.AnnotationID {
	t.Helper()
	w, err := s.Work()
	must(t, err)
	at := strings.Index(w.Document.Text.String(), words)
	id := model.NewAnnotationID()
	change, err := model.AddLabel(w, id, []model.Span{{Start: at, End: at + len(words)}}, name)
	must(t, err)
	_, err = s.Do(t.Context(), change)
	must(t, err)
	return id
}

func printed(t testing.TB, p *sessiontest.Project, id model.DocumentID, annotator model.Annotator) string {
	t.Helper()
	doc, err := p.Document(t.Context(), id)
	must(t, err)
	set, err := p.Set(t.Context(), id, annotator)
	must(t, err)
	return modeltest.Print(doc, set)
}

func TestEditsAreInTheProjectBeforeTheyAreCurrent(t *testing.T) {
	p, ids := project(t, "Ana met Bo.")
	s := open(t, p, "ana", ids[0])
	label(t, s, "Ana", "person")
	if got := printed(t, p, ids[0], "ana"); got != "[person Ana] met Bo." {
		t.Errorf("the project holds %s", got)
	}

	before := s.Desk().Set()
	p.Fail = errors.New("disk full")
	change, err := model.AddLabel(s.Desk().Work(), model.NewAnnotationID(), []model.Span{{Start: 8, End: 10}}, "person")
	must(t, err)
	if _, err := s.Do(t.Context(), change); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("a failed save gave %v", err)
	}
	if !s.Desk().Set().Equal(before) {
		t.Error("a failed save changed what is current")
	}
	if change, err := s.Undo(t.Context()); err != nil || !strings.Contains(change.Name, "Ana") {
		t.Errorf("after a failed save undo is about %q, %v", change.Name, err)
	}
}

func TestUndoAndRedoSurviveReopening(t *testing.T) {
	p, ids := project(t, "Ana met Bo.")
	s := open(t, p, "ana", ids[0])
	label(t, s, "Ana", "person")
	label(t, s, "met", "meeting")
	_, err := s.Undo(t.Context())
	must(t, err)

	s = open(t, p, "ana", ids[0])
	if err := s.Desk().CanRedo(); err != nil {
		t.Error(err)
	}
	if change, err := s.Redo(t.Context()); err != nil || change.Name != "label “met” as meeting" {
		t.Errorf("redo is about %q, %v", change.Name, err)
	}
	if err := s.Desk().CanRedo(); !errors.Is(err, model.ErrNothingToRedo) {
		t.Errorf("after all is done again there is %v", err)
	}
	if got := printed(t, p, ids[0], "ana"); got != "[person Ana] [meeting met] Bo." {
		t.Errorf("after redo: %s", got)
	}
	for range 2 {
		_, err = s.Undo(t.Context())
		must(t, err)
	}
	if set := s.Desk().Set(); set.Status != model.StatusUnset || len(set.Annotations) != 0 {
		t.Errorf("after undoing all: %+v", set)
	}
	if _, err := s.Undo(t.Context()); !errors.Is(err, model.ErrNothingToUndo) {
		t.Errorf("one undo too many gave %v", err)
	}
}

func TestEmptyChangeDoesNothing(t *testing.T) {
	p, ids := project(t, "Ana met Bo.")
	s := open(t, p, "ana", ids[0])
	if n, err := s.Do(t.Context(), model.Change{}); n != 0 || err != nil {
		t.Errorf("got %d, %v", n, err)
	}
	if entries, _ := p.Log(t.Context(), ids[0], "ana"); len(entries) != 0 {
		t.Errorf("it is in the log: %v", entries)
	}
}

func TestReadOnlyProjectRefusesEverything(t *testing.T) {
	p, ids := project(t, "[person Ana] met Bo.")
	s := open(t, p, "ana", ids[0])
	p.ReadOnly = true
	change, err := model.Delete(s.Desk().Work(), s.Desk().Set().Annotations[0].ID)
	must(t, err)
	_, doing := s.Do(t.Context(), change)
	for what, err := range map[string]error{
		"edit":       doing,
		"properties": s.SetFlag(t.Context(), ids[0], model.Flagged, "look"),
		"step":       s.UndoStep(t.Context()),
	} {
		if !errors.Is(err, model.ErrReadOnly) {
			t.Errorf("%s gave %v", what, err)
		}
	}
}

func TestListFollowsEdits(t *testing.T) {
	p, ids := project(t, "Ana met Bo.", "[person Cy] left.")
	s := open(t, p, "bo", ids[0])
	held := slices.Clone(s.Documents())
	label(t, s, "Ana", "person")
	must(t, s.SetFlag(t.Context(), ids[1], model.Skipped, "too short"))
	want, err := p.Documents(t.Context())
	must(t, err)
	if diff := cmp.Diff(want, s.Reviewable()); diff != "" {
		t.Errorf("the list differs from the project (-project +list):\n%s", diff)
	}
	for _, d := range held {
		if len(d.Sets) != 0 && d.ID == ids[0] {
			t.Error("a summary that somebody held was written to")
		}
	}
}

func TestListenersGetOldNewAndChange(t *testing.T) {
	p, ids := project(t, "Ana met Bo.")
	s := open(t, p, "ana", ids[0])
	var events []session.Event
	stop := s.Listen(func(e session.Event) { events = append(events, e) })
	label(t, s, "Ana", "person")
	if len(events) != 2 {
		t.Fatalf("events: %#v", events)
	}
	e, ok := events[0].(session.SetChanged)
	if !ok || len(e.Old.Annotations) != 0 || len(e.New.Annotations) != 1 || e.Change.Touched()[0].End != 3 {
		t.Errorf("first event: %#v", events[0])
	}
	if l, ok := events[1].(session.ListChanged); !ok || l.Document != ids[0] {
		t.Errorf("second event: %#v", events[1])
	}
	stop()
	label(t, s, "Bo", "person")
	if len(events) != 2 {
		t.Error("told after stop")
	}
}

func TestNextDocumentPassesOverSkippedOnes(t *testing.T) {
	p, ids := project(t, "a", "b", "c")
	s := open(t, p, "ana", ids[0])
	list := s.Documents()
	must(t, s.OpenDocument(t.Context(), list[0].ID))
	must(t, s.SetFlag(t.Context(), list[1].ID, model.Skipped, ""))
	there, err := s.NextDocument(t.Context())
	if !there || err != nil || s.Desk().Document().ID != list[2].ID {
		t.Errorf("next is %v, %v, %v", s.Desk().Document().ID, there, err)
	}
	if there, _ := s.NextDocument(t.Context()); there {
		t.Error("there is one behind the last")
	}
	if there, _ := s.PreviousDocument(t.Context()); !there || s.Desk().Document().ID != list[0].ID {
		t.Error("previous is not the first")
	}
}

func TestNextDocumentFollowsTheOrder(t *testing.T) {
	p, ids := project(t, "a", "bbb", "cc")
	s := open(t, p, "ana", ids[1])
	s.SetOrder(model.ByLength)
	for _, want := range []model.DocumentID{ids[2], ids[0]} {
		if there, err := s.NextDocument(t.Context()); !there || err != nil || s.Desk().Document().ID != want {
			t.Errorf("next is %v, %v, %v, want %v", s.Desk().Document().ID, there, err, want)
		}
	}
	if there, _ := s.NextDocument(t.Context()); there {
		t.Error("there is one behind the shortest")
	}
	if there, _ := s.PreviousDocument(t.Context()); !there || s.Desk().Document().ID != ids[2] {
		t.Error("previous is not the one that is longer")
	}
}

func TestSwitchAnnotator(t *testing.T) {
	p, ids := project(t, "[person Ana] met Bo.")
	s := open(t, p, "bo", ids[0])
	must(t, s.SwitchAnnotator(t.Context(), " ana "))
	if len(s.Desk().Set().Annotations) != 1 || s.Annotator() != "ana" {
		t.Errorf("%s has %v", s.Annotator(), s.Desk().Set())
	}
	for _, name := range []model.Annotator{"", " ", "gold", "all", "a\nb", model.Annotator(strings.Repeat("x", 101))} {
		if err := s.SwitchAnnotator(t.Context(), name); err == nil {
			t.Errorf("%q was taken", name)
		}
	}
}

// TestDeskKeepsTheLaws does random verbs, undo and redo and compares each state
// with a stack of snapshots.
func TestDeskKeepsTheLaws(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := sessiontest.NewProject(modeltest.Schema())
		doc := modeltest.Document().Draw(rt, "document")
		add(t, p, doc)
		desk, err := session.OpenDesk(context.Background(), p, doc.ID, "ana")
		must(t, err)
		past, future := []model.AnnotationSet{desk.Set()}, []model.AnnotationSet(nil)
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			switch rapid.IntRange(0, 3).Draw(rt, "kind") {
			case 0:
				_, _, err := desk.Undo(context.Background())
				if len(past) == 1 != errors.Is(err, model.ErrNothingToUndo) {
					rt.Fatalf("undo with %d states: %v", len(past), err)
				}
				if err == nil {
					future = append(future, past[len(past)-1])
					past = past[:len(past)-1]
				}
			case 1:
				_, _, err := desk.Redo(context.Background())
				if len(future) == 0 != errors.Is(err, model.ErrNothingToRedo) {
					rt.Fatalf("redo with %d undone: %v", len(future), err)
				}
				if err == nil {
					past = append(past, future[len(future)-1])
					future = future[:len(future)-1]
				}
			default:
				change, err := modeltest.Change(rt, desk.Work())
				if err != nil || change.Empty() {
					continue
				}
				_, err = desk.Do(context.Background(), change)
				must(t, err)
				past, future = append(past, desk.Set()), nil
			}
			if !desk.Set().Equal(past[len(past)-1]) {
				rt.Fatalf("the set is %v, want %v", desk.Set(), past[len(past)-1])
			}
			again, err := session.OpenDesk(context.Background(), p, doc.ID, "ana")
			must(t, err)
			if !again.Set().Equal(desk.Set()) {
				rt.Fatalf("the project holds %v, the desk %v", again.Set(), desk.Set())
			}
		}
	})
}
