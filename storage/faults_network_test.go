package storage

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func elsewhereOnTheNet(string) string { return "NFS" }

// TestNetworkFolder warns of a folder that other computers reach, and does not
// open what another one has open though its lock is not seen.
func TestNetworkFolder(t *testing.T) {
	opts := Options{Now: clock, network: elsewhereOnTheNet}
	path := filepath.Join(t.TempDir(), "a.dragoman")
	p := must[*Project](t)(Create(ctx, path, testSchema, opts))
	e := &edits{t: t, p: p, d: add(t, p, "word word word ", "one")}
	e.must()
	if w := p.Warnings(); len(w) != 1 || !strings.Contains(w[0], "network folder (NFS)") || !strings.Contains(w[0], "copy on this computer") {
		t.Errorf("warnings: %q", w)
	} else {
		t.Log(w[0])
	}
	if said := readOwner(path + "-lock"); said.computer != thisComputer() {
		t.Errorf("the lock says %q", said)
	}
	closed(t, p)
	if err := os.WriteFile(path+"-lock", []byte("the-other-computer\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(ctx, path, opts)
	if !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), "the-other-computer") || !strings.Contains(err.Error(), "remove the file "+path+"-lock") {
		t.Errorf("opened: %v", err)
	} else {
		t.Log(err)
	}
	reader := opened(t, path, Options{ReadOnly: true, network: elsewhereOnTheNet})
	e.holds(reader)
	closed(t, reader)
	if err := os.Remove(path + "-lock"); err != nil {
		t.Fatal(err)
	}
	e.holdsAt(path)
}

// TestOwnDisk warns of nothing.
func TestOwnDisk(t *testing.T) {
	p := newTestProject(t)
	if kind := networkOf(filepath.Dir(p.path)); kind != "" {
		t.Skip("the tests run in a network folder: ", kind)
	}
	if w := p.Warnings(); len(w) != 0 {
		t.Errorf("warnings: %q", w)
	}
}

func TestLocksExclude(t *testing.T) {
	l := must[*lock](t)(acquire(filepath.Join(t.TempDir(), "a")))
	if !l.excludes() {
		t.Error("two can have a lock")
	}
	if err := l.release(); err != nil {
		t.Fatal(err)
	}
	if l.excludes() {
		t.Error("a lock that was given back keeps others out")
	}
	if err := os.Remove(l.file.Path()); err != nil && !os.IsNotExist(err) {
		t.Error(err)
	}
}
