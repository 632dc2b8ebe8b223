//go:build linux

package storage

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragoman/model"
	"dragoman/storage/faultfs"
)

// TestBackupOfTheDayOnAFullDisk keeps the older ones, and the project can be
// worked in all the while.
func TestBackupOfTheDayOnAFullDisk(t *testing.T) {
	folder := faultfs.Small(t, 4<<20)
	e := newEdits(t, filepath.Join(folder, "a.dragoman"))
	e.must()
	old := filepath.Join(backupFolder(e.p.path), "20200101T000000Z-day.dragoman")
	write(t, old, "x")
	untilRoom(t, folder, func() error {
		_, err := e.p.BackUpToday(ctx)
		return err
	}, func() {
		if left := filesIn(t, filepath.Dir(old)); !slices.Equal(left, []string{filepath.Base(old)}) {
			t.Fatalf("there are %v", left)
		}
	})
	e.must()
	made := must[[]model.Backup](t)(Backups(e.p.path))
	if len(made) != 2 {
		t.Fatalf("there are %v", made)
	}
	if err := flawless(ctx, made[0].Path); err != nil {
		t.Error(err)
	}
	closed(t, e.p)
}

// TestRestoreOnAFullDisk leaves the project as it was, whether it can be opened
// or not.
func TestRestoreOnAFullDisk(t *testing.T) {
	for name, damage := range map[string]func(t testing.TB, path string){
		"sound": func(testing.TB, string) {}, "damaged": damageMiddle,
	} {
		t.Run(name, func(t *testing.T) {
			folder := faultfs.Small(t, 4<<20)
			path := filepath.Join(folder, "a.dragoman")
			backup := fullProject(t)
			then := contentOf(t, backup)
			if err := copyFile(backup, path); err != nil {
				t.Fatal(err)
			}
			damage(t, path)
			before := fileText(t, path)
			untilRoom(t, folder, func() error {
				_, err := Restore(ctx, backup, path, clock)
				return err
			}, func() {
				if fileText(t, path) != before {
					t.Fatal("the project was changed")
				}
				for _, name := range filesIn(t, folder) {
					if strings.HasPrefix(name, draftPrefix) || strings.Contains(name, "damaged") {
						t.Fatalf("left: %s", name)
					}
				}
			})
			if got := contentOf(t, path); got != then {
				t.Errorf("restored is\n%s\nand not\n%s", got, then)
			}
		})
	}
}

// TestCopyFromAFullDisk copies and restores a project with a log, which SQLite
// cannot read where nothing can be written.
func TestCopyFromAFullDisk(t *testing.T) {
	folder := faultfs.Small(t, 4<<20)
	from, now := killedProject(t)
	path := filepath.Join(folder, "killed.dragoman")
	for _, suffix := range []string{"", "-wal"} {
		if err := copyFile(from+suffix, path+suffix); err != nil {
			t.Fatal(err)
		}
	}
	defer faultfs.Fill(t, folder, 0)()
	if err := recognise(ctx, path); !needsToWrite(err) {
		t.Fatalf("SQLite reads it as it is: %v", err)
	}
	copied := filepath.Join(t.TempDir(), "copy.dragoman")
	if err := Copy(ctx, path, copied); err != nil {
		t.Fatal(err)
	}
	restored := filepath.Join(t.TempDir(), "restored.dragoman")
	must[string](t)(Restore(ctx, path, restored, clock))
	for _, path := range []string{copied, restored} {
		if got := contentOf(t, path); got != now {
			t.Errorf("%s holds\n%s\nand not\n%s", path, got, now)
		}
	}
}
