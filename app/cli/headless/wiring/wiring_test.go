package wiring_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/app/cli"
	"dragoman/app/cli/headless/wiring"
	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/model"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func sample(t *testing.T) wiring.Project {
	t.Helper()
	path := filepath.Join(t.TempDir(), "p.dragoman")
	must(t, cli.Sample(t.Context(), wiring.Deps(), path))
	p := open(t, path)
	t.Cleanup(func() { must(t, p.Close()) })
	return p
}

func open(t *testing.T, path string) wiring.Project {
	t.Helper()
	p, err := wiring.Open(t.Context(), path, false)
	must(t, err)
	return p
}

func export(t *testing.T, p wiring.Project) string {
	t.Helper()
	jsonl, err := job.Format(wiring.Deps().Formats, "jsonl", true)
	must(t, err)
	var b strings.Builder
	_, err = job.Write(t.Context(), p, &b, job.ExportOptions{Format: jsonl}, job.Silent)
	must(t, err)
	return b.String()
}

func sound(t *testing.T, p wiring.Project) {
	t.Helper()
	problems, err := p.Problems(t.Context())
	must(t, err)
	if len(problems) > 0 {
		t.Error("check found", problems)
	}
}

// TestStepsOfTheProjectAreTakenBack undoes and redoes what reaches over
// documents, in a real project file.
func TestStepsOfTheProjectAreTakenBack(t *testing.T) {
	p := sample(t)
	s, err := session.Open(t.Context(), p, "zoe")
	must(t, err)
	states := []string{export(t, p)}
	file := filepath.Join(t.TempDir(), "new.jsonl")
	line := `{"text":"Oslo lies far from Rome.","annotator":"zoe","spans":[{"start":0,"end":4,"label":"place","text":"Oslo"}]}`
	must(t, os.WriteFile(file, []byte(line), 0o644))
	_, err = job.Import(t.Context(), p, job.ImportOptions{Paths: []string{file}, Formats: wiring.Deps().Formats}, job.Silent)
	must(t, err)
	must(t, s.Refresh(t.Context()))
	states = append(states, export(t, p))

	schema := s.Schema()
	schema.Labels = schema.Labels[1:] // person goes
	types := []model.RelationType{}
	for _, r := range schema.RelationTypes {
		if r.Name == "denies" {
			types = append(types, r)
		}
	}
	schema.RelationTypes = types
	plan, err := session.PlanSchema(t.Context(), p, "zoe", session.SchemaEdit{
		New:           schema,
		Labels:        map[string]string{"person": "place"},
		RelationTypes: map[string]string{"participant": "", "speaker": "", "addressee": ""},
	})
	must(t, err)
	if plan.Relabelled < 100 || plan.Relations < 100 {
		t.Errorf("plan: %+v relabelled, %d relations", plan.Relabelled, plan.Relations)
	}
	must(t, s.EditSchema(t.Context(), plan))
	states = append(states, export(t, p))
	sound(t, p)

	must(t, s.UndoStep(t.Context()))
	if got := export(t, p); got != states[1] {
		t.Error("undoing the schema edit does not lead back")
	}
	must(t, s.UndoStep(t.Context()))
	if got := export(t, p); strings.Contains(got, `"label":"place"`) || !strings.Contains(got, "Oslo") {
		t.Error("undoing the import left annotations, or took the document")
	}
	sound(t, p)
	must(t, s.RedoStep(t.Context()))
	if got := export(t, p); got != states[1] {
		t.Error("redoing the import does not lead back")
	}
	must(t, s.RedoStep(t.Context()))
	if got := export(t, p); got != states[2] {
		t.Error("redoing the schema edit does not lead back")
	}
	if err := s.RedoStep(t.Context()); !errors.Is(err, model.ErrNothingToRedo) {
		t.Errorf("one redo too many gave %v", err)
	}
	sound(t, p)
}

// TestUndoAfterReopening closes the file between the edits and undo.
func TestUndoAfterReopening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.dragoman")
	must(t, cli.Sample(t.Context(), wiring.Deps(), path))
	p := open(t, path)
	documents, err := p.Documents(t.Context())
	must(t, err)
	before := export(t, p)
	s, err := session.Open(t.Context(), p, "zoe")
	must(t, err)
	must(t, s.OpenDocument(t.Context(), documents[0].ID))
	for i := range 3 {
		work, err := s.Work()
		must(t, err)
		change, err := model.AddLabel(work, model.NewAnnotationID(), []model.Span{{Start: i, End: i + 2}}, "person")
		must(t, err)
		_, err = s.Do(t.Context(), change)
		must(t, err)
	}
	must(t, p.Close())
	p = open(t, path)
	defer p.Close()
	desk, err := session.OpenDesk(t.Context(), p, documents[0].ID, "zoe")
	must(t, err)
	for range 3 {
		_, _, err := desk.Undo(t.Context())
		must(t, err)
	}
	if _, _, err := desk.Undo(t.Context()); !errors.Is(err, model.ErrNothingToUndo) {
		t.Errorf("one undo too many gave %v", err)
	}
	if export(t, p) == before || len(desk.Set().Annotations) > 0 {
		t.Error("the emptied set is gone, or is not empty")
	}
	sound(t, p)
}

// cancelAfter is a Progress that cancels at its n-th report.
type cancelAfter struct {
	n      int
	cancel context.CancelFunc
}

func (c *cancelAfter) Report(int64, int64, string) {
	if c.n--; c.n == 0 {
		c.cancel()
	}
}

func TestACancelledImportLeavesNothing(t *testing.T) {
	p := sample(t)
	before, dir := export(t, p), t.TempDir()
	for i := range 20 {
		must(t, os.WriteFile(filepath.Join(dir, string(rune('a'+i))+".txt"), []byte("text "+string(rune('a'+i))), 0o644))
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_, err := job.Import(ctx, p, job.ImportOptions{Paths: []string{dir}, Formats: wiring.Deps().Formats}, &cancelAfter{25, cancel})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if export(t, p) != before {
		t.Error("it left something")
	}
	sound(t, p)
}

func TestVersionIsThatOfTheApplication(t *testing.T) {
	data, err := os.ReadFile("../../../../FyneApp.toml")
	must(t, err)
	if !strings.Contains(string(data), `Version = "`+wiring.Version+`"`) {
		t.Errorf("FyneApp.toml has another version than %s", wiring.Version)
	}
}

func TestSampleSaysWhoWorksThere(t *testing.T) {
	p := sample(t)
	says := func(want model.Annotator) {
		t.Helper()
		if who, err := p.Annotator(t.Context()); who != want || err != nil {
			t.Errorf("the project is opened as %q, %v, want %q", who, err, want)
		}
	}
	says("ana")
	for value, want := range map[string]model.Annotator{"": "", "gold": "", " ben ": "ben"} {
		must(t, p.SetSetting(t.Context(), model.SettingAnnotator, value))
		says(want)
	}
}
