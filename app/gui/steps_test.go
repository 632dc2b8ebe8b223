package gui

import (
	"strings"
	"testing"

	"dragoman/model"
)

// What undoing a step does is said of the bin where it is about the bin.
func TestUndoingAStepOfTheBinIsToldSo(t *testing.T) {
	here, binned := model.Properties{Title: "Talks"}, model.Properties{Title: "Talks", Binned: "ana"}
	other := model.Properties{Title: "Harbour talks"}
	for _, test := range []struct {
		old, now     model.Properties
		want, wanted string
	}{
		{here, binned, "1 document will come back out of the bin.", "facts"},
		{binned, here, "1 document will go into the bin again.", "facts"},
		{here, other, "The title and the facts of 1 document become what they were before.", "bin"},
	} {
		edit := model.Replace(test.old, test.now)
		got := describeUndo(model.Step{Documents: []model.DocumentEdit{{ID: "a", Properties: &edit}}})
		if !strings.HasPrefix(got, test.want) || strings.Contains(got, test.wanted) {
			t.Errorf("told is %q, want %q", got, test.want)
		}
	}
}

func TestTheStepThatIsUndoneIsNamedWithoutNestedQuotes(t *testing.T) {
	s := newStage(t)
	s.runID("document.delete")
	s.drain()
	s.runID("project.steps")
	if s.dialog() != "Steps of the project" {
		t.Fatalf("the dialog is %q", s.dialog())
	}
	if got := s.screen(); !strings.Contains(got, "Undoing “delete ‘") || !strings.Contains(got, "will come back out of the bin") {
		t.Errorf("shown is %s", got)
	}
}
