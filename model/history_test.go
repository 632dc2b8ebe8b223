package model_test

import (
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
)

// A history is compared with two plain stacks.
func TestHistoryFollowsTwoStacks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var done, undone []int64
		var log []model.Entry
		for n := int64(1); n <= 30; n++ {
			switch kind := rapid.SampledFrom([]model.StepKind{model.Do, model.Undo, model.Redo}).Draw(t, "kind"); {
			case kind == model.Do:
				done, undone = append(done, n), nil
				log = append(log, model.Entry{Number: n, Kind: model.Do})
			case kind == model.Undo && len(done) > 0:
				of := done[len(done)-1]
				done, undone = done[:len(done)-1], append(undone, of)
				log = append(log, model.Entry{Number: n, Kind: model.Undo, Of: of})
			case kind == model.Redo && len(undone) > 0:
				of := undone[len(undone)-1]
				undone, done = undone[:len(undone)-1], append(done, of)
				log = append(log, model.Entry{Number: n, Kind: model.Redo, Of: of})
			}
			h := model.ReadHistory(log)
			check(t, "undo", done, h.Undoable)
			check(t, "redo", undone, h.Redoable)
		}
	})
}

func check(t *rapid.T, what string, stack []int64, top func() (int64, bool)) {
	got, ok := top()
	if ok != (len(stack) > 0) || ok && got != stack[len(stack)-1] {
		t.Fatalf("%s would take %d (%v) of %v", what, got, ok, stack)
	}
}

func TestStepInvertKeepsAddedDocuments(t *testing.T) {
	doc := model.NewDocument("text", "a", "")
	edit := model.Replace(doc.Properties(), model.Properties{Title: "b"})
	step := model.Step{Documents: []model.DocumentEdit{{ID: doc.ID, Added: &doc}, {ID: doc.ID, Properties: &edit}}}
	back := step.Invert()
	if len(back.Documents) != 1 || back.Documents[0].Properties.New.Title != "a" {
		t.Errorf("inverse is %+v", back.Documents)
	}
	if step.Local() || !(model.Step{Changes: []model.Change{{}}}).Local() {
		t.Error("what is local is told wrong")
	}
}
