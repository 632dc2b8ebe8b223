package gui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragoman/app/background"
	"dragoman/app/cli/headless/wiring"
	"dragoman/model"
)

// places returns what the list holds, "label: text" each.
func (e *everywhere) places() string {
	var lines []string
	for _, o := range e.shown {
		lines = append(lines, o.Annotation.Label+": "+o.Text)
	}
	return strings.Join(lines, ", ")
}

func (s *stage) label(words, key string) {
	s.t.Helper()
	s.space.article.SelectSpans([]model.Span{s.spanOf(words)})
	s.key(key)
}

func TestListOfAllAnnotations(t *testing.T) {
	s := newStage(t)
	e := s.openEverywhere()
	s.drain()
	if got := e.summary.Text(); !strings.HasPrefix(got, "No annotations yet") {
		t.Errorf("an empty list says %q", got)
	}
	s.key("Esc")
	s.label("Lena Moravec", "1")
	s.label("met", "2")
	s.label("Idris Valen", "1")
	valen := s.space.active
	s.key("Ctrl+PageDown")
	s.label("Tomas Arrigo", "1")

	e = s.openEverywhere()
	s.drain()
	if got, want := e.places(), "meeting: met, person: Idris Valen, person: Lena Moravec, person: Tomas Arrigo"; got != want {
		t.Errorf("the list is %s, want %s", got, want)
	}
	for _, c := range []struct{ label, typed, places, summary string }{
		{"person", "", "person: Idris Valen, person: Lena Moravec, person: Tomas Arrigo", "3 of 4 annotations"},
		{"", "FERRY", "person: Tomas Arrigo", "1 of 4 annotations"}, // by the title
		{"meeting", "valen", "", "Nothing found. Try fewer letters, or all labels."},
		{"person", " valen", "person: Idris Valen", "1 of 4 annotations"},
	} {
		e.filter.SetText(c.typed)
		e.chips[slices.Index(e.names, c.label)].OnTapped()
		s.drain()
		if e.places() != c.places || e.summary.Text() != c.summary {
			t.Errorf("%q %q: %s, %s", c.label, c.typed, e.places(), e.summary.Text())
		}
	}
	e.list.Select(0)
	if s.space.active != valen || s.session.Desk().Document().Title != "A talk in the harbour" || len(s.sheets) > 0 {
		t.Error("the click leads elsewhere")
	}
}

// What is asked for last is what is shown, and a failure is told.
func TestListOfAllAnnotationsWhileItIsRead(t *testing.T) {
	s := newStage(t)
	s.label("Lena Moravec", "1")
	s.label("Idris Valen", "1")
	e := s.openEverywhere()
	e.filter.SetText("lena")
	e.filter.SetText("idris")
	s.drain()
	if got := e.places(); got != "person: Idris Valen" {
		t.Errorf("the list shows %q", got)
	}
	s.opened.Annotations = func(context.Context, model.AnnotationQuery) ([]model.Occurrence, error) {
		return nil, errors.New("the disk is gone")
	}
	e.filter.SetText("")
	s.drain()
	if got := e.summary.Text(); got != "The disk is gone" {
		t.Errorf("the person reads %q", got)
	}
}

// The list reads a project file page by page, as it is scrolled.
func TestListOfAllAnnotationsOfAFile(t *testing.T) {
	s := &stage{t: t, queue: background.NewQueue()}
	project, err := wiring.Create(context.Background(), filepath.Join(t.TempDir(), "long.dragoman"), stageSchema(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := project.Close(); err != nil {
			t.Error(err)
		}
	})
	ids := manyNames(t, project)
	s.open(&Opened{Project: project, Writer: project, Search: project.Find, Annotations: project.Annotations})

	e := s.openEverywhere()
	s.drain()
	if got, want := e.summary.Text(), "The first 200 of 450 annotations; scroll to see more"; got != want {
		t.Errorf("first %q, want %q", got, want)
	}
	for range 3 {
		e.list.ScrollToBottom()
		s.drain()
	}
	if got := e.summary.Text(); got != "450 of 450 annotations" {
		t.Errorf("at the end %q", got)
	}
	for i, o := range e.shown {
		if want := fmt.Sprintf("name%03d", i); o.Text != want {
			t.Fatalf("row %d is %q, want %q", i, o.Text, want)
		}
	}
	e.filter.SetText("NÁME333")
	s.drain()
	if got := e.places(); got != "person: name333" {
		t.Errorf("the list shows %q", got)
	}
	e.list.Select(0)
	if s.space.active != ids[333] {
		t.Error("the click leads elsewhere")
	}
}

// manyNames adds a document with 450 annotations.
func manyNames(t *testing.T, project wiring.Project) []model.AnnotationID {
	t.Helper()
	var text strings.Builder
	var ids []model.AnnotationID
	status := model.StatusInProgress
	set := model.Change{Owner: "ana", By: "ana", Name: "label", Status: &model.Edit[model.Status]{New: &status}}
	for i := range 2*placesAtOnce + 50 {
		a := model.Annotation{ID: model.NewAnnotationID(), Label: "person", Origin: model.OriginManual}
		start := text.Len()
		fmt.Fprintf(&text, "name%03d", i)
		a.Fragments = []model.Span{{Start: start, End: text.Len()}}
		text.WriteString(" came. ")
		ids, set.Annotations = append(ids, a.ID), append(set.Annotations, model.Insert(a))
	}
	d := model.NewDocument(text.String(), "Many", "")
	set.Document = d.ID
	step := model.Step{Name: "import", Project: true, Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}, Changes: []model.Change{set}}
	if _, err := project.Save(context.Background(), step); err != nil {
		t.Fatal(err)
	}
	return ids
}
