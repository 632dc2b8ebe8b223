//go:build scene

package scene

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestKillTheWindow kills the window while somebody labels in it, TORTURE_WINDOWS
// (2) times, and looks at the project: it is sound, and holds each edit that the
// window called durable, and at most one more.
func TestKillTheWindow(t *testing.T) {
	kills := 2
	if text := os.Getenv("TORTURE_WINDOWS"); text != "" {
		var err error
		if kills, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	seed, _ := strconv.ParseUint(os.Getenv("TORTURE_SEED"), 10, 64)
	rng := rand.New(rand.NewPCG(seed, 7))
	d := newDesktop(t)
	path := d.path("quay.dragoman")
	d.project("quay.dragoman", "testdata/quay.txt")
	durable, there := 0, 0
	for range kills {
		w := d.open(path)
		before := d.changes(path)
		moment := time.AfterFunc(time.Duration(rng.Int64N(int64(3*time.Second))), func() { w.command.Process.Kill() })
		w.editLong(rng)
		moment.Stop()
		w.command.Process.Kill()
		<-w.ended
		told := w.count("durable")
		made := d.changes(path) - before
		if made < told || made > told+1 {
			t.Fatalf("the window called %d edits durable, and %d are there", told, made)
		}
		d.run("check", path)
		durable, there = durable+told, there+made
	}
	t.Logf("%d kills of the window (seed %d): %d edits were called durable, %d are there", kills, seed, durable, there)
}

// editLong labels, deletes, undoes and redoes for some seconds, or until the window
// is gone.
func (w *window) editLong(rng *rand.Rand) {
	w.key("ctrl+Home")
	for end := time.Now().Add(4 * time.Second); time.Now().Before(end); {
		keys := [][]string{{"w", "1"}, {"s", "3"}, {"Right", "w", "2"}, {"ctrl+z"}, {"ctrl+y"}, {"Down", "w", "4"}}[rng.IntN(6)]
		if exec.Command("xdotool", append([]string{"key", "--clearmodifiers", "--delay", "15"}, keys...)...).Run() != nil || len(w.ended) > 0 {
			return
		}
	}
}

// count returns how often the window traced something.
func (w *window) count(event string) int {
	w.Helper()
	data, err := os.ReadFile(w.path("trace.jsonl"))
	if err != nil && !os.IsNotExist(err) {
		w.Fatal(err)
	}
	return bytes.Count(data, []byte(`"`+event+`"`))
}

// changes counts what was done in the only document of the project, undoing and
// redoing included.
func (d *desktop) changes(path string) int {
	d.Helper()
	var listed struct{ ID string }
	if err := json.Unmarshal([]byte(d.run("list", path, "--json")), &listed); err != nil {
		d.Fatal(err)
	}
	return strings.Count(d.run("history", path, listed.ID, "--json"), "\n")
}
