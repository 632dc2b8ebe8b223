package storage

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dragoman/model"
)

var ctx = context.Background()

// testSchema allows what the tests use.
var testSchema = model.Schema{
	Labels: []model.Label{
		{Name: "person", Key: "1", Attributes: []model.AttributeDef{{Name: "name"}}},
		{Name: "meeting", Key: "2", Attributes: []model.AttributeDef{{Name: "state", Values: []string{"held", "planned"}}}},
		{Name: "statement", Key: "3"},
		{Name: "denial", Key: "4"},
	},
	RelationTypes: []model.RelationType{
		{Name: "speaker", From: []string{"statement", "denial"}, To: []string{"person"}},
		{Name: "participant", From: []string{"meeting"}, To: []string{"person"}},
	},
}

func clock() time.Time { return time.Date(2026, 1, 31, 9, 30, 0, 0, time.UTC) }

// newTestProject makes a project that is closed when the test ends.
func newTestProject(t testing.TB) *Project {
	t.Helper()
	p := newOpenProject(t)
	t.Cleanup(func() { closed(t, p) })
	return p
}

// newOpenProject makes a project that the test closes.
func newOpenProject(t testing.TB) *Project {
	t.Helper()
	p, err := Create(ctx, filepath.Join(t.TempDir(), "test.dragoman"), testSchema, Options{Now: clock, Version: "1.0"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func closed(t testing.TB, p *Project) {
	t.Helper()
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}

// reopen closes the project and opens it again.
func reopen(t testing.TB, p *Project) *Project {
	t.Helper()
	closed(t, p)
	return opened(t, p.path, Options{Now: clock, Version: "1.0"})
}

func opened(t testing.TB, path string, opts Options) *Project {
	t.Helper()
	p, err := Open(ctx, path, opts)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// add puts a document into the project.
func add(t testing.TB, p *Project, text, title string) model.Document {
	t.Helper()
	d := model.NewDocument(text, title, title+".txt")
	if _, err := p.Save(ctx, model.Step{Name: "import", Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}}); err != nil {
		t.Fatal(err)
	}
	return d
}

func work(t testing.TB, p *Project, d model.Document, annotator model.Annotator) model.Work {
	t.Helper()
	set, err := p.Set(ctx, d.ID, annotator)
	if err != nil {
		t.Fatal(err)
	}
	return model.Work{Document: d, Schema: testSchema, Set: set, By: annotator}
}

// do saves a change as a step of its own and returns its number.
func do(t testing.TB, p *Project, c model.Change, err error) int64 {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	numbers, err := p.Save(ctx, model.Step{Name: c.Name, By: c.By, Changes: []model.Change{c}})
	if err != nil {
		t.Fatal(err)
	}
	return numbers[0]
}

// label labels a span and returns the id of the annotation.
func label(t testing.TB, p *Project, d model.Document, by model.Annotator, label string, spans ...model.Span) model.AnnotationID {
	t.Helper()
	id := model.NewAnnotationID()
	c, err := model.AddLabel(work(t, p, d, by), id, spans, label)
	do(t, p, c, err)
	return id
}

func sound(t testing.TB, p *Project) {
	t.Helper()
	findings, err := p.Check(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Errorf("check finds %s %s: %s", f.Table, f.Key, f.Problem)
	}
}

func TestListOfDocumentsWithoutTitle(t *testing.T) {
	p := newTestProject(t)
	for _, d := range []struct{ text, title string }{
		{"Ana met Ben.", "One"}, {" \r\n Ben denied it. \nAnd left.", ""}, {strings.Repeat("ж", 10000), ""}, {strings.Repeat(" ", 600) + "far", ""},
	} {
		add(t, p, d.text, d.title)
	}
	found := map[string]bool{}
	for _, s := range must[[]model.Summary](t)(p.Documents(ctx)) {
		found[s.Title+"|"+s.Beginning] = true
		if document := must[model.Document](t)(p.Document(ctx, s.ID)); document.Title != s.Title {
			t.Errorf("the title %q became %q", document.Title, s.Title)
		}
	}
	for _, want := range []string{"One|", "|Ben denied it.", "|" + strings.Repeat("ж", 100) + "…", "|"} {
		if !found[want] {
			t.Errorf("no document is listed as %q: %v", want, found)
		}
	}
	if n := queries(t, p, func(q querier) error { _, err := summaries(q, q); return err }); n != 5 {
		t.Errorf("the list costs %d queries", n)
	}
}
