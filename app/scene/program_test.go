//go:build scene

package scene

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long anything in a window may take before a test gives up.
const patience = 30 * time.Second

// build builds the program once for all tests and returns its path.
var build = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "dragoman-scene")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "dragoman")
	out, err := exec.Command("go", "build", "-tags", "x11,migrated_fynedo", "-o", path, "dragoman").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	status := m.Run()
	if path, err := build(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(status)
}

// desktop is a home folder and a display in which the program runs.
type desktop struct {
	testing.TB
	binary string
	home   string
	quiet  bool     // the program does not describe its window: a measurement
	under  []string // a command that the program is run by, with its arguments
}

func newDesktop(t testing.TB) *desktop {
	t.Helper()
	if _, err := exec.LookPath("xdotool"); err != nil {
		t.Skip("skipped: xdotool is not installed")
	}
	if os.Getenv("DISPLAY") == "" {
		t.Skip("skipped: there is no display; run scripts/test scenes")
	}
	binary, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return &desktop{TB: t, binary: binary, home: t.TempDir()}
}

// path returns a path in the home folder.
func (d *desktop) path(name string) string { return filepath.Join(d.home, name) }

func (d *desktop) environment() []string {
	env := append(os.Environ(), "HOME="+d.home, "XDG_CONFIG_HOME="+d.path(".config"), "XDG_DATA_HOME="+d.path(".local"), "XDG_STATE_HOME="+d.path(".local/state"),
		"XDG_CACHE_HOME="+d.path(".cache"), "LIBGL_ALWAYS_SOFTWARE=1", "FYNE_SCALE=1", "LANG=C.UTF-8", "FYNE_THEME="+cmp.Or(os.Getenv("FYNE_THEME"), "light"),
		"DRAGOMAN_TRACE="+d.path("trace.jsonl"))
	if !d.quiet {
		env = append(env, "DRAGOMAN_SCENE="+d.path("scene.jsonl"))
	}
	return env
}

// run runs a verb of the command line and returns what it prints.
func (d *desktop) run(args ...string) string {
	d.Helper()
	c := exec.Command(d.binary, args...)
	c.Env = d.environment()
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil {
		d.Fatalf("dragoman %s: %v\n%s", strings.Join(args, " "), err, errs.String())
	}
	return out.String()
}

// xdotool drives the mouse and the keyboard.
func (d *desktop) xdotool(args ...string) string {
	d.Helper()
	out, err := exec.Command("xdotool", args...).CombinedOutput()
	if err != nil {
		d.Fatalf("xdotool %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// window is the running program.
type window struct {
	*desktop
	project string
	command *exec.Cmd
	ended   chan error
	log     *bytes.Buffer
	trace   tail
}

// open starts the program with a project and waits until its window is there.
func (d *desktop) open(project string) *window {
	d.Helper()
	w := d.launch(project)
	w.await(0, "opened")
	w.await(0, "painted")
	w.await(0, "whole")
	time.Sleep(500 * time.Millisecond) // until the toolkit has settled the size of its window
	return w
}

// launch starts the program with a project, which it may not be able to open.
func (d *desktop) launch(project string) *window {
	d.Helper()
	os.Remove(d.path("scene.jsonl"))
	os.Remove(d.path("trace.jsonl"))
	line := append(slices.Clone(d.under), d.binary, project)
	w := &window{desktop: d, project: project, command: exec.Command(line[0], line[1:]...), ended: make(chan error, 1), log: &bytes.Buffer{}}
	w.command.Env = d.environment()
	w.command.Stderr = w.log
	if err := w.command.Start(); err != nil {
		d.Fatal(err)
	}
	go func() { w.ended <- w.command.Wait() }()
	d.Cleanup(func() { w.command.Process.Kill() })
	return w
}

// close closes the window as a person does, and checks that the program ended
// well and said nothing of threads or panics.
func (w *window) close() {
	w.Helper()
	w.xdotool("key", "--clearmodifiers", "ctrl+q")
	select {
	case err := <-w.ended:
		if err != nil {
			w.Fatalf("the program ended with %v\n%s", err, w.log)
		}
	case <-time.After(patience):
		w.Fatalf("the program did not end\n%s", w.log)
	}
	for _, bad := range []string{"panic", "call thread", "DATA RACE"} {
		if strings.Contains(w.log.String(), bad) {
			w.Errorf("the program wrote\n%s", w.log)
		}
	}
}

// key presses keys, as xdotool names them, one after the other.
func (w *window) key(keys ...string) {
	w.Helper()
	w.xdotool(append([]string{"key", "--clearmodifiers", "--delay", "30"}, keys...)...)
}

// click clicks with the first button.
func (w *window) click(x, y int) {
	w.Helper()
	w.xdotool("mousemove", fmt.Sprint(x), fmt.Sprint(y), "sleep", "0.1", "click", "1")
}

// drag presses the first button at one point and lets go at another.
func (w *window) drag(x1, y1, x2, y2 int) {
	w.Helper()
	w.xdotool("mousemove", fmt.Sprint(x1), fmt.Sprint(y1), "sleep", "0.1", "mousedown", "1", "sleep", "0.1",
		"mousemove", fmt.Sprint((x1+x2)/2), fmt.Sprint((y1+y2)/2), "sleep", "0.1",
		"mousemove", fmt.Sprint(x2), fmt.Sprint(y2), "sleep", "0.1", "mouseup", "1")
}

// picture takes a small picture of the window, of 128 colours, into the folder that
// DRAGOMAN_PICTURES names; without it, it does nothing.
func (w *window) picture(name string) {
	w.Helper()
	dir := os.Getenv("DRAGOMAN_PICTURES")
	if dir == "" {
		return
	}
	w.painted(name, func(state) bool { return true })
	time.Sleep(300 * time.Millisecond) // until animations have ended
	id := strings.Fields(w.xdotool("search", "--onlyvisible", "--name", "Dragoman"))[0]
	path := filepath.Join(dir, name+".png")
	if out, err := exec.Command("import", "-window", id, "-depth", "8", "+dither", "-colors", "128",
		"-define", "png:compression-level=9", "-define", "png:compression-filter=0", "-define", "png:color-type=3", path).CombinedOutput(); err != nil {
		w.Fatalf("take a picture: %v\n%s", err, out)
	}
}
