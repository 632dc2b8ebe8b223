package job_test

import (
	"fmt"
	"io"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"dragoman/app/job"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
)

// TestLeftOutIsWhatTheListSays compares what exports of random projects tell of
// unfinished work with what going through the list of documents gives, to the
// last word.
func TestLeftOutIsWhatTheListSays(t *testing.T) {
	finished := list
	finished.Drafts = false
	rapid.Check(t, func(t *rapid.T) {
		p := sessiontest.NewProject(modeltest.Schema())
		for n := range rapid.IntRange(0, 14).Draw(t, "documents") {
			d := model.NewDocument(fmt.Sprint("text ", n), rapid.SampledFrom([]string{"", "one", "two"}).Draw(t, "title"), "")
			step := model.Step{Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}}
			for _, owner := range []model.Annotator{"ana", "bo"} {
				status := rapid.SampledFrom([]model.Status{"", "", model.StatusInProgress, model.StatusDone}).Draw(t, "status")
				if status != "" {
					edit := model.Insert(status)
					step.Changes = append(step.Changes, model.Change{Document: d.ID, Owner: owner, By: owner, Status: &edit})
				}
			}
			if _, err := p.Save(t.Context(), step); err != nil {
				t.Fatal(err)
			}
		}
		documents, err := p.Documents(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		whose := rapid.SampledFrom(append(job.Annotators(documents), "", model.All)).Draw(t, "whose")
		got, err := job.Write(t.Context(), p, io.Discard, job.ExportOptions{Format: finished, Annotator: whose}, job.Silent)
		if want := leftOf(documents, whose); err != nil || !reflect.DeepEqual(got.LeftOut, want) {
			t.Fatalf("of %q %+v was left out, %v, want %+v", whose, got.LeftOut, err, want)
		}
	})
}

// leftOf goes through the list.
func leftOf(documents []model.Summary, whose model.Annotator) format.Losses {
	left := format.Losses{}
	const instead = "--status any takes unfinished work too, --status done what is done alone"
	all := whose == "" || whose == model.All
	for _, d := range documents {
		if len(d.Sets) == 0 && all {
			left.Add(job.LeftBare, fmt.Sprintf("document %s: nobody has annotated it", d.ID), instead)
		}
		for _, set := range d.Sets {
			if set.Status == model.StatusInProgress && (all || set.Annotator == whose) {
				left.Add(job.LeftInProgress, fmt.Sprintf("document %s: %s is at it", d.ID, set.Annotator), instead)
			}
		}
	}
	return left
}
