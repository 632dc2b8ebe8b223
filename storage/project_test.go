package storage

import (
	"context"
	"path/filepath"
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
