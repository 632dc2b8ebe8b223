package torture_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dragoman/app/cli/headless/wiring"
	"dragoman/app/session"
	"dragoman/model"
	"dragoman/model/modeltest"
)

// worked is a project that a session works on, and the journal of it.
type worked struct {
	*stage
	project string
	journal journal
	tried   *entry // what waits for its outcome
	saved   []saved
	backups []string
	known   map[string]bool // backups that were looked at
}

// saved is a change that was acknowledged, and its number in the log.
type saved struct {
	number int64
	change model.Change
}

// tortureSession kills a session again and again on one project.
func tortureSession(s *stage) {
	w := &worked{stage: s, project: s.path("p.dragoman"), known: map[string]bool{}}
	w.begin()
	for s.kills > 0 && !s.Failed() {
		w.session(s.moment())
		w.look()
	}
}

// begin makes the project.
func (w *worked) begin() {
	p, err := wiring.Create(w.Context(), w.project, modeltest.Schema())
	w.must(err)
	step := model.Step{Name: "import", By: "ana", Project: true}
	for i, text := range articles {
		d := model.NewDocument(text, fmt.Sprint("article ", i), "")
		step.Documents = append(step.Documents, model.DocumentEdit{ID: d.ID, Added: &d})
	}
	_, err = p.Save(w.Context(), step)
	w.must(err)
	w.journal, err = readJournal(w.Context(), p)
	w.must(err)
	w.must(p.Close())
}

// session runs a session until it is killed, or ends where the kill comes too
// late.
func (w *worked) session(m moment) {
	self, err := os.Executable()
	w.must(err)
	command := exec.Command(self)
	command.Env = append(os.Environ(), "TORTURE_CHILD="+w.project,
		fmt.Sprint("TORTURE_SEED=", w.rng.Uint32()), fmt.Sprint("TORTURE_ACTS=", 1+w.rng.IntN(80)))
	w.tried, w.saved, w.backups = nil, nil, nil
	p := w.start(command)
	if m.after == 0 {
		p.kill(m.delay)
	}
	acknowledged := 0
	for {
		line, err := p.line()
		if errors.Is(err, io.EOF) || errors.Is(err, fs.ErrClosed) {
			break
		}
		w.must(err)
		var e entry
		w.must(json.Unmarshal(line, &e))
		w.take(e)
		if !e.Saved {
			continue
		}
		if acknowledged++; acknowledged == m.after {
			p.kill(m.delay)
		}
	}
	killed, err := p.wait()
	if err != nil {
		w.Fatal(err)
	}
	if killed {
		w.killed(acknowledged == 0)
	}
	w.acknowledged.Add(int64(acknowledged))
}

// take notes an entry. Backups are told between an attempt and its outcome, too.
func (w *worked) take(e entry) {
	switch {
	case e.Backup != "":
		w.backups = append(w.backups, e.Backup)
	case e.tried():
		w.tried = &e
	case e.Refused:
		w.tried = nil
	case e.Saved:
		w.enter(*w.tried, e.Numbers)
		w.tried = nil
	}
}

// enter has the journal follow what was saved.
func (w *worked) enter(e entry, numbers []int64) {
	next, err := w.journal.apply(e)
	if err != nil {
		w.Fatalf("what was acknowledged does not fit what was acknowledged before: %v", err)
	}
	w.journal = next
	for i, n := range numbers {
		w.saved = append(w.saved, saved{n, e.Step.Changes[i]})
	}
}

// look opens the project and compares it with the journal.
func (w *worked) look() {
	p, err := wiring.Open(w.Context(), w.project, false)
	if err != nil {
		w.Fatalf("after the kill the project does not open: %v", err)
	}
	w.settle(p)
	w.sound(p)
	for _, s := range w.saved {
		got, err := p.Change(w.Context(), s.number)
		w.must(err)
		got.Blind, got.Tip = s.change.Blind, s.change.Tip
		if diff := cmp.Diff(s.change, got, cmpopts.EquateEmpty()); diff != "" {
			w.Fatalf("the log has another change %d than was acknowledged: %s", s.number, diff)
		}
	}
	w.tried = nil
	w.back(p)
	w.must(p.Close())
	w.opened.Add(1)
	w.lookAtBackups()
	w.tidy("p.dragoman", "p.dragoman.backups")
}

// settle compares the project with the journal, which what was in flight joins
// if it is there.
func (w *worked) settle(p wiring.Project) {
	w.Helper()
	got, err := readJournal(w.Context(), p)
	w.must(err)
	diff := w.diff(got)
	if diff == "" {
		return
	}
	if w.tried == nil {
		w.Fatalf("the project is not what was acknowledged (-journal +project):\n%s", diff)
	}
	w.enter(*w.tried, nil)
	if diff := w.diff(got); diff != "" {
		w.Fatalf("the project is not what was acknowledged, with or without what was in flight (-journal +project):\n%s", diff)
	}
	w.landed.Add(1)
}

func (w *worked) diff(got journal) string {
	return cmp.Diff(w.journal, got, cmpopts.EquateEmpty())
}

// back has a session undo what the project lets it, and do it again: what it
// says that it saves is what is there, and in the end all is as before.
func (w *worked) back(p wiring.Project) {
	ctx, kept := w.Context(), &keeper{Project: p}
	s, err := session.Open(ctx, kept, "ana")
	w.must(err)
	w.must(s.OpenDocument(ctx, s.Documents()[w.rng.IntN(len(s.Documents()))].ID))
	before := w.journal
	undo := func() error { _, err := s.Undo(ctx); return err }
	redo := func() error { _, err := s.Redo(ctx); return err }
	undoStep, redoStep := func() error { return s.UndoStep(ctx) }, func() error { return s.RedoStep(ctx) }
	for _, pair := range [][2]func() error{{undo, redo}, {undoStep, redoStep}} {
		if pair[0]() != nil {
			continue
		}
		for _, step := range kept.steps {
			w.enter(entry{Step: &step}, nil)
		}
		w.settle(p)
		kept.steps = nil
		if err := pair[1](); err != nil {
			w.Fatalf("what was undone cannot be done again: %v", err)
		}
		w.journal = before
		w.settle(p)
		kept.steps = nil
	}
	w.must(kept.failed)
}

// lookAtBackups opens the backups that are new: none may be anything but whole.
func (w *worked) lookAtBackups() {
	for _, path := range w.backups {
		if _, err := os.Stat(path); err != nil {
			w.Fatalf("a backup was told of and is not there: %v", err)
		}
		w.figures.backups.Add(1)
	}
	all, err := filepath.Glob(filepath.Join(w.project+".backups", "[^.]*"))
	w.must(err)
	for _, path := range all {
		if w.known[path] {
			continue
		}
		w.known[path] = true
		p, err := wiring.Open(w.Context(), path, true)
		if err != nil {
			w.Fatalf("a backup does not open: %v", err)
		}
		w.sound(p)
		w.must(p.Close())
	}
}

// keeper is a project that keeps the steps that are saved in it.
type keeper struct {
	wiring.Project
	steps  []model.Step
	failed error
}

func (k *keeper) Save(ctx context.Context, step model.Step) ([]int64, error) {
	numbers, err := k.Project.Save(ctx, step)
	if err == nil {
		k.steps = append(k.steps, step)
	} else if !session.Refused(err) {
		k.failed = err
	}
	return numbers, err
}
