package storage

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestALogBesideAReplacedProject is of another file: SQLite would make a third
// thing of the two, or the old project again.
func TestALogBesideAReplacedProject(t *testing.T) {
	if identity(must[os.FileInfo](t)(os.Stat("."))) == "" {
		t.Skip("files have no numbers on this system")
	}
	_, backup, then, _ := twoStates(t)
	path, _ := killedProject(t)
	leftLock(t, path)
	log := must[[]byte](t)(os.ReadFile(path + "-wal"))
	data := must[[]byte](t)(os.ReadFile(backup))
	write(t, path+".new", string(data))
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
	p := opened(t, path, Options{Now: clock})
	if got := dump(t, p); got != then {
		t.Errorf("opened is\n%s\nand not\n%s", got, then)
	}
	sound(t, p)
	if w := strings.Join(p.Warnings(), " "); !strings.Contains(w, p.stray) || p.stray == "" {
		t.Errorf("warnings: %q", w)
	} else if kept := must[[]byte](t)(os.ReadFile(p.stray)); string(kept) != string(log) {
		t.Error("the log that was put aside is not the one that was there")
	}
	closed(t, p)
}

// TestALogBesideACopiedProject is its own, though the copy is another file.
func TestALogBesideACopiedProject(t *testing.T) {
	from, now := killedProject(t)
	leftLock(t, from)
	path := filepath.Join(t.TempDir(), "copied.dragoman")
	for _, suffix := range []string{"", "-wal", "-lock"} {
		if err := copyFile(from+suffix, path+suffix); err != nil {
			t.Fatal(err)
		}
	}
	p := opened(t, path, Options{Now: clock})
	if got := dump(t, p); got != now {
		t.Errorf("opened is\n%s\nand not\n%s", got, now)
	}
	if w := p.Warnings(); len(w) > 0 {
		t.Errorf("warnings: %q", w)
	}
	closed(t, p)
}

// leftLock leaves the lock file of a program that had the project open and was
// killed.
func leftLock(t *testing.T, path string) {
	t.Helper()
	write(t, path+"-lock", "\n"+identity(must[os.FileInfo](t)(os.Stat(path)))+"\n")
}
