//go:build linux

package storage

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/model"
	"dragoman/storage/faultfs"
)

// untilRoom tries with no room on the disk, then with more and more, until it
// works, and returns how often it did not. What fails says that the disk is full
// and leaves everything as it was: same looks.
func untilRoom(t *testing.T, folder string, try func() error, same func()) {
	t.Helper()
	refused := 0
	for but := 0; but < 8<<20; but = 2*but + 4096 {
		release := faultfs.Fill(t, folder, but)
		err := try()
		if err == nil {
			release()
			if refused == 0 {
				t.Fatal("the disk was never full")
			}
			return
		}
		refused++
		if !errors.Is(err, ErrFull) || !errors.Is(err, model.ErrNotNow) || !strings.Contains(err.Error(), "make room") {
			t.Fatalf("with room for %d bytes: %v", but, err)
		}
		if refused == 1 {
			t.Log(err)
		}
		same()
		release()
	}
	t.Fatal("it never works")
}

// TestEditsOnAFullDisk edits until the disk is full, is refused, and goes on
// once there is room.
func TestEditsOnAFullDisk(t *testing.T) {
	folder := faultfs.Small(t, 4<<20)
	e := newEdits(t, filepath.Join(folder, "a.dragoman"))
	for range 3 {
		release := faultfs.Fill(t, folder, 40<<10)
		for {
			if err := e.try(); err != nil {
				if !errors.Is(err, ErrFull) {
					t.Fatal(err)
				}
				break
			}
		}
		e.refused(ErrFull, "make room")
		release()
		e.must()
	}
	sound(t, e.p)
	closed(t, e.p)
	e.holdsAt(e.p.path)
}

// TestImportOnAFullDisk saves many documents at once: all of them, or none.
func TestImportOnAFullDisk(t *testing.T) {
	folder := faultfs.Small(t, 8<<20)
	p := must[*Project](t)(Create(ctx, filepath.Join(folder, "a.dragoman"), testSchema, Options{Now: clock}))
	was := add(t, p, "one", "one")
	documents := func(want int) {
		t.Helper()
		if list := must[[]model.Summary](t)(p.Documents(ctx)); len(list) != want {
			t.Fatalf("%d documents, want %d", len(list), want)
		}
		if d := must[model.Document](t)(p.Document(ctx, was.ID)); d.Title != "one" {
			t.Fatal("what was there is gone")
		}
	}
	untilRoom(t, folder, func() error {
		return p.Update(ctx, func(tx *Tx) error {
			for i := range 30 {
				d := model.NewDocument(strings.Repeat(string(rune('a'+i%26))+" ", 4000+i), "many", "")
				if _, err := tx.Save(model.Step{Name: "import", Project: true, Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}}); err != nil {
					return err
				}
			}
			return nil
		})
	}, func() { documents(1) })
	documents(31)
	sound(t, p)
	closed(t, p)
}

// TestCreatingOnAFullDisk leaves no file.
func TestCreatingOnAFullDisk(t *testing.T) {
	folder := faultfs.Small(t, 1<<20)
	path := filepath.Join(folder, "a.dragoman")
	var p *Project
	untilRoom(t, folder, func() (err error) {
		p, err = Create(ctx, path, testSchema, Options{})
		return err
	}, func() {
		if left := filesIn(t, folder); len(left) != 1 {
			t.Fatalf("left: %v", left)
		}
	})
	add(t, p, "text", "title")
	closed(t, p)
}

// TestOpeningOnAFullDisk opens nothing half, and changes nothing.
func TestOpeningOnAFullDisk(t *testing.T) {
	folder := faultfs.Small(t, 4<<20)
	e := newEdits(t, filepath.Join(folder, "a.dragoman"))
	e.must()
	closed(t, e.p)
	untilRoom(t, folder, func() (err error) {
		e.p, err = Open(ctx, e.p.path, Options{Now: clock, Version: "2.0"})
		return err
	}, func() {
		p := opened(t, filepath.Join(folder, "a.dragoman"), Options{ReadOnly: true})
		e.holds(p)
		closed(t, p)
		e.p = &Project{path: filepath.Join(folder, "a.dragoman")}
	})
	e.must()
	closed(t, e.p)
}

// TestBackupOnAFullDisk leaves no half of a copy.
func TestBackupOnAFullDisk(t *testing.T) {
	folder := faultfs.Small(t, 2<<20)
	e := newEdits(t, filepath.Join(t.TempDir(), "a.dragoman"))
	e.must()
	for name, copied := range map[string]func(out string) error{
		"backup": func(out string) error { return e.p.Backup(ctx, out) },
		"rescue": func(out string) error { return e.p.Rescue(ctx, out) },
	} {
		out := filepath.Join(folder, name+Extension)
		before := len(filesIn(t, folder))
		untilRoom(t, folder, func() error { return copied(out) }, func() {
			if left := filesIn(t, folder); len(left) != before+1 {
				t.Fatalf("%s leaves %v", name, left)
			}
		})
		e.holdsAt(out)
	}
	e.must()
	closed(t, e.p)
}

// TestMigrationOnAFullDisk leaves the project in its old version.
func TestMigrationOnAFullDisk(t *testing.T) {
	folder := faultfs.Small(t, 4<<20)
	path := filepath.Join(folder, "old.dragoman")
	old, err := os.ReadFile(filepath.Join("testdata", "v1.dragoman"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	var p *Project
	untilRoom(t, folder, func() (err error) {
		p, err = Open(ctx, path, Options{})
		return err
	}, func() {
		if _, err := Open(ctx, path, Options{ReadOnly: true}); !errors.Is(err, ErrOlder) {
			t.Fatalf("after a migration that failed: %v", err)
		}
	})
	sound(t, p)
	closed(t, p)
}

// TestClosingOnAFullDisk says that the last edits are beside the project file,
// and takes them in the next time.
func TestClosingOnAFullDisk(t *testing.T) {
	folder := faultfs.Small(t, 4<<20)
	e := newEdits(t, filepath.Join(folder, "a.dragoman"))
	for range 30 {
		e.must()
	}
	release := faultfs.Fill(t, folder, 0)
	err := e.p.Close()
	if err == nil {
		t.Fatal("there was room to close the project")
	}
	if !errors.Is(err, ErrFull) || !strings.Contains(err.Error(), "nothing is lost") || !strings.Contains(err.Error(), "a.dragoman-wal") {
		t.Fatal(err)
	}
	t.Log(err)
	reader := opened(t, e.p.path, Options{ReadOnly: true})
	e.holds(reader)
	closed(t, reader)
	release()
	e.holdsAt(e.p.path)
	if left := filesIn(t, folder); len(left) != 1 {
		t.Errorf("left: %v", left)
	}
}
