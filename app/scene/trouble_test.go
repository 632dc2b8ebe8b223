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
	for _, theme := range []string{"light", "dark"} {
		for name, meet := range map[string]func(*desktop, string){
			"in use": (*desktop).meetSecond, "newer": (*desktop).meetNewer, "moved": (*desktop).meetMoved,
			"full": (*desktop).meetFull, "damaged": (*desktop).meetDamage, "crash": (*desktop).meetCrash,
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
	w.until(title, func(s state) bool { return s.Sheet == title })
}

// button presses what has that name.
func (w *window) button(name string) {
	w.Helper()
	w.until(name, func(s state) bool { return w.has(s, name) })
	w.click(w.widget(name).middle())
}

// edit tries to label the word at the start of the article.
func (w *window) edit() {
	w.Helper()
	w.key("F7", "ctrl+Home", "w", "1")
}

// well waits until nothing is wrong and something can be labelled.
func (w *window) well() {
	w.Helper()
	s := w.until("that all is well", func(s state) bool { return s.Notice == "" && s.Sheets == 0 && len(s.Lines) > 0 })
	w.key("F7", "ctrl+Home", "s", "2")
	w.until("a labelled sentence", func(now state) bool { return now.Active != "" && now.Active != s.Active })
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
	w.well() // with the backup of the day
	w.key("ctrl+z")
	time.Sleep(time.Second)
	ballast := filepath.Join(disk, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 4<<20), 0o600); err == nil {
		d.Fatal("the disk is not full")
	}
	w.until("that the disk is full", func(s state) bool {
		if s.Sheets == 0 {
			w.edit() // room that the log has already is used up first
		}
		return s.Sheet == "The disk is full"
	})
	w.picture("full-" + theme)
	w.key("Escape")
	w.edit()
	w.until("that it is still full", func(s state) bool { return strings.Contains(s.Notice, "The disk is full") && s.Sheets == 0 })
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
	w.well() // with the backup of the day
	w.key("F10", "Escape")
	time.Sleep(time.Second)
	w.close()
	d.spoil(path, "Northern Agency", "Nxrthern Agency")
	d.spoil(path, "denial", "denixl")
	w = d.open(path)
	w.key("ctrl+k")
	w.xdotool("type", "--delay", "40", "check the project")
	w.key("Return")
	w.dialog("What the check found")
	w.picture("damaged-" + theme)
	w.button("button Salvage into a new project…")
	w.button("button Salvage")
	w.dialog("What was salvaged")
	w.picture("salvaged-" + theme)
	w.button("button Open the new project")
	w.until("the new project", func(s state) bool { return s.Sheets == 0 && len(s.Lines) > 0 })
	w.close()
	w = d.open(path)
	w.key("ctrl+k")
	w.xdotool("type", "--delay", "40", "backups")
	w.key("Return")
	w.until("the backups", func(s state) bool { return w.has(s, "choice 0") })
	w.picture("backups-" + theme)
	w.button("choice 0")
	w.dialog("Restore this backup?")
	w.picture("restore-" + theme)
	w.button("button Restore it")
	w.until("the backup", func(s state) bool { return strings.Contains(s.Message, "The project is as it was on") })
	w.close()
	d.run("check", path)
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
		w.until("that they are copied", func(s state) bool { return w.has(s, "button Copied") })
		if where == "window" {
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
