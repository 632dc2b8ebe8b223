package job_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"dragoman/app/job"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
)

// handed is a project in memory with a file in its place.
type handed struct{ *sessiontest.Project }

func (handed) Close() error { return nil }

func TestHandoutIsAllOrNothing(t *testing.T) {
	broken := errors.New("disk full")
	for name, c := range map[string]struct {
		failAt int // the file whose making fails, from 1
		late   bool
	}{
		"the second file fails":    {failAt: 2},
		"remembering fails":        {late: true},
		"the folder was not there": {failAt: 1},
	} {
		s := newShelf(t)
		p := s.project("Bo")
		folder, made := filepath.Join(t.TempDir(), "out"), 0
		opt := job.HandoutOptions{
			To: []model.Annotator{"ana", "ben"}, Folder: folder, Name: "news", Overlap: 2,
			Create: func(_ context.Context, path string, schema model.Schema) (job.HandoutProject, error) {
				if made++; made == c.failAt {
					return nil, broken
				}
				if made == 2 && c.late {
					p.Fail = broken
				}
				return handed{sessiontest.NewProject(schema)}, os.WriteFile(path, nil, 0o600)
			},
		}
		if _, err := job.Handout(t.Context(), p, opt, job.Silent); !errors.Is(err, broken) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(folder); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: the folder stays: %v", name, err)
		}
		if list, err := p.Assignments(t.Context()); err != nil || len(list) != 0 {
			t.Errorf("%s: the project remembers %v, %v", name, list, err)
		}
	}
}

// TestHandedNamesAreDistinct: two names may look the same to a file system.
func TestHandedNamesAreDistinct(t *testing.T) {
	s := newShelf(t)
	opt := job.HandoutOptions{
		To: []model.Annotator{"a/b", "a:b", "A b", "Zoë"}, Folder: t.TempDir(), Name: "news", Overlap: 4,
		Create: func(_ context.Context, path string, schema model.Schema) (job.HandoutProject, error) {
			return handed{sessiontest.NewProject(schema)}, os.WriteFile(path, nil, 0o600)
		},
	}
	r, err := job.Handout(t.Context(), s.project("Bo"), opt, job.Silent)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"news-a_b.dragoman", "news-a_b-2.dragoman", "news-A_b-3.dragoman", "news-Zoë.dragoman"} {
		if got := filepath.Base(r.Files[i].Path); got != want {
			t.Errorf("%s gets %s, want %s", r.Files[i].Annotator, got, want)
		}
	}
}

func TestOutstandingTellsBegunFromDone(t *testing.T) {
	s := newShelf(t)
	p := s.project("Bo")
	err := p.Update(t.Context(), func(tx job.Tx) error {
		return tx.AddAssignments([]model.Assignment{{Annotator: "ana", Document: s.id}, {Annotator: "ben", Document: s.id}, {Annotator: "cy", Document: s.id}})
	})
	if err != nil {
		t.Fatal(err)
	}
	s.label(p, "ana", 1, "person", 0, 2)
	s.do(p, "ben", func(w model.Work) (model.Change, error) { return model.SetStatus(w, model.StatusDone) })
	owed, err := job.Outstanding(t.Context(), p)
	if err != nil || len(owed) != 3 {
		t.Fatal(owed, err)
	}
	if owed[0].InProgress != 1 || owed[1].Done != 1 || owed[2].NotBegun != 1 || len(owed[2].Missing) != 1 || owed[2].Missing[0].Title != "Bo" {
		t.Errorf("%+v", owed)
	}
	putIntoBin(t, p, s.id, "ana")
	if owed, err = job.Outstanding(t.Context(), p); err != nil || len(owed) != 0 {
		t.Errorf("of a document in the bin is still waited for %+v, %v", owed, err)
	}
}
