package storage

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/model"
)

// twoStates returns a project that was changed after its backup, closed, and
// what it held then and holds now.
func twoStates(t testing.TB) (path, backup, then, now string) {
	t.Helper()
	p := newOpenProject(t)
	fillFull(t, p)
	backup = must[model.Backup](t)(p.BackUpNow(ctx)).Path
	then = dump(t, p)
	add(t, p, "later", "later")
	now = dump(t, p)
	closed(t, p)
	return p.path, backup, then, now
}

func fileText(t testing.TB, path string) string {
	t.Helper()
	return string(must[[]byte](t)(os.ReadFile(path)))
}

func TestRestore(t *testing.T) {
	path, backup, then, now := twoStates(t)
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	for n, want := range []string{now, then} {
		aside := must[string](t)(Restore(ctx, backup, path, clock))
		if name := "20260131T093000Z-restore" + nth(n+1) + Extension; filepath.Base(aside) != name {
			t.Errorf("what stood there is kept as %s, not as %s", aside, name)
		}
		if got := contentOf(t, aside); got != want {
			t.Errorf("kept is\n%s\nand not\n%s", got, want)
		}
		if got := contentOf(t, path); got != then {
			t.Errorf("restored is\n%s\nand not\n%s", got, then)
		}
	}
	if left := filesIn(t, filepath.Dir(path)); len(left) != 2 {
		t.Errorf("beside the project are %v", left)
	}
	if info := must[os.FileInfo](t)(os.Stat(path)); info.Mode().Perm() != 0o640 {
		t.Errorf("the project has mode %v", info.Mode())
	}
	closed(t, opened(t, path, Options{}))
}

func TestRestoreWhereNothingIs(t *testing.T) {
	_, backup, then, _ := twoStates(t)
	path := filepath.Join(t.TempDir(), "a new “one”.dragoman")
	if aside := must[string](t)(Restore(ctx, backup, path, clock)); aside != "" {
		t.Errorf("kept is %s", aside)
	}
	if got := contentOf(t, path); got != then {
		t.Errorf("restored is\n%s\nand not\n%s", got, then)
	}
	closed(t, opened(t, path, Options{}))
}

// TestRestoreOfAnyVersion puts back what an older program wrote, and what a
// newer one did.
func TestRestoreOfAnyVersion(t *testing.T) {
	for _, version := range []int{1, 99} {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			path, _, _, _ := twoStates(t)
			backup := copyOf(t, "testdata/v1.dragoman")
			if version == 99 {
				backup = fullProject(t)
				edit(t, backup, "mode=rw", "PRAGMA user_version = 99")
			}
			must[string](t)(Restore(ctx, backup, path, clock))
			p := opened(t, path, Options{})
			defer closed(t, p)
			if newer, _ := p.ReadOnly(); newer != (version == 99) {
				t.Errorf("read-only is %v", newer)
			}
			if set := must[model.AnnotationSet](t)(p.Set(ctx, model.DocumentIDOf(firstText), "ana")); len(set.Annotations) != 3 {
				t.Errorf("restored is %+v", set)
			}
		})
	}
}

// TestRestoreOverWhatCannotBeOpened keeps that to the byte.
func TestRestoreOverWhatCannotBeOpened(t *testing.T) {
	for name, damage := range map[string]func(data []byte) []byte{
		"nothing in it":      func([]byte) []byte { return nil },
		"cut":                func(data []byte) []byte { return data[:len(data)/2] },
		"a text":             func([]byte) []byte { return []byte("text") },
		"no header":          func(data []byte) []byte { return append(make([]byte, 100), data[100:]...) },
		"junk behind page 1": func(data []byte) []byte { return append(data[:newPage:newPage], strings.Repeat("junk", 1<<14)...) },
		"junk in page 1": func(data []byte) []byte {
			return append(append(data[:100:100], make([]byte, newPage-100)...), data[newPage:]...)
		},
	} {
		for _, wal := range []string{"", "what SQLite wrote last"} {
			t.Run(name+", "+wal, func(t *testing.T) {
				path, backup, then, _ := twoStates(t)
				data := damage(must[[]byte](t)(os.ReadFile(path)))
				write(t, path, string(data))
				if wal != "" {
					write(t, path+"-wal", wal)
				}
				aside := must[string](t)(Restore(ctx, backup, path, clock))
				if want := strings.TrimSuffix(path, Extension) + ".damaged-20260131T093000Z.dragoman"; aside != want {
					t.Fatalf("kept is %s, want %s", aside, want)
				}
				if got := must[[]byte](t)(os.ReadFile(aside)); string(got) != string(data) {
					t.Error("what is kept is not what was there")
				}
				if got, _ := os.ReadFile(aside + "-wal"); string(got) != wal {
					t.Errorf("the log that is kept is %q", got)
				}
				if _, err := os.Stat(path + "-wal"); err == nil {
					t.Error("the log of the old project lies beside the new one")
				}
				if got := contentOf(t, path); got != then {
					t.Errorf("restored is\n%s\nand not\n%s", got, then)
				}
			})
		}
	}
}

// killedProject returns a project as a program leaves it that is killed, its log not
// written into the file, with what it holds.
func killedProject(t testing.TB) (path, now string) {
	t.Helper()
	p := newTestProject(t)
	fillFull(t, p)
	add(t, p, "last", "last")
	path = filepath.Join(t.TempDir(), "killed.dragoman")
	for _, suffix := range []string{"", "-wal"} {
		if err := copyFile(p.path+suffix, path+suffix); err != nil {
			t.Fatal(err)
		}
	}
	return path, dump(t, p)
}

func TestRestoreOverAKilledProject(t *testing.T) {
	_, backup, then, _ := twoStates(t)
	path, now := killedProject(t)
	aside := must[string](t)(Restore(ctx, backup, path, clock))
	if got := contentOf(t, aside); got != now {
		t.Errorf("kept is\n%s\nand not\n%s", got, now)
	}
	if got := contentOf(t, path); got != then {
		t.Errorf("restored is\n%s\nand not\n%s", got, then)
	}
}

// interrupted returns a closed project as a program leaves it that is killed in
// the middle of a migration, with what it held before.
func interrupted(t testing.TB) (path, before string) {
	t.Helper()
	from := fullProject(t)
	before = contentOf(t, from)
	db, err := connect(ctx, from, 1, nil, []string{"mode=rw", pragma("cache_size", 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range []string{"BEGIN IMMEDIATE", "UPDATE document SET title = title || hex(randomblob(200000))"} {
		if _, err := db.ExecContext(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	path = filepath.Join(t.TempDir(), "interrupted.dragoman")
	for _, suffix := range []string{"", "-journal"} {
		data, err := exec.Command("cat", from+suffix).Output() // whose closing the file leaves SQLite its locks
		if err != nil || len(data) == 0 {
			t.Fatalf("%d bytes of %s: %v", len(data), suffix, err)
		}
		write(t, path+suffix, string(data))
	}
	return path, before
}

func TestRestoreOverAnInterruptedMigration(t *testing.T) {
	_, backup, then, _ := twoStates(t)
	path, before := interrupted(t)
	aside := must[string](t)(Restore(ctx, backup, path, clock))
	if got := contentOf(t, aside); got != before {
		t.Errorf("kept is\n%s\nand not\n%s", got, before)
	}
	if got := contentOf(t, path); got != then {
		t.Errorf("restored is\n%s\nand not\n%s", got, then)
	}
}

// TestALogWithoutItsProject must not become a part of the one that is restored.
func TestALogWithoutItsProject(t *testing.T) {
	_, backup, then, _ := twoStates(t)
	path, _ := killedProject(t)
	log := must[[]byte](t)(os.ReadFile(path + "-wal"))
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	aside := must[string](t)(Restore(ctx, backup, path, clock))
	if got := must[[]byte](t)(os.ReadFile(aside + "-wal")); string(got) != string(log) {
		t.Error("the log is not kept")
	}
	if got := contentOf(t, path); got != then {
		t.Errorf("restored is\n%s\nand not\n%s", got, then)
	}
}

// TestRestoreIsRefused, and nothing is changed then.
func TestRestoreIsRefused(t *testing.T) {
	path, backup, _, now := twoStates(t)
	folder := filepath.Dir(path)
	damaged := filepath.Join(t.TempDir(), "damaged.dragoman")
	if err := copyFile(backup, damaged); err != nil {
		t.Fatal(err)
	}
	edit(t, damaged, "mode=rw", "UPDATE annotation SET note = 'other'")
	text := filepath.Join(t.TempDir(), "text.txt")
	write(t, text, "mine")
	before := filesIn(t, folder)
	for _, c := range []struct{ backup, path, want string }{
		{damaged, path, "the backup is damaged"},
		{text, path, "not a Dragoman project"},
		{filepath.Join(folder, "none"), path, "no such file"},
		{path, path, "the project itself"},
		{path, backup, "name the backup first"},
		{backup, folder, "exists already"},
		{backup, text, "not a Dragoman project"},
		{backup, filepath.Join(folder, "none", "a.dragoman"), "no such file"},
	} {
		if _, err := Restore(ctx, c.backup, c.path, clock); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s to %s: %v, want %q", c.backup, c.path, err, c.want)
		}
	}
	if after := filesIn(t, folder); strings.Join(after, " ") != strings.Join(before, " ") {
		t.Errorf("there are %v, and there were %v", after, before)
	}
	if got := contentOf(t, path); got != now {
		t.Errorf("the project holds\n%s\nand not\n%s", got, now)
	}
}

func TestRestoreWhileTheProjectIsOpen(t *testing.T) {
	path, backup, _, now := twoStates(t)
	for _, opts := range []Options{{}, {ReadOnly: true}} {
		p := opened(t, path, opts)
		if opts.ReadOnly { // a log stands while somebody reads it
			writer := opened(t, path, Options{})
			must[[]model.Summary](t)(p.Documents(ctx))
			closed(t, writer)
		}
		if _, err := Restore(ctx, backup, path, clock); !errors.Is(err, ErrInUse) {
			t.Errorf("while it is open with %+v: %v", opts, err)
		}
		if got := dump(t, p); got != now {
			t.Errorf("the project holds\n%s\nand not\n%s", got, now)
		}
		closed(t, p)
	}
	must[string](t)(Restore(ctx, backup, path, clock))
}

// TestRestoreThatEndsAtAnyStep leaves the old project or the new one, whole,
// and the old one somewhere; restoring again works.
func TestRestoreThatEndsAtAnyStep(t *testing.T) {
	for name, prepare := range map[string]func(t *testing.T, path string){
		"a sound project":   func(*testing.T, string) {},
		"a damaged project": func(t *testing.T, path string) { damageMiddle(t, path) },
	} {
		for steps := range 5 {
			t.Run(fmt.Sprint(name, ", ", steps, " steps"), func(t *testing.T) {
				path, backup, then, _ := twoStates(t)
				prepare(t, path)
				old := fileText(t, path)
				oldContent := ""
				if readable(ctx, path) == nil {
					oldContent = contentOf(t, path)
				}
				endAfter(t, backup, path, steps)

				got := fileText(t, path)
				if got != old && contentOf(t, path) != then {
					t.Error("at the path is neither the old project nor the new one")
				}
				if got != old && !keptSomewhere(t, path, old, oldContent) {
					t.Error("the old project is nowhere")
				}
				must[string](t)(Restore(ctx, backup, path, clock))
				if got := contentOf(t, path); got != then {
					t.Errorf("restored at the second time is\n%s\nand not\n%s", got, then)
				}
				if !keptSomewhere(t, path, old, oldContent) {
					t.Error("after the second time the old project is nowhere")
				}
				for _, name := range filesIn(t, filepath.Dir(path)) {
					if strings.HasPrefix(name, draftPrefix) {
						t.Errorf("left: %s", name)
					}
				}
			})
		}
	}
}

// damageMiddle writes over the middle page of the file.
func damageMiddle(t testing.TB, path string) {
	t.Helper()
	data := must[[]byte](t)(os.ReadFile(path))
	copy(data[len(data)/2/newPage*newPage:], strings.Repeat("junk", 1024))
	write(t, path, string(data))
}

// endAfter does the first steps of a restore and ends as a process does that
// is killed: without its locks, and without tidying up.
func endAfter(t testing.TB, backup, path string, steps int) {
	t.Helper()
	r := must[*restoring](t)(newRestoring(backup, path, clock))
	r.draft = must[*draft](t)(newDraft(r.path))
	for _, step := range r.steps()[:steps] {
		if err := step(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.draft.lock.file.Close(); err != nil {
		t.Fatal(err)
	}
}

// keptSomewhere looks for the old project among the files beside path and among
// its backups: to the byte, or by what it holds.
func keptSomewhere(t testing.TB, path, old, oldContent string) bool {
	t.Helper()
	files, err := filepath.Glob(strings.TrimSuffix(path, Extension) + ".damaged-*")
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range must[[]model.Backup](t)(Backups(path)) {
		files = append(files, b.Path)
	}
	for _, file := range files {
		if fileText(t, file) == old {
			return true
		}
		if oldContent != "" && readable(ctx, file) == nil && contentOf(t, file) == oldContent {
			return true
		}
	}
	return false
}

// TestRestoreOverAProjectWithADamagedRow keeps that one apart from the backups:
// it opens, but is none that can be restored.
func TestRestoreOverAProjectWithADamagedRow(t *testing.T) {
	_, backup, then, _ := twoStates(t)
	path := fullProject(t)
	db := must[*sql.DB](t)(connect(ctx, path, 1, nil, []string{"mode=rw"}))
	if _, err := db.ExecContext(ctx, "UPDATE annotation SET note = note || 'x' WHERE id = (SELECT min(id) FROM annotation)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	aside := must[string](t)(Restore(ctx, backup, path, clock))
	if !strings.Contains(filepath.Base(aside), ".damaged-") || len(must[[]model.Backup](t)(Backups(path))) > 0 {
		t.Errorf("the damaged project is kept as %s", aside)
	}
	if got := contentOf(t, path); got != then {
		t.Errorf("restored is\n%s\nand not\n%s", got, then)
	}
}
