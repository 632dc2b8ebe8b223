package storage

import (
	"fmt"
	"strings"
	"testing"

	"dragoman/model"
)

// everyTask lists what is done to a project, prepared so that it is the same
// each time.
func everyTask(t *testing.T) []task {
	full := fullProject(t)
	again := func(*testing.T) string { return full }
	backUp := func(p *Project) error {
		_, err := p.BackUpNow(ctx)
		return err
	}
	edit := saves(t, full, editStep)
	return []task{
		{name: "edit", begin: again, do: edit},
		{name: "import", begin: again, do: importMany},
		{name: "merge", begin: again, do: saves(t, full, mergeOfDan)},
		{name: "undo of many", begin: again, do: saves(t, full, undoOfMany)},
		{name: "backup", begin: again, do: backUp},
		{name: "close", begin: again, do: edit, closing: true},
		{name: "close after import", begin: again, do: importMany, closing: true},
		{name: "migration", begin: func(*testing.T) string { return "testdata/v1.dragoman" }},
		{name: "recovery", begin: killed},
	}
}

// saves returns what saves a step that is made once.
func saves(t *testing.T, path string, step func(t *testing.T, p *Project) model.Step) func(*Project) error {
	t.Helper()
	p := opened(t, copyOf(t, path), Options{Now: clock})
	defer closed(t, p)
	prepared := step(t, p)
	return func(p *Project) error {
		_, err := p.Save(ctx, prepared)
		return err
	}
}

func editStep(t *testing.T, p *Project) model.Step {
	t.Helper()
	d := must[model.Document](t)(p.Document(ctx, model.DocumentIDOf(firstText)))
	c := must[model.Change](t)(model.AddLabel(work(t, p, d, "ana"), model.NewAnnotationID(), []model.Span{{Start: 13, End: 20}}, "person"))
	return model.Step{Name: c.Name, By: c.By, Changes: []model.Change{c}}
}

func mergeOfDan(t *testing.T, p *Project) model.Step {
	t.Helper()
	d := must[model.Document](t)(p.Document(ctx, model.DocumentIDOf(firstText)))
	source := copyWith(t, d, func(p *Project) {
		for at := range 8 {
			label(t, p, d, "dan", "person", model.Span{Start: at, End: at + 1})
		}
	})
	return mergeStep(t, p, source, d.ID, "dan")
}

// undoOfMany takes back the newest step of the list of the project.
func undoOfMany(t *testing.T, p *Project) model.Step {
	t.Helper()
	for _, info := range must[[]model.StepInfo](t)(p.Steps(ctx)) {
		step := must[model.Step](t)(p.Step(ctx, info.Number)).Invert()
		if step.Kind, step.Of, step.By, step.Project = model.Undo, info.Number, "zoe", true; !step.Empty() {
			return step
		}
	}
	t.Fatal("there is nothing to undo")
	return model.Step{}
}

// importMany adds 50 documents with annotations, in one transaction.
func importMany(p *Project) error {
	return p.Update(ctx, func(tx *Tx) error {
		for i := range 50 {
			d := model.NewDocument(fmt.Sprint("Document ", i, strings.Repeat(" said no.", i)), "title", "a.txt")
			c := model.Change{Name: "import", Document: d.ID, Owner: "ana", By: "ana", Annotations: []model.Edit[model.Annotation]{
				model.Insert(model.Annotation{ID: model.AnnotationID(d.ID), Label: "person", Fragments: []model.Span{{Start: 0, End: 8}}}),
			}}
			step := model.Step{Name: "import", By: "ana", Project: true, Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}, Changes: []model.Change{c}}
			if _, err := tx.Save(step); err != nil {
				return err
			}
		}
		return nil
	})
}

// killed returns a project as a program leaves it that is killed: with edits in
// its log.
func killed(t *testing.T) string {
	t.Helper()
	p := newTestProject(t)
	fillFull(t, p)
	return copyParts(t, p.path)
}
