package gui

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dragoman/app/background"
	"dragoman/app/gui/panel"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
)

// longList is a project that counts how often its whole list is read, and by
// whom.
type longList struct {
	*sessiontest.Project
	fail  error
	reads []string
}

func (p *longList) Documents(ctx context.Context) ([]model.Summary, error) {
	p.reads = append(p.reads, string(debug.Stack()))
	if p.fail != nil {
		return nil, p.fail
	}
	return p.Project.Documents(ctx)
}

// newLong makes a window on a project with many documents, of which it reads
// eight first, around the one that was open last.
func newLong(t *testing.T) (*Window, *longList, *background.Queue) {
	t.Helper()
	project := &longList{Project: sessiontest.NewProject(stageSchema(t))}
	project.Near = 4
	step := model.Step{Name: "import", Project: true}
	for i := range 200 {
		d := model.NewDocument(fmt.Sprintf("%d: %s", i, harbour), fmt.Sprintf("Article %03d", i), "")
		step.Documents = append(step.Documents, model.DocumentEdit{ID: d.ID, Added: &d})
	}
	if _, err := project.Save(t.Context(), step); err != nil {
		t.Fatal(err)
	}
	a, queue := test.NewTempApp(t), background.NewQueue()
	forget(t)
	settings{a.Preferences()}.setLastDocument(string(step.Documents[120].ID))
	w := New(t.Context(), a, Deps{
		Runner: &background.Runner{UI: queue.Put}, Path: firstPath, Annotator: "ana",
		Open: func(context.Context, string, bool) (*Opened, error) {
			return &Opened{Path: firstPath, Project: project, Writer: project, Close: func() error { return nil }}, nil
		},
	})
	for range 100 {
		if w.first.soon() {
			break
		}
	}
	w.win.Resize(fyne.NewSize(1280, 800))
	return w, project, queue
}

// A long list is read when the window is there: until then nothing asks for more
// of it than is seen. Then no row moves.
func TestALongListIsReadWhenTheWindowIsThere(t *testing.T) {
	w, project, queue := newLong(t)
	w.Show()
	if len(project.reads) > 0 {
		t.Fatalf("the whole list was read before the window was there, by %s", project.reads[0])
	}
	if got := w.session.Desk().Document().Title; got != "Article 120" {
		t.Fatalf("open is %q", got)
	}
	if shown := w.space.documents.Shown(); len(shown) != 8 || shown[0].Title != "Article 116" {
		t.Errorf("listed are %v", shown)
	}
	if chips := texts(w.space.documents.Object()); strings.Contains(chips, "All 8") {
		t.Errorf("a number is told of a part: %s", chips)
	}
	list := w.space.documents.List()
	before := list.GetScrollOffset()
	w.Start()
	queue.Drain(w.deps.Runner)
	if n := len(project.reads); n != 1 {
		t.Errorf("the list was read %d times", n)
	}
	if shown := w.space.documents.Shown(); len(shown) != 200 || !strings.Contains(texts(w.space.documents.Object()), "All 200") {
		t.Errorf("listed are %d documents", len(shown))
	}
	if got, want := list.GetScrollOffset(), before+116*list.RowHeight(); got != want {
		t.Errorf("the list was scrolled by %v, and is by %v now, want %v", before, got, want)
	}
}

// Before the whole list is there a person labels and goes on to the documents that
// are listed without waiting for it; it is waited for by who goes farther. All of
// it is counted.
func TestWorkBesideALongList(t *testing.T) {
	w, project, queue := newLong(t)
	w.Show()
	label := func() {
		w.space.article.view.SelectSpans([]model.Span{{Start: 0, End: 3}})
		w.runID("label.person")
	}
	label()
	if got := w.space.documents.Shown()[4].Set("ana").Annotations; got != 1 {
		t.Errorf("the list shows %d annotations", got)
	}
	w.runID("document.next")
	w.runID("document.previous")
	w.runID("document.next")
	if n := len(project.reads); n > 0 {
		t.Fatalf("the whole list was read by %s", project.reads[0])
	}
	for range 5 {
		w.runID("document.next")
	}
	if got := w.session.Desk().Document().Title; got != "Article 126" {
		t.Errorf("open is %q", got)
	}
	label()
	w.Start()
	queue.Drain(w.deps.Runner)
	if n := len(project.reads); n != 1 {
		t.Errorf("the list was read %d times", n)
	}
	for _, s := range w.space.documents.Shown() {
		if n := s.Set("ana").Annotations; (s.Title == "Article 120" || s.Title == "Article 126") != (n == 1) {
			t.Errorf("%s has %d annotations", s.Title, n)
		}
	}
}

// A search, a filter and another order go through all documents.
func TestSearchingALongList(t *testing.T) {
	for what, do := range map[string]func(w *Window){
		"search": func(w *Window) { w.space.documents.SetFound([]int{7}) },
		"order":  func(w *Window) { w.session.SetOrder(model.ByLength) },
		"filter": func(w *Window) { w.space.documents.SetFilter(panel.FilterDone) },
	} {
		w, project, _ := newLong(t)
		w.Show()
		do(w)
		all, want := w.space.documents.Shown(), map[string]int{"search": 1, "order": 200}[what]
		if len(project.reads) != 1 || len(all) != want {
			t.Errorf("%s: %d documents are shown, want %d", what, len(all), want)
		}
	}
}

// A project whose list cannot be read is not open, and the person is told.
func TestALongListThatCannotBeRead(t *testing.T) {
	w, project, queue := newLong(t)
	project.fail = errors.New("the disk is gone")
	w.Show()
	w.Start()
	queue.Drain(w.deps.Runner)
	if w.opened != nil || !strings.Contains(w.status.said, "the disk is gone") {
		t.Errorf("open is %v, said is %q", w.opened, w.status.said)
	}
}
