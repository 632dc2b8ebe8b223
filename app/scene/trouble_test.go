//go:build scene

package scene

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestTroubles meets real causes in a real window: a second program, a newer
// file, a moved one, a full disk, a damaged one, and a program that ended
// unexpectedly. With DRAGOMAN_PICTURES it takes the pictures of the
// documentation.
func TestTroubles(t *testing.T) {
	for _, theme := range themes() {
		for name, meet := range map[string]func(*desktop, string){
			"in use": (*desktop).meetSecond, "newer": (*desktop).meetNewer, "moved": (*desktop).meetMoved,
			"full": (*desktop).meetFull, "damaged": (*desktop).meetDamage, "crash": (*desktop).meetCrash,
			"denied": (*desktop).meetDenied, "hidden": (*desktop).meetHidden,
		} {
			t.Run(theme+" "+name, func(t *testing.T) {
				t.Setenv("FYNE_THEME", theme)
				meet(newDesktop(t), theme)
			})
		}
	}
}

// sample makes a project at path.
func (d *desktop) sample(path string) string {
	d.Helper()
	d.run("new", path, "--sample")
	return path
}

// dialog waits for a dialog of that title.
func (w *window) dialog(title string) {
	w.Helper()
	w.painted(title, func(s state) bool { return s.Sheet == title })
}

// button presses what has that name, again where a slow machine lost the click.
func (w *window) button(name string) {
	w.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		before := w.painted(name, func(s state) bool { return w.has(s, name) })
		if w.click(w.widget(name).middle()); w.changed(before) {
			return
		}
	}
	w.Fatalf("%s does nothing; the state is %+v", name, w.state())
}

// choose runs the command of that title from the palette, again where a slow
// machine lost or repeated a key.
func (w *window) choose(title string) {
	w.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		before := w.painted("the window", func(s state) bool { return s.Sheets == 0 })
		if w.key("ctrl+k"); !w.changed(before) {
			continue
		}
		palette := w.painted("the palette", func(s state) bool { return s.Sheets == 1 })
		w.xdotool("type", "--delay", "40", title)
		if w.key("Return"); w.changed(palette) {
			return
		}
		w.key("Escape")
	}
	w.Fatalf("%s is not to be had from the palette; the state is %+v", title, w.state())
}

// edit tries to label the word at the start of the article.
func (w *window) edit() {
	w.Helper()
	w.key("F7", "ctrl+Home", "w", "1")
}

// well waits until nothing is wrong and a sentence can be labelled, which it then
// takes back.
func (w *window) well() {
	w.Helper()
	s := w.painted("that all is well", func(s state) bool { return s.Notice == "" && s.Sheets == 0 && len(s.Lines) > 0 })
	w.key("F7", "ctrl+Home", "s", "2")
	made := w.until("a labelled sentence", func(now state) bool { return now.Active != "" && now.Active != s.Active }).Active
	w.key("ctrl+z")
	w.until("no labelled sentence", func(now state) bool { return now.Active != made && now.Status == s.Status })
}

// backedUp waits until the project has the backup of the day.
func (d *desktop) backedUp(path string) {
	d.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if made, err := filepath.Glob(path + ".backups/*-day.dragoman"); err == nil && len(made) > 0 {
			return
		}
	}
	d.Fatal("there is no backup of the day")
}

func (d *desktop) meetSecond(theme string) {
	path := d.sample(d.path("harbour.dragoman"))
	other := exec.Command(d.binary, "annotate", path, "--annotator", "zoe")
	other.Env = d.environment()
	edits, err := other.StdinPipe()
	if err != nil {
		d.Fatal(err)
	}
	if err := other.Start(); err != nil {
		d.Fatal(err)
	}
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(path + "-lock"); err == nil {
			break
		}
	}
	w := d.launch(path)
	w.dialog("harbour.dragoman is open in another program")
	w.picture("in-use-" + theme)
	w.button("button Open read-only")
	w.until("the project, read-only", func(s state) bool { return strings.HasPrefix(s.Notice, "Read-only: ") && len(s.Lines) > 0 })
	w.edit()
	w.until("why not", func(s state) bool { return strings.Contains(s.Message, "open for reading only") })
	w.picture("read-only-" + theme)
	edits.Close()
	if err := other.Wait(); err != nil {
		d.Fatal(err)
	}
	w.button("notice What to do…")
	w.button("button Try again")
	w.well()
	w.close()
}

// patch writes bytes into a file.
func (d *desktop) patch(path string, at int64, data []byte) {
	d.Helper()
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err == nil {
		_, err = file.WriteAt(data, at)
	}
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		d.Fatal(err)
	}
}

func (d *desktop) meetNewer(theme string) {
	const version = 60 // where SQLite keeps PRAGMA user_version
	path := d.sample(d.path("harbour.dragoman"))
	d.patch(path, version, binary.BigEndian.AppendUint32(nil, 99))
	w := d.open(path)
	w.until("that it is newer", func(s state) bool { return strings.Contains(s.Notice, "project version 99") })
	w.picture("newer-" + theme)
	w.button("notice What to do…")
	w.dialog("The project is open for reading only")
	w.picture("newer-help-" + theme)
	w.key("Escape")
	w.until("the project", func(s state) bool { return s.Sheets == 0 })
	w.close()
}

func (d *desktop) meetMoved(theme string) {
	path := d.sample(d.path("harbour.dragoman"))
	w := d.open(path)
	away := d.path("elsewhere.dragoman")
	if err := os.Rename(path, away); err != nil {
		d.Fatal(err)
	}
	w.edit()
	w.dialog("The project file is not where it was")
	w.picture("moved-" + theme)
	if err := os.Rename(away, path); err != nil {
		d.Fatal(err)
	}
	w.button("button It is back: go on")
	w.well()
	w.close()
}

// meetFull fills a small disk of its own.
func (d *desktop) meetFull(theme string) {
	disk := d.path("disk")
	if err := os.Mkdir(disk, 0o700); err != nil {
		d.Fatal(err)
	}
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk).CombinedOutput(); err != nil {
		d.Skipf("skipped: no disk can be mounted here: %s", out)
	}
	d.Cleanup(func() { exec.Command("umount", "-l", disk).Run() })
	w := d.open(d.sample(filepath.Join(disk, "harbour.dragoman")))
	w.well()
	d.backedUp(w.project)
	ballast := filepath.Join(disk, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 4<<20), 0o600); err == nil {
		d.Fatal("the disk is not full")
	}
	for w.state().Sheets == 0 { // room that the log has already is used up first
		before := w.state()
		w.edit()
		now := w.until("an edit, or why not", func(s state) bool { return s.Active != before.Active || s.Sheets > 0 })
		if now.Sheets == 0 {
			w.key("ctrl+z")
			w.until("no edit, or why not", func(s state) bool { return s.Active != now.Active || s.Sheets > 0 })
		}
	}
	w.dialog("The disk is full")
	w.picture("full-" + theme)
	w.key("Escape")
	w.painted("that it is still full", func(s state) bool { return strings.Contains(s.Notice, "The disk is full") && s.Sheets == 0 })
	w.picture("full-strip-" + theme)
	if err := os.Remove(ballast); err != nil {
		d.Fatal(err)
	}
	w.button("notice What to do…")
	w.button("button Try again")
	w.well()
	w.close()
}

// spoil changes a text wherever it stands in the rows of the project, but not
// within quotes, as the schema has it.
func (d *desktop) spoil(path, text, other string) {
	d.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		d.Fatal(err)
	}
	found := 0
	for at := bytes.Index(data, []byte(text)); at >= 0; {
		if before := data[at-1]; before != '"' && before != ' ' {
			d.patch(path, int64(at), []byte(other))
			found++
		}
		next := bytes.Index(data[at+1:], []byte(text))
		if next < 0 {
			break
		}
		at += 1 + next
	}
	if found == 0 {
		d.Fatalf("%q is not in the rows", text)
	}
}

// meetDamage spoils rows that a backup still holds as they were.
func (d *desktop) meetDamage(theme string) {
	path := d.sample(d.path("harbour.dragoman"))
	w := d.open(path)
	w.well()
	d.backedUp(path)
	w.close()
	d.spoil(path, "Northern Agency", "Nxrthern Agency")
	d.spoil(path, "denial", "denixl")
	w = d.launch(path)
	w.dialog("The project file is damaged")
	w.button("button Look what is damaged")
	w.dialog("What the check found")
	w.picture("damaged-" + theme)
	w.button("button Salvage into a new project…")
	w.button("button Salvage")
	w.dialog("What was salvaged")
	w.picture("salvaged-" + theme)
	w.button("button Open the new project")
	w.until("the new project", func(s state) bool { return s.Sheets == 0 && len(s.Lines) > 0 })
	w.close()
	w = d.launch(path)
	w.dialog("The project file is damaged")
	w.picture("damaged-article-" + theme)
	w.button("button Restore a backup…")
	w.painted("the backups", func(s state) bool { return w.has(s, "choice 0") })
	w.picture("backups-" + theme)
	w.button("choice 0")
	w.dialog("Restore this backup?")
	w.picture("restore-" + theme)
	w.button("button Restore it")
	w.until("the backup", func(s state) bool { return strings.Contains(s.Message, "The project is as it was on") })
	w.close()
	d.run("check", path)
	d.meetRuin(path, theme)
}

// meetRuin opens a project of which SQLite itself can read nothing.
func (d *desktop) meetRuin(path, theme string) {
	const tables = 100 // where SQLite keeps the list of them
	d.patch(path, tables, bytes.Repeat([]byte{0xaa}, 64))
	w := d.launch(path)
	w.dialog("The project file is damaged")
	w.picture("damaged-opening-" + theme)
	w.button("button Restore a backup…")
	listed := w.painted("the backups", func(s state) bool { return w.has(s, "choice 0") })
	day := 0 // the oldest, which is the last of the list
	for w.has(listed, fmt.Sprint("choice ", day+1)) {
		day++
	}
	w.button(fmt.Sprint("choice ", day))
	w.button("button Restore it")
	w.painted("the backup", func(s state) bool {
		return strings.Contains(s.Message, "The project is as it was on") && len(s.Lines) > 0
	})
	w.close()
}

// meetDenied takes access away from a program that does not run as root.
func (d *desktop) meetDenied(theme string) {
	if os.Geteuid() == 0 {
		const nobody = "65534"
		if _, err := exec.LookPath("setpriv"); err != nil {
			d.Skip("skipped: root may do everything, and there is no setpriv to be another user")
		}
		d.under = []string{"setpriv", "--reuid", nobody, "--regid", nobody, "--clear-groups"}
	}
	folder := d.path("desk")
	if err := os.Mkdir(folder, 0o777); err != nil {
		d.Fatal(err)
	}
	path := d.sample(filepath.Join(folder, "harbour.dragoman"))
	access := func(path string, mode os.FileMode) {
		if err := os.Chmod(path, mode); err != nil {
			d.Fatal(err)
		}
	}
	for _, readable := range []string{filepath.Dir(d.binary), d.home, filepath.Dir(d.home)} {
		access(readable, 0o777)
	}
	access(path, 0)
	w := d.launch(path)
	w.dialog("You may not read harbour.dragoman")
	w.picture("denied-" + theme)
	access(path, 0o444)
	access(folder, 0o555)
	w.button("button Try again")
	w.painted("the project, read-only", func(s state) bool { return strings.HasPrefix(s.Notice, "Read-only: ") && len(s.Lines) > 0 })
	w.button("notice What to do…")
	w.dialog("The project is open for reading only")
	w.picture("write-denied-" + theme)
	access(folder, 0o777)
	access(path, 0o666)
	w.button("button Try again")
	w.well()
	w.close()
}

// meetHidden opens an article with characters that a person would not see.
func (d *desktop) meetHidden(theme string) {
	path, article := d.path("quay.dragoman"), d.path("quay.txt")
	text := "Port Selim bans \u202Eyrref\u202C ships\n\nThe har\u200Bbour mas\u00ADter said on Mon\u2060day that \u2066no ship\u2069 may leave. " +
		"“We wait\u200E,” she said,\u00A0“for the\uFEFF minister.”\n"
	if err := os.WriteFile(article, []byte(text), 0o600); err != nil {
		d.Fatal(err)
	}
	d.run("new", path, "--owner", "ana")
	d.run("import", path, article)
	w := d.open(path)
	w.painted("the article", func(s state) bool { return len(s.Lines) > 0 })
	w.picture("hidden-" + theme)
	w.close()
}

func (w *window) has(s state, name string) bool {
	for _, b := range s.Widgets {
		if b.Name == name {
			return true
		}
	}
	return false
}

// provoke builds a program that can be asked to end unexpectedly, and returns its
// path, beside the program that people use.
var provoke = sync.OnceValues(func() (string, error) {
	path, err := build()
	if err != nil {
		return "", err
	}
	path += "-provoke"
	if out, err := exec.Command("go", "build", "-tags", "x11,migrated_fynedo,provoke", "-o", path, "dragoman").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the program that ends: %w\n%s", err, out)
	}
	return path, nil
})

// meetCrash ends a program, built for that alone, by a panic on the window's
// goroutine and on another one.
func (d *desktop) meetCrash(theme string) {
	path := d.sample(d.path("harbour.dragoman"))
	provoked, err := provoke()
	if err != nil {
		d.Fatal(err)
	}
	for _, where := range []string{"window", "background"} {
		c := exec.Command(provoked, path)
		c.Env = append(d.environment(), "DRAGOMAN_PROVOKE="+where)
		if out, err := c.CombinedOutput(); err == nil || !bytes.Contains(out, []byte("panic: words of an article")) {
			d.Fatalf("%s: the program did not end unexpectedly: %v\n%s", where, err, out)
		}
		w := d.open(path)
		w.dialog("Dragoman ended unexpectedly")
		w.button("button Copy details")
		w.until("that they are copied", func(s state) bool { return s.Message == "The details are on the clipboard." })
		if where == "window" && os.Getenv("DRAGOMAN_PICTURES") != "" {
			time.Sleep(3 * time.Second) // until the project is checked
			w.picture("crash-" + theme)
		}
		w.button("button Forget")
		w.well()
		w.close()
	}
	left, err := filepath.Glob(d.path(".local/state/dragoman/*"))
	if err != nil || len(left) != 1 {
		d.Errorf("left are %v, %v", left, err)
	}
}
