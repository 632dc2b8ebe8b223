package gui

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dragoman/app/background"
	"dragoman/app/session"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
)

// counting is a project that counts what is asked of it.
type counting struct {
	*sessiontest.Project
	calls map[string]int
}

func (c *counting) Document(ctx context.Context, id model.DocumentID) (model.Document, error) {
	c.calls["document"]++
	return c.Project.Document(ctx, id)
}

func (c *counting) Documents(ctx context.Context) ([]model.Summary, error) {
	c.calls["documents"]++
	return c.Project.Documents(ctx)
}

func (c *counting) Set(ctx context.Context, id model.DocumentID, who model.Annotator) (model.AnnotationSet, error) {
	c.calls["set"]++
	return c.Project.Set(ctx, id, who)
}

func (c *counting) Sets(ctx context.Context, id model.DocumentID) ([]model.AnnotationSet, error) {
	c.calls["sets"]++
	return c.Project.Sets(ctx, id)
}

func (c *counting) Schema(ctx context.Context) (model.Schema, error) {
	c.calls["schema"]++
	return c.Project.Schema(ctx)
}

func (c *counting) Log(ctx context.Context, id model.DocumentID, who model.Annotator) ([]model.Entry, error) {
	c.calls["log"]++
	return c.Project.Log(ctx, id, who)
}

func (c *counting) Change(ctx context.Context, number int64) (model.Change, error) {
	c.calls["change"]++
	return c.Project.Change(ctx, number)
}

func (c *counting) Events(ctx context.Context, id model.DocumentID) ([]model.Event, error) {
	c.calls["events"]++
	return c.Project.Events(ctx, id)
}

func (c *counting) Comments(ctx context.Context, id model.DocumentID) ([]model.Comment, error) {
	c.calls["comments"]++
	return c.Project.Comments(ctx, id)
}

func (c *counting) Save(ctx context.Context, step model.Step) ([]int64, error) {
	c.calls["save"]++
	return c.Project.Save(ctx, step)
}

var _ session.Project = (*counting)(nil)

// countedStage is a stage whose project counts, with an article of so many
// annotations open.
func countedStage(t *testing.T, annotations int) (*stage, *counting, model.Document) {
	t.Helper()
	project := &counting{sessiontest.NewProject(stageSchema(t)), map[string]int{}}
	d, marked := bigDocument(annotations)
	change := model.Change{Name: "import", Document: d.ID, Owner: "ana", By: "ana"}
	for _, a := range marked {
		change.Annotations = append(change.Annotations, model.Insert(a))
	}
	step := model.Step{Name: "import", Project: true, Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}, Changes: []model.Change{change}}
	if _, err := project.Project.Save(t.Context(), step); err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, project: project.Project, queue: background.NewQueue()}
	s.open(&Opened{Project: project, Writer: project, Search: s.search, Annotations: project.Annotations})
	return s, project, d
}

// objects returns how many objects stand on the canvas.
func (s *stage) objects() int {
	n := 0
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		n++
		switch o := o.(type) {
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				walk(c)
			}
		}
	}
	walk(s.win.Canvas().Content())
	return n
}

// What a label key costs does not depend on how many annotations there are, but
// for the copies of the set: one in the session and one in the project of the
// test.
func TestALabelKeyCostsTheSameInAnyArticle(t *testing.T) {
	const most = 8000 // allocations of both; painting what is unchanged again takes 27,000
	objects, allocs := map[int]int{}, map[int]float64{}
	sizes := []int{500, 20_000}
	for _, n := range sizes {
		s, project, _ := countedStage(t, n)
		label := func() {
			s.space.article.SelectSpans([]model.Span{{Start: 16, End: 28}})
			s.key("1")
			s.runID("edit.undo")
		}
		label()
		allocs[n] = testing.AllocsPerRun(5, label)
		clear(project.calls)
		s.space.article.SelectSpans([]model.Span{{Start: 16, End: 28}})
		s.key("1")
		if len(project.calls) != 1 || project.calls["save"] != 1 {
			t.Errorf("%d annotations: a label key asks the project for %v", n, project.calls)
		}
		objects[n] = s.objects()
	}
	t.Logf("allocations of labelling and its undo: %v; objects: %v", allocs, objects)
	few, many := sizes[0], sizes[1]
	if allocs[many] > most || allocs[many] > allocs[few]*1.3 {
		t.Errorf("labelling and its undo allocate %v times among %d and %v among %d", allocs[few], few, allocs[many], many)
	}
	if objects[many] > objects[few]+20 {
		t.Errorf("there are %d objects among %d annotations and %d among %d", objects[few], few, objects[many], many)
	}
}

// Opening asks the project for what is shown, once, and for no change of the
// log: whether there is something to undo is told by the list of entries.
func TestOpeningAsksOnce(t *testing.T) {
	allocs := map[int]float64{}
	for _, n := range []int{500, 20_000} {
		s, project, d := countedStage(t, n)
		s.space.openDocument(d.ID)
		clear(project.calls)
		s.space.openDocument(d.ID)
		for _, what := range []string{"document", "set", "schema", "log", "comments"} {
			if project.calls[what] != 1 {
				t.Errorf("%d annotations: %s is asked for %d times", n, what, project.calls[what])
			}
			delete(project.calls, what)
		}
		if len(project.calls) > 0 {
			t.Errorf("%d annotations: opening also asks for %v", n, project.calls)
		}
		allocs[n] = testing.AllocsPerRun(3, func() { s.space.openDocument(d.ID) })
	}
	t.Logf("allocations of opening: %v", allocs)
	if allocs[20_000] > 2*allocs[500] {
		t.Errorf("opening allocates %v times", allocs)
	}
}

// Moving the caret, the selection and from one annotation to the next looks at
// what is there and not at all that is.
func TestMovingCostsTheSameInAnyArticle(t *testing.T) {
	for what, move := range map[string]func(*stage){
		"the caret":      func(s *stage) { s.key("Right"); s.key("Left") },
		"the selection":  func(s *stage) { s.space.article.SelectSpans([]model.Span{{Start: 16, End: 28}}); s.key("Esc") },
		"the annotation": func(s *stage) { s.key("N"); s.key("P") },
	} {
		allocs := map[int]float64{}
		for _, n := range []int{500, 20_000} {
			s, project, _ := countedStage(t, n)
			move(s)
			clear(project.calls)
			allocs[n] = testing.AllocsPerRun(10, func() { move(s) })
			if len(project.calls) > 0 {
				t.Errorf("%s: the project is asked for %v", what, project.calls)
			}
		}
		t.Logf("%s: %v", what, allocs)
		if allocs[20_000] > allocs[500]*1.3+50 {
			t.Errorf("%s: %v", what, allocs)
		}
	}
}
