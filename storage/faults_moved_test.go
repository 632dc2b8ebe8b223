package storage

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragoman/model"
)

// edits is a project in which a word is labelled with each edit, and how many
// of them were acknowledged.
type edits struct {
	t    *testing.T
	p    *Project
	d    model.Document
	done int
}

func newEdits(t *testing.T, path string) *edits {
	t.Helper()
	p := must[*Project](t)(Create(ctx, path, testSchema, Options{Now: clock, Version: "1.0"}))
	return &edits{t: t, p: p, d: add(t, p, strings.Repeat("word ", 20000), "one")}
}

// try makes an edit and returns why it was refused.
func (e *edits) try() error {
	e.t.Helper()
	span := model.Span{Start: 5 * e.done, End: 5*e.done + 4}
	c, err := model.AddLabel(work(e.t, e.p, e.d, "ana"), model.NewAnnotationID(), []model.Span{span}, "person")
	if err != nil {
		e.t.Fatal(err)
	}
	if _, err = e.p.Save(ctx, model.Step{Name: c.Name, By: c.By, Changes: []model.Change{c}}); err == nil {
		e.done++
	}
	return err
}

// must makes an edit that nothing stands in the way of.
func (e *edits) must() {
	e.t.Helper()
	if err := e.try(); err != nil {
		e.t.Fatal(err)
	}
}

// refused makes an edit that fails for that reason, with these words, and
// changes nothing.
func (e *edits) refused(want error, words string) {
	e.t.Helper()
	err := e.try()
	if !errors.Is(err, want) || !errors.Is(err, model.ErrNotNow) || !strings.Contains(err.Error(), words) {
		e.t.Fatalf("the edit fails with %v", err)
	}
	e.t.Log(err)
	e.holds(e.p)
}

// holds compares what is in the project with what was acknowledged.
func (e *edits) holds(p *Project) {
	e.t.Helper()
	set, err := p.Set(ctx, e.d.ID, "ana")
	if err != nil {
		e.t.Fatal(err)
	}
	log, err := p.Log(ctx, e.d.ID, "ana")
	if err != nil || len(set.Annotations) != e.done || len(log) != e.done {
		e.t.Fatalf("%d annotations and %d rows of the log of %d edits, %v", len(set.Annotations), len(log), e.done, err)
	}
}

// holdsAt opens the project at path and compares it likewise.
func (e *edits) holdsAt(path string) {
	e.t.Helper()
	p := opened(e.t, path, Options{})
	e.holds(p)
	sound(e.t, p)
	closed(e.t, p)
}

// one returns the one file of the folder that matches.
func one(t *testing.T, folder, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(folder, pattern))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %v, %v; there is %v", pattern, found, err, filesIn(t, folder))
	}
	return found[0]
}

// elsewhere are the ways in which a project file can be not where it was, and
// the way back.
var elsewhere = []struct {
	name     string
	do, undo func(path string) error
}{
	{"moved", func(path string) error { return os.Rename(path, path+".mine") }, func(path string) error { return os.Rename(path+".mine", path) }},
	{"replaced", func(path string) error {
		return errors.Join(os.Rename(path, path+".mine"), os.WriteFile(path, []byte("a stranger's file"), 0o600))
	}, func(path string) error { return os.Rename(path+".mine", path) }},
	{"deleted", func(path string) error { return errors.Join(os.Link(path, path+".mine"), os.Remove(path)) }, func(path string) error { return os.Link(path+".mine", path) }},
	{"folder moved", func(path string) error { return os.Rename(filepath.Dir(path), filepath.Dir(path)+"2") }, func(path string) error {
		return os.Rename(filepath.Dir(path)+"2", filepath.Dir(path))
	}},
}

// TestFileMovedWhileOpen refuses edits as long as the file is not there, can
// still be read and saved elsewhere, and goes on when the file is back.
func TestFileMovedWhileOpen(t *testing.T) {
	for _, way := range elsewhere {
		t.Run(way.name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "here")
			if err := os.Mkdir(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			e := newEdits(t, filepath.Join(folder, "a.dragoman"))
			e.must()
			if err := way.do(e.p.path); err != nil {
				t.Skip("this system keeps the files that are open:", err)
			}
			e.refused(ErrMoved, "save a copy")
			copied := filepath.Join(t.TempDir(), "copy.dragoman")
			if err := e.p.Rescue(ctx, copied); err != nil {
				t.Fatal(err)
			}
			e.holdsAt(copied)
			if err := e.p.Backup(ctx, filepath.Join(t.TempDir(), "b")); !errors.Is(err, ErrMoved) {
				t.Errorf("backing up what stands at the path now: %v", err)
			}
			if err := way.undo(e.p.path); err != nil {
				t.Fatal(err)
			}
			e.must()
			closed(t, e.p)
			e.holdsAt(e.p.path)
		})
	}
}

// TestClosingWhatWasMoved saves a copy beside the path, leaves the stranger's
// file as it is, and says all that.
func TestClosingWhatWasMoved(t *testing.T) {
	for _, way := range elsewhere {
		t.Run(way.name, func(t *testing.T) {
			root := t.TempDir()
			t.Setenv("HOME", root)
			folder := filepath.Join(root, "here")
			if err := os.Mkdir(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			e := newEdits(t, filepath.Join(folder, "a.dragoman"))
			e.must()
			if err := way.do(e.p.path); err != nil {
				t.Skip("this system keeps the files that are open:", err)
			}
			stranger, _ := os.ReadFile(e.p.path)
			err := e.p.Close()
			if !errors.Is(err, ErrMoved) {
				t.Fatal(err)
			}
			t.Log(err)
			if _, failed := os.Stat(folder); failed != nil {
				folder = root
			}
			saved := one(t, folder, "a.rescued-*"+Extension)
			if !strings.Contains(err.Error(), saved) || Rescued(err) != saved {
				t.Errorf("%v does not name %s", err, saved)
			}
			e.holdsAt(saved)
			if now, _ := os.ReadFile(e.p.path); string(now) != string(stranger) {
				t.Error("the stranger's file was written to")
			}
			for _, name := range filesIn(t, folder) {
				if strings.HasSuffix(name, "-wal") || strings.HasSuffix(name, "-shm") || strings.HasSuffix(name, "-lock") {
					t.Errorf("left behind: %s", name)
				}
			}
		})
	}
}

// TestClosingAfterRescue makes no second copy.
func TestClosingAfterRescue(t *testing.T) {
	e := newEdits(t, filepath.Join(t.TempDir(), "a.dragoman"))
	e.must()
	if err := os.Remove(e.p.path); err != nil {
		t.Skip("this system keeps the files that are open:", err)
	}
	copied := filepath.Join(t.TempDir(), "copy.dragoman")
	if err := e.p.Rescue(ctx, copied); err != nil {
		t.Fatal(err)
	}
	if err := e.p.Rescue(ctx, copied); !errors.Is(err, ErrExists) {
		t.Errorf("over a file: %v", err)
	}
	if err := e.p.Close(); !errors.Is(err, ErrMoved) {
		t.Error(err)
	}
	e.holdsAt(copied)
	if left := filesIn(t, filepath.Dir(e.p.path)); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

// TestReadersStayWithTheirFile opens all connections that there can be after
// another project took the place of the one that is open.
func TestReadersStayWithTheirFile(t *testing.T) {
	folder := t.TempDir()
	e := newEdits(t, filepath.Join(folder, "a.dragoman"))
	e.must()
	other := newEdits(t, filepath.Join(folder, "other.dragoman"))
	closed(t, other.p)
	if err := os.Rename(other.p.path, e.p.path); err != nil {
		t.Skip("this system keeps the files that are open:", err)
	}
	var held []func() error
	refused := 0
	for range readers {
		conn, err := e.p.reader.Conn(ctx)
		if errors.Is(err, ErrMoved) {
			refused++
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, conn.Close)
		var n int
		if err := conn.QueryRowContext(ctx, "SELECT count(*) FROM annotation").Scan(&n); err != nil || n != e.done {
			t.Errorf("a connection reads %d annotations, %v", n, err)
		}
	}
	if refused == 0 || len(held) == 0 {
		t.Errorf("%d connections, %d refused", len(held), refused)
	}
	for _, release := range held {
		if err := release(); err != nil {
			t.Error(err)
		}
	}
	if err := e.p.Close(); !errors.Is(err, ErrMoved) {
		t.Error(err)
	}
}

// TestLogTakenAway refuses edits that only a log without a name would hold.
func TestLogTakenAway(t *testing.T) {
	e := newEdits(t, filepath.Join(t.TempDir(), "a.dragoman"))
	e.must()
	log := e.p.path + "-wal"
	if err := os.Rename(log, log+".mine"); err != nil {
		t.Skip("this system keeps the files that are open:", err)
	}
	e.refused(ErrMoved, "everything that was done is in the project file")
	alone := filepath.Join(t.TempDir(), "alone.dragoman")
	if err := copyFile(e.p.path, alone); err != nil {
		t.Fatal(err)
	}
	e.holdsAt(alone)
	if err := os.Rename(log+".mine", log); err != nil {
		t.Fatal(err)
	}
	reader := must[*sql.Tx](t)(e.p.reader.BeginTx(ctx, nil))
	var n int
	if err := reader.QueryRow("SELECT count(*) FROM change").Scan(&n); err != nil {
		t.Fatal(err)
	}
	e.must()
	if err := os.Remove(log); err != nil {
		t.Fatal(err)
	}
	e.refused(ErrMoved, "could not be brought into the project file")
	if err := reader.Rollback(); err != nil {
		t.Fatal(err)
	}
	e.refused(ErrMoved, "open it again")
	closed(t, e.p)
	e.holdsAt(e.p.path)
	if left := filesIn(t, filepath.Dir(e.p.path)); !slices.Equal(left, []string{"a.dragoman"}) {
		t.Errorf("left: %v", left)
	}
}
