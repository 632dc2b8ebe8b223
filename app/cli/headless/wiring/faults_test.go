//go:build linux

package wiring_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dragoman/app/cli/headless/wiring"
	"dragoman/app/session"
	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/faultfs"
)

// TestSessionAfterAFailedSave has the set as it was, says why to who listens,
// and goes on when the cause is gone.
func TestSessionAfterAFailedSave(t *testing.T) {
	folder := faultfs.Small(t, 4<<20)
	path := filepath.Join(folder, "a.dragoman")
	for name, fault := range map[string]func() (end func()){
		"the disk is full": func() func() { return faultfs.Fill(t, folder, 0) },
		"the project file was moved": func() func() {
			if err := os.Rename(path, path+".mine"); err != nil {
				t.Fatal(err)
			}
			return func() {
				if err := os.Rename(path+".mine", path); err != nil {
					t.Fatal(err)
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := wiring.Create(t.Context(), path, modeltest.Schema())
			if err != nil {
				t.Fatal(err)
			}
			d := model.NewDocument(strings.Repeat("word ", 20000), "one", "")
			if _, err := p.Save(t.Context(), model.Step{Name: "import", Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}}); err != nil {
				t.Fatal(err)
			}
			s, err := session.Open(t.Context(), p, "ana")
			if err != nil {
				t.Fatal(err)
			}
			if err := s.OpenDocument(t.Context(), d.ID); err != nil {
				t.Fatal(err)
			}
			told := 0
			s.Listen(func(e session.Event) {
				if _, failed := e.(session.Failed); failed {
					told++
				}
			})
			n := 0
			do := func() error {
				w, err := s.Work()
				if err != nil {
					t.Fatal(err)
				}
				c, err := model.AddLabel(w, model.NewAnnotationID(), []model.Span{{Start: 5 * n, End: 5*n + 4}}, "person")
				if err != nil {
					t.Fatal(err)
				}
				if _, err = s.Do(t.Context(), c); err == nil {
					n++
				}
				return err
			}
			if err := do(); err != nil {
				t.Fatal(err)
			}
			end := fault()
			// What is in the log already may have room for a few.
			for err = do(); err == nil; err = do() {
			}
			if !strings.Contains(err.Error(), name) || told != 1 {
				t.Errorf("told %d times: %v", told, err)
			}
			now := func() model.AnnotationSet {
				w, err := s.Work()
				if err != nil {
					t.Fatal(err)
				}
				return w.Set
			}
			before := now()
			if _, err := s.Undo(t.Context()); err == nil {
				t.Error("undo needs no disk")
			}
			if diff := cmp.Diff(before, now()); diff != "" || len(before.Annotations) != n {
				t.Errorf("%d annotations of %d edits: %s", len(before.Annotations), n, diff)
			}
			end()
			if err := do(); err != nil {
				t.Fatal("when the cause is gone:", err)
			}
			if _, err := s.Undo(t.Context()); err != nil {
				t.Fatal(err)
			}
			saved, err := p.Set(t.Context(), d.ID, "ana")
			if diff := cmp.Diff(saved, now()); err != nil || diff != "" {
				t.Errorf("on disk is something else: %v %s", err, diff)
			}
			if err := p.Close(); err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		})
	}
}
