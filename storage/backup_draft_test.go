package storage

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragoman/model"
)

// TestDraftsOfTheDeadAreSwept leaves alone what somebody works on, and what is
// nobody's draft.
func TestDraftsOfTheDeadAreSwept(t *testing.T) {
	p := newTestProject(t)
	fillFull(t, p)
	out := filepath.Join(t.TempDir(), "copy.dragoman")
	alive := must[*draft](t)(newDraft(out))
	write(t, alive.path, "half a copy")
	dead := filepath.Join(filepath.Dir(out), draftPrefix+"0123456789abcdef")
	for _, suffix := range []string{"", "-lock", "-wal", "-journal"} {
		write(t, dead+suffix, "half a copy")
	}
	other := filepath.Join(filepath.Dir(out), draftPrefix+"notes-lock")
	write(t, other, "mine")

	if err := p.Backup(ctx, out); err != nil {
		t.Fatal(err)
	}
	want := []string{filepath.Base(alive.path), filepath.Base(alive.path) + "-lock", filepath.Base(other), "copy.dragoman"}
	slices.Sort(want)
	if got := filesIn(t, filepath.Dir(out)); !slices.Equal(got, want) {
		t.Errorf("there are %v, want %v", got, want)
	}
	if err := alive.discard(); err != nil {
		t.Error(err)
	}
}

// TestADraftThatWasPublishedIsSwept comes after a program that was killed when
// its copy had a name: there is a backup of today, and none is made.
func TestADraftThatWasPublishedIsSwept(t *testing.T) {
	p := newTestProject(t)
	fillFull(t, p)
	made := must[string](t)(p.BackUpToday(ctx))
	dead := filepath.Join(filepath.Dir(made), draftPrefix+"0123456789abcdef")
	write(t, dead, "a copy")
	write(t, dead+"-lock", "")
	if again := must[string](t)(p.BackUpToday(ctx)); again != "" {
		t.Errorf("another backup of today: %s", again)
	}
	if got := filesIn(t, filepath.Dir(made)); !slices.Equal(got, []string{filepath.Base(made)}) {
		t.Errorf("there are %v", got)
	}
}

// TestBackerUp is the process that TestKilledWhileBackingUp kills: it backs up
// and restores again and again, and says so when it has done one.
func TestBackerUp(t *testing.T) {
	path := os.Getenv("STORAGE_TEST_BACK_UP")
	if path == "" {
		t.Skip("runs inside TestKilledWhileBackingUp")
	}
	for {
		b := must[model.Backup](t)(BackUp(ctx, path, nil))
		os.Stdout.WriteString("backed up\n")
		must[string](t)(Restore(ctx, b.Path, path, nil))
		os.Stdout.WriteString("restored\n")
		for _, old := range must[[]model.Backup](t)(Backups(path))[1:] {
			os.Remove(old.Path)
		}
	}
}

// TestKilledWhileBackingUp kills after so many acts and a moment, which a round
// makes longer. What is there under a name is whole, the project is as it was,
// and the next backup takes away what is left.
func TestKilledWhileBackingUp(t *testing.T) {
	path := fullProject(t)
	before := contentOf(t, path)
	for round := range 12 {
		killBackerUp(t, path, round)
		if got := contentOf(t, path); got != before {
			t.Fatalf("round %d: the project holds\n%s\nnot\n%s", round, got, before)
		}
		for _, b := range must[[]model.Backup](t)(Backups(path)) {
			if got := contentOf(t, b.Path); got != before {
				t.Errorf("round %d: the backup %s holds\n%s", round, b.Path, got)
			}
		}
	}
	must[string](t)(Restore(ctx, must[model.Backup](t)(BackUp(ctx, path, nil)).Path, path, nil))
	for _, folder := range []string{filepath.Dir(path), backupFolder(path)} {
		for _, name := range filesIn(t, folder) {
			if strings.HasPrefix(name, draftPrefix) {
				t.Errorf("left: %s", name)
			}
		}
	}
}

// contentOf returns what the project at path holds, and checks it.
func contentOf(t testing.TB, path string) string {
	t.Helper()
	p := opened(t, path, Options{ReadOnly: true})
	defer closed(t, p)
	sound(t, p)
	return dump(t, p)
}

// killBackerUp kills a TestBackerUp after it said something so often, and has
// done so much of what comes next.
func killBackerUp(t *testing.T, path string, round int) {
	t.Helper()
	other := exec.Command(os.Args[0], "-test.run=^TestBackerUp$")
	other.Env = append(os.Environ(), "STORAGE_TEST_BACK_UP="+path)
	out, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for range 1 + round%2 {
		if !lines.Scan() || !strings.Contains(lines.Text(), "ed") {
			t.Errorf("it says %q", lines.Text())
		}
	}
	// How far it gets meanwhile is left to chance: each reading of the folder
	// takes it a little further.
	for range 40 * round {
		filesIn(t, filepath.Dir(path))
	}
	other.Process.Kill()
	if err := other.Wait(); err == nil {
		t.Fatal("it ended by itself")
	}
}
