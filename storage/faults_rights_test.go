//go:build linux

package storage

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"dragoman/model"
)

// nobody is a user without any rights of their own.
const nobody = 65534

// asNobody runs the test once more in a process that rights apply to, which
// gets the folder; to root they do not. It reports whether this is that process.
func asNobody(t *testing.T) (folder string, is bool) {
	t.Helper()
	if folder := os.Getenv("STORAGE_TEST_NOBODY"); folder != "" {
		return folder, true
	}
	if os.Getuid() != 0 {
		return t.TempDir(), true
	}
	folder, err := os.MkdirTemp("", "dragoman-rights-*")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	inner, program := filepath.Join(folder, "inner"), filepath.Join(folder, "test")
	if err := errors.Join(os.Chmod(folder, 0o755), os.Mkdir(inner, 0o700), os.Chown(inner, nobody, nobody), copyFile(os.Args[0], program), os.Chmod(program, 0o755)); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, "-test.run=^"+t.Name()+"$", "-test.v")
	c.Dir = inner
	c.Env = append(os.Environ(), "STORAGE_TEST_NOBODY="+inner, "TMPDIR="+inner, "HOME="+inner)
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := c.CombinedOutput()
	t.Log(string(out))
	if err != nil {
		t.Error("as a user without rights:", err)
	}
	return "", false
}

// chmod sets the rights of paths, in turn: path, mode, path, mode.
func chmod(t *testing.T, pairs ...any) {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if err := os.Chmod(pairs[i].(string), os.FileMode(pairs[i+1].(int))); err != nil {
			t.Fatal(err)
		}
	}
}

// refusesToWrite finds that the project opens for reading only, and for writing
// not, with a sentence that says what to do.
func (e *edits) refusesToWrite(path string) {
	e.t.Helper()
	if _, err := Open(ctx, path, Options{}); !errors.Is(err, ErrPermission) || !strings.Contains(err.Error(), "ask for write access") {
		e.t.Errorf("opened for writing: %v", err)
	} else {
		e.t.Log(err)
	}
	p := opened(e.t, path, Options{ReadOnly: true})
	e.holds(p)
	if list, err := p.Documents(ctx); err != nil || len(list) != 1 {
		e.t.Errorf("%d documents, %v", len(list), err)
	}
	if _, err := p.Save(ctx, model.Step{}); !errors.Is(err, model.ErrReadOnly) {
		e.t.Errorf("saved: %v", err)
	}
	closed(e.t, p)
}

func TestReadOnlyFileAndFolder(t *testing.T) {
	root, is := asNobody(t)
	if !is {
		return
	}
	for i, rights := range [][2]int{{0o400, 0o700}, {0o600, 0o500}, {0o400, 0o500}} {
		folder := filepath.Join(root, fmt.Sprint(i))
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		e := newEdits(t, filepath.Join(folder, "a.dragoman"))
		e.must()
		closed(t, e.p)
		chmod(t, e.p.path, rights[0], folder, rights[1])
		e.refusesToWrite(e.p.path)
		if left := filesIn(t, folder); !slices.Equal(left, []string{"a.dragoman"}) {
			t.Errorf("%o: left %v", rights, left)
		}
		chmod(t, folder, 0o700, e.p.path, 0o600)
		e.holdsAt(e.p.path)
	}
}

// TestReadOnlyFolderWithALog reads the edits of a project that was not closed in
// a folder that may not be written, out of a copy that is gone afterwards.
func TestReadOnlyFolderWithALog(t *testing.T) {
	root, is := asNobody(t)
	if !is {
		return
	}
	private := filepath.Join(root, "private")
	folder := filepath.Join(root, "folder")
	if err := errors.Join(os.Mkdir(private, 0o700), os.Mkdir(folder, 0o700)); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", private)
	e := newEdits(t, filepath.Join(root, "a.dragoman"))
	for range 5 {
		e.must()
	}
	path := filepath.Join(folder, "a.dragoman")
	// As a kill would leave it.
	for _, suffix := range []string{"", "-wal"} {
		if err := copyFile(e.p.path+suffix, path+suffix); err != nil {
			t.Fatal(err)
		}
	}
	closed(t, e.p)
	chmod(t, folder, 0o500)
	e.refusesToWrite(path)
	p := opened(t, path, Options{ReadOnly: true})
	if list := filesIn(t, private); len(list) != 1 {
		t.Errorf("there is no private copy: %v", list)
	}
	if p.Path() != path {
		t.Errorf("the path is %s", p.Path())
	}
	if err := p.Backup(ctx, filepath.Join(root, "copy.dragoman")); err != nil {
		t.Error(err)
	}
	closed(t, p)
	if list := append(filesIn(t, private), filesIn(t, folder)...); !slices.Equal(list, []string{"a.dragoman", "a.dragoman-wal"}) {
		t.Errorf("left: %v", list)
	}
	e.holdsAt(filepath.Join(root, "copy.dragoman"))
	chmod(t, folder, 0o700)
	e.holdsAt(path)
}

// TestPermissionLostWhileOpen loses the rights to the file, and to its folder,
// while the project is open.
func TestPermissionLostWhileOpen(t *testing.T) {
	root, is := asNobody(t)
	if !is {
		return
	}
	for _, c := range []struct {
		name         string
		file, folder int
		refused      bool // edits cannot tell that the file is there
	}{
		{"file", 0, 0o700, false},
		{"folder not written", 0o600, 0o500, false},
		{"folder not entered", 0o600, 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := filepath.Join(root, c.name)
			if err := os.Mkdir(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			e := newEdits(t, filepath.Join(folder, "a.dragoman"))
			e.must()
			take := func() { chmod(t, e.p.path, c.file, folder, c.folder) }
			give := func() { chmod(t, folder, 0o700, e.p.path, 0o600) }
			take()
			if c.refused {
				e.refused(ErrPermission, "ask for write access")
			} else {
				e.must() // what is open stays writable
			}
			give()
			e.must()
			take()
			err := e.p.Close()
			t.Log("closing:", err)
			give()
			if c.folder != 0o700 && (!errors.Is(err, ErrPermission) || !strings.Contains(err.Error(), "nothing is lost")) {
				t.Errorf("closing: %v", err)
			}
			e.holdsAt(e.p.path)
			if left := filesIn(t, folder); !slices.Equal(left, []string{"a.dragoman"}) {
				t.Errorf("left: %v", left)
			}
		})
	}
}
