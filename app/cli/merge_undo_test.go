package cli_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/app/cli/headless/wiring"
	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/model"
	"dragoman/model/modeltest"
)

// TestAMergeIsNotUndoneUnderItsReview: decisions name annotations that a merge
// brought, so it stays until they are taken back.
func TestAMergeIsNotUndoneUnderItsReview(t *testing.T) {
	documents, dir := fictional(2), t.TempDir()
	lead := filepath.Join(dir, "lead.dragoman")
	create(t, lead, modeltest.Schema(), documents)
	for i, who := range []model.Annotator{"ana", "bo"} {
		path := filepath.Join(dir, string(who)+".dragoman")
		create(t, path, modeltest.Schema(), documents)
		labour(t, path, who, i+1, documents[0].ID, documents[1].ID)
		within(t, lead, func(p wiring.Project) {
			within(t, path, func(theirs wiring.Project) {
				sources := []job.MergeSource{{Path: path, Project: theirs}}
				if _, err := job.Merge(t.Context(), p, sources, job.MergeOptions{By: "lead"}, job.Silent); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
	within(t, lead, func(p wiring.Project) {
		s, err := session.Open(t.Context(), p, "lead")
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.OpenReview(t.Context(), nil)
		if err == nil {
			err = r.Neither(t.Context(), "")
		}
		if err != nil {
			t.Fatal(err)
		}
		err = s.UndoStep(t.Context())
		if !errors.Is(err, model.ErrConflict) || !strings.Contains(err.Error(), "undo those decisions first") {
			t.Fatalf("a merge that was reviewed is undone: %v", err)
		}
		if _, err = r.Undo(t.Context()); err == nil {
			err = s.UndoStep(t.Context())
		}
		if err != nil {
			t.Errorf("after the decision was taken back: %v", err)
		}
	})
}
