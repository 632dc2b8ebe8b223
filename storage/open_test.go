package storage

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/model"
)

func TestCreateRefusesAnExistingFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.dragoman")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(ctx, path, testSchema, Options{}); !errors.Is(err, ErrExists) {
		t.Fatalf("creating over a file: %v", err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "mine" {
		t.Fatalf("the file was touched: %q, %v", data, err)
	}
}

func TestCreateLeavesNothingWhenItFails(t *testing.T) {
	folder := t.TempDir()
	bad := model.Schema{Labels: []model.Label{{Name: ""}}}
	if _, err := Create(ctx, filepath.Join(folder, "a.dragoman"), bad, Options{}); err == nil {
		t.Fatal("a schema without names was taken")
	}
	cancelled, cancel := contextCancelled()
	defer cancel()
	if _, err := Create(cancelled, filepath.Join(folder, "b.dragoman"), testSchema, Options{}); err == nil {
		t.Fatal("a cancelled creation succeeded")
	}
	if left := filesIn(t, folder); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func filesIn(t testing.TB, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	folder := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	damaged := filepath.Join(folder, "damaged.dragoman")
	p := must[*Project](t)(Create(ctx, damaged, testSchema, Options{}))
	closed(t, p)
	whole, err := os.ReadFile(damaged)
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name, path string
		want       error
	}{
		{"nothing there", filepath.Join(folder, "none.dragoman"), ErrNotThere},
		{"a text", write("text.dragoman", strings.Repeat("text ", 100)), ErrNotProject},
		{"an empty file", write("empty.dragoman", ""), ErrNotProject},
		{"another program's database", foreignDatabase(t, folder), ErrNotProject},
		{"a folder", folder, ErrNotProject},
		{"only the first page", write("cut.dragoman", string(whole[:newPage])), ErrDamaged},
		{"junk after the header", write("junk.dragoman", string(whole[:100])+strings.Repeat("junk", len(whole)/4)), ErrDamaged},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, opts := range []Options{{}, {ReadOnly: true}} {
				p, err := Open(ctx, c.path, opts)
				if err == nil {
					closed(t, p)
				}
				if !errors.Is(err, c.want) {
					t.Errorf("opening with %+v: %v, want %v", opts, err, c.want)
				}
			}
		})
	}
}

func foreignDatabase(t *testing.T, folder string) string {
	t.Helper()
	path := filepath.Join(folder, "foreign.dragoman")
	edit(t, path, "mode=rwc", "CREATE TABLE other (x)")
	return path
}

func TestPathsWithSignsInThem(t *testing.T) {
	for _, name := range []string{"a b", "what?", "100%", "%41", "#1", "ünï 新聞", "a&b=c", "it's", `say "x"`, "a;b", "+plus", "colon:s"} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), name)
			if err := os.Mkdir(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(folder, name+".dragoman")
			p := must[*Project](t)(Create(ctx, path, testSchema, Options{}))
			d := add(t, p, "text", "title")
			p = reopen(t, p)
			if got := must[model.Document](t)(p.Document(ctx, d.ID)); got.Title != "title" {
				t.Errorf("title %q", got.Title)
			}
			if err := p.Backup(ctx, filepath.Join(folder, name+"2.dragoman")); err != nil {
				t.Error(err)
			}
			closed(t, p)
			want := []string{name + ".dragoman", name + "2.dragoman"}
			if got := filesIn(t, folder); strings.Join(got, "|") != strings.Join(want, "|") {
				t.Errorf("files %q, want %q", got, want)
			}
			if p.Name() != name {
				t.Errorf("name %q", p.Name())
			}
		})
	}
}

func TestRelativePath(t *testing.T) {
	t.Chdir(t.TempDir())
	p := must[*Project](t)(Create(ctx, "x.dragoman", testSchema, Options{}))
	if !filepath.IsAbs(p.Path()) || filepath.Base(p.Path()) != "x.dragoman" {
		t.Errorf("path %q", p.Path())
	}
	closed(t, p)
}

func TestOneProcessOwnsAProject(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, "text", "title")
	if _, err := Open(ctx, p.path, Options{}); !errors.Is(err, ErrInUse) {
		t.Fatalf("opened twice: %v", err)
	}
	reader := opened(t, p.path, Options{ReadOnly: true})
	defer closed(t, reader)
	if got := must[model.Document](t)(reader.Document(ctx, d.ID)); got.Text.String() != "text" {
		t.Errorf("the reader sees %q", got.Text.String())
	}
	later := add(t, p, "later", "later")
	if _, err := reader.Document(ctx, later.ID); err != nil {
		t.Errorf("the reader does not see what came later: %v", err)
	}
}

func TestALinkIsTheSameProject(t *testing.T) {
	p := newTestProject(t)
	link := filepath.Join(t.TempDir(), "link.dragoman")
	if err := os.Symlink(p.path, link); err != nil {
		t.Skip("no links here:", err)
	}
	if _, err := Open(ctx, link, Options{}); !errors.Is(err, ErrInUse) {
		t.Errorf("opened twice, by two names: %v", err)
	}
}

// TestOpeningAgainKeepsTheLocks of SQLite: another process must not get at the
// file alone after this one looked at it a second time.
func TestOpeningAgainKeepsTheLocks(t *testing.T) {
	program, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("sqlite3 is not installed")
	}
	p := newTestProject(t)
	add(t, p, "text", "title")
	if _, err := Open(ctx, p.path, Options{}); !errors.Is(err, ErrInUse) {
		t.Fatal(err)
	}
	out, err := exec.Command(program, p.path, "PRAGMA journal_mode = DELETE").CombinedOutput()
	if !strings.Contains(string(out), "locked") {
		t.Errorf("another process takes the file for itself: %q, %v", out, err)
	}
	add(t, p, "more", "more")
	sound(t, p)
}

func TestClosingBesideAReader(t *testing.T) {
	p := newOpenProject(t)
	d := add(t, p, "text", "title")
	reader := opened(t, p.path, Options{ReadOnly: true})
	if _, err := reader.Document(ctx, d.ID); err != nil {
		t.Fatal(err)
	}
	p2 := reopen(t, p) // closes p while reader has the file open
	later := add(t, p2, "later", "later")
	if _, err := reader.Document(ctx, later.ID); err != nil {
		t.Errorf("the reader does not see what came later: %v", err)
	}
	closed(t, reader)
	closed(t, p2)
}

// TestOwner is the other process of TestTwoProcesses.
func TestOwner(t *testing.T) {
	path := os.Getenv("STORAGE_TEST_OWN")
	if path == "" {
		t.Skip("runs inside TestTwoProcesses")
	}
	p := opened(t, path, Options{})
	d := add(t, p, "from the other process", "other")
	label(t, p, d, "ben", "person", model.Span{Start: 0, End: 4})
	os.Stdout.WriteString("ready\n")
	bufio.NewReader(os.Stdin).ReadString('\n')
	os.Exit(7) // dies without closing
}

func TestTwoProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.dragoman")
	closed(t, must[*Project](t)(Create(ctx, path, testSchema, Options{})))
	other := exec.Command(os.Args[0], "-test.run=^TestOwner$")
	other.Env = append(os.Environ(), "STORAGE_TEST_OWN="+path)
	in := must[interface{ Write([]byte) (int, error) }](t)(stdin(other))
	out, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("the other process says %q, %v", line, err)
	}
	if _, err := Open(ctx, path, Options{}); !errors.Is(err, ErrInUse) {
		t.Errorf("opened what another process owns: %v", err)
	}
	reader := opened(t, path, Options{ReadOnly: true})
	if list := must[[]model.Summary](t)(reader.Documents(ctx)); len(list) != 1 || list[0].Set("ben").Annotations != 1 {
		t.Errorf("beside the owner one reads %+v", list)
	}
	closed(t, reader)
	in.Write([]byte("die\n"))
	other.Wait()
	// What was saved is there though the other process died, and so is the
	// right to open.
	p := opened(t, path, Options{})
	if list := must[[]model.Summary](t)(p.Documents(ctx)); len(list) != 1 || list[0].Set("ben").Annotations != 1 {
		t.Errorf("after the owner died one reads %+v", list)
	}
	sound(t, p)
	closed(t, p)
	if left := filesIn(t, filepath.Dir(path)); len(left) != 1 {
		t.Errorf("left beside the project: %v", left)
	}
}

func stdin(c *exec.Cmd) (interface{ Write([]byte) (int, error) }, error) { return c.StdinPipe() }

func TestReadOnlyChangesNothing(t *testing.T) {
	p := newOpenProject(t)
	add(t, p, "text", "title")
	closed(t, p)
	before, err := os.ReadFile(p.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Dir(p.path), 0o500); err != nil {
		t.Fatal(err)
	}
	reader := opened(t, p.path, Options{ReadOnly: true})
	if is, reason := reader.ReadOnly(); !is || reason == "" {
		t.Errorf("read-only %v, %q", is, reason)
	}
	if _, err := reader.Save(ctx, model.Step{}); !errors.Is(err, model.ErrReadOnly) {
		t.Errorf("saving: %v", err)
	}
	if err := reader.SetSetting(ctx, "a", "b"); !errors.Is(err, model.ErrReadOnly) {
		t.Errorf("setting: %v", err)
	}
	sound(t, reader)
	closed(t, reader)
	if err := os.Chmod(filepath.Dir(p.path), 0o700); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(p.path)
	if err != nil {
		t.Fatal(err)
	}
	if string(before) != string(after) || len(filesIn(t, filepath.Dir(p.path))) != 1 {
		t.Error("reading changed the file or left one beside it")
	}
}

// edit runs SQL on the file as another program would, without foreign keys.
func edit(t testing.TB, path, mode string, statements ...string) {
	t.Helper()
	db, err := connect(ctx, path, 1, nil, []string{mode, pragma("foreign_keys", 0)})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range statements {
		if _, err := db.ExecContext(ctx, s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestSettingsAreReadBack(t *testing.T) {
	p := newTestProject(t)
	for name, wrong := range map[string]string{
		"busy_timeout": "busy_timout(5000)", "journal_mode": "journalmode(wal)", "synchronous": "synchronous(NORMAL)", "foreign_keys": "foreign_key(1)",
	} {
		parameters := []string{"mode=rw"}
		for _, w := range writing {
			if w.name == name {
				parameters = append(parameters, "_pragma="+wrong)
			} else {
				parameters = append(parameters, pragma(w.name, w.value))
			}
		}
		path := p.path
		if name == "journal_mode" { // which the file remembers while it is open
			path = fullProject(t)
		}
		db, err := connect(ctx, path, 1, writing, parameters)
		if err == nil {
			t.Errorf("%s instead of %s was not found", wrong, name)
			db.Close()
		}
	}
}

func TestReadersSeeWhatIsSaved(t *testing.T) {
	p := newTestProject(t)
	for _, text := range []string{"one", "two", "three", "four", "five", "six"} {
		d := add(t, p, text, text)
		for range readers + 1 {
			if _, err := p.Document(ctx, d.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
}
