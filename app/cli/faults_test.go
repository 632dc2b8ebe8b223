//go:build linux

package cli_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dragoman/app/cli"
	"dragoman/app/cli/headless/wiring"
	"dragoman/storage/faultfs"
)

// asking is a running annotate that is asked an edit at a time.
type asking struct {
	t       *testing.T
	project string
	in      io.Writer
	out     *bufio.Reader
	end     func() int
	id      string // of its one document
	done    int    // edits that were acknowledged
}

// run runs a verb to its end.
func run(t *testing.T, args ...string) (status int, out, said string) {
	t.Helper()
	var stdout, stderr strings.Builder
	status = cli.Run(t.Context(), args, cli.Stdio{In: strings.NewReader(""), Out: &stdout, Err: &stderr}, wiring.Deps())
	return status, stdout.String(), stderr.String()
}

// talking begins to annotate a new project in the folder.
func talking(t *testing.T, folder string) *asking {
	t.Helper()
	project, article := filepath.Join(folder, "a.dragoman"), filepath.Join(t.TempDir(), "one.txt")
	if err := os.WriteFile(article, []byte(strings.Repeat("word ", 20000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"new", project}, {"import", project, article}} {
		if status, _, said := run(t, args...); status != cli.Done {
			t.Fatal(said)
		}
	}
	_, list, _ := run(t, "list", project)
	id := regexp.MustCompile("[0-9a-f]{8,}").FindString(list)
	inRead, in := io.Pipe()
	out, outWrite := io.Pipe()
	var said strings.Builder
	ended := make(chan int, 1)
	go func() {
		ended <- cli.Run(t.Context(), []string{"annotate", project, "--annotator", "ana"}, cli.Stdio{In: inRead, Out: outWrite, Err: &said}, wiring.Deps())
	}()
	return &asking{t, project, in, bufio.NewReader(out), func() int {
		in.Close()
		status := <-ended
		t.Log(said.String())
		return status
	}, id, 0}
}

// ask makes one edit and returns why it was refused, or "".
func (k *asking) ask() string {
	k.t.Helper()
	_, err := fmt.Fprintf(k.in, `{"op":"add","document":"%s","label":"person","spans":[{"start":%d,"end":%d}]}`+"\n", k.id, 5*k.done, 5*k.done+4)
	if err != nil {
		k.t.Fatal(err)
	}
	line, err := k.out.ReadString('\n')
	if err != nil {
		k.t.Fatal("no answer:", err)
	}
	var a struct {
		OK    bool
		Error string
	}
	if err := json.Unmarshal([]byte(line), &a); err != nil || a.OK == (a.Error != "") {
		k.t.Fatalf("the answer is %s, %v", line, err)
	}
	if a.OK {
		k.done++
	}
	return a.Error
}

func (k *asking) must() {
	k.t.Helper()
	if why := k.ask(); why != "" {
		k.t.Fatal(why)
	}
}

// refused asks twice: the answers say why, and the stream goes on.
func (k *asking) refused(words ...string) {
	k.t.Helper()
	for range 2 {
		why := k.ask()
		for _, w := range words {
			if !strings.Contains(why, w) {
				k.t.Fatalf("refused with %q, not %q", why, w)
			}
		}
	}
}

// finish ends the stream and finds what was acknowledged in the project, and no
// more.
func (k *asking) finish() {
	k.t.Helper()
	if status := k.end(); status != cli.Refused {
		k.t.Errorf("annotate ends with %d", status)
	}
	k.holds()
}

func (k *asking) holds() {
	k.t.Helper()
	_, out, said := run(k.t, "stats", k.project, "--json")
	var stats struct{ Labels map[string]map[string]int }
	if err := json.Unmarshal([]byte(out), &stats); err != nil || stats.Labels["person"]["ana"] != k.done {
		k.t.Errorf("%v of %d acknowledged, %v %s", stats.Labels, k.done, err, said)
	}
	if status, _, said := run(k.t, "check", k.project); status != cli.Done {
		k.t.Error("check:", said)
	}
}

func TestStreamGoesOnAfterAFullDisk(t *testing.T) {
	folder := faultfs.Small(t, 4<<20)
	k := talking(t, folder)
	k.must()
	for range 2 {
		release := faultfs.Fill(t, folder, 40<<10)
		for k.ask() == "" { // what is in the log already has room
		}
		k.refused("the disk is full", "make room")
		release()
		k.must()
	}
	k.finish()
}

func TestStreamGoesOnAfterTheFileWasMoved(t *testing.T) {
	k := talking(t, t.TempDir())
	k.must()
	if err := os.Rename(k.project, k.project+".mine"); err != nil {
		t.Fatal(err)
	}
	k.refused("the project file was moved", "put it back")
	if err := os.Rename(k.project+".mine", k.project); err != nil {
		t.Fatal(err)
	}
	k.must()
	k.finish()
}

// TestStreamEndsWhileTheFileIsElsewhere saves what was acknowledged beside the
// path, says so and fails.
func TestStreamEndsWhileTheFileIsElsewhere(t *testing.T) {
	folder := t.TempDir()
	k := talking(t, folder)
	k.must()
	if err := os.Remove(k.project); err != nil {
		t.Fatal(err)
	}
	k.refused("save a copy")
	if status := k.end(); status != cli.Failed {
		t.Errorf("annotate ends with %d", status)
	}
	saved, err := filepath.Glob(filepath.Join(folder, "a.rescued-*.dragoman"))
	if err != nil || len(saved) != 1 {
		t.Fatalf("saved: %v, %v", saved, err)
	}
	k.project = saved[0]
	k.holds()
}

// TestVerbsOnAFullDisk leave nothing half-done, say what to do, and work when
// there is room.
func TestVerbsOnAFullDisk(t *testing.T) {
	folder := faultfs.Small(t, 8<<20)
	project, other := filepath.Join(folder, "a.dragoman"), filepath.Join(t.TempDir(), "other.dragoman")
	articles := filepath.Join(t.TempDir(), "articles")
	if err := os.Mkdir(articles, 0o700); err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		if err := os.WriteFile(filepath.Join(articles, fmt.Sprintf("%d.txt", i)), []byte(strings.Repeat(fmt.Sprint("word", i, " "), 3000)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"new", project}, {"new", other}, {"import", other, articles}} {
		if status, _, said := run(t, args...); status != cli.Done {
			t.Fatal(said)
		}
	}
	documents := func() int {
		_, out, _ := run(t, "stats", project, "--json")
		var stats struct{ Documents int }
		if err := json.Unmarshal([]byte(out), &stats); err != nil {
			t.Fatal(err, out)
		}
		return stats.Documents
	}
	for _, c := range []struct {
		args []string
		made string // what the verb makes
		want int    // documents in the project afterwards
	}{
		{[]string{"import", project, articles}, "", 20},
		{[]string{"merge", project, other}, "", 20},
		{[]string{"export", project, "--format", "jsonl", "--out", filepath.Join(folder, "out.jsonl")}, "out.jsonl", 20},
		{[]string{"backup", project, filepath.Join(folder, "copy.dragoman")}, "copy.dragoman", 20},
		{[]string{"new", filepath.Join(folder, "b.dragoman")}, "b.dragoman", 20},
	} {
		if c.args[0] == "merge" {
			if err := os.Remove(project); err != nil {
				t.Fatal(err)
			}
			if status, _, said := run(t, "new", project); status != cli.Done {
				t.Fatal(said)
			}
		}
		t.Run(c.args[0], func(t *testing.T) {
			before := documents()
			release := faultfs.Fill(t, folder, 100<<10)
			status, _, said := run(t, c.args...)
			if status == cli.Done || !strings.Contains(said, "the disk is full") || !strings.Contains(said, "make room") {
				t.Fatalf("status %d: %s", status, said)
			}
			t.Log(said)
			if n := documents(); n != before {
				t.Errorf("%d documents after it failed, %d before", n, before)
			}
			if _, err := os.Stat(filepath.Join(folder, c.made)); c.made != "" && err == nil {
				t.Errorf("half of %s is there", c.made)
			}
			release()
			if status, _, said := run(t, c.args...); status != cli.Done {
				t.Fatalf("with room again: status %d: %s", status, said)
			}
			if n := documents(); n != c.want {
				t.Errorf("%d documents, want %d", n, c.want)
			}
		})
	}
}

// TestExportIntoAFullPipe fails with a sentence.
func TestExportIntoAFullPipe(t *testing.T) {
	folder := t.TempDir()
	k := talking(t, folder)
	k.must()
	if status := k.end(); status != cli.Done {
		t.Fatal(status)
	}
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	var said strings.Builder
	status := cli.Run(t.Context(), []string{"show", k.project, k.id}, cli.Stdio{In: strings.NewReader(""), Out: full, Err: &said}, wiring.Deps())
	if status != cli.Failed || !strings.Contains(said.String(), "no space left") {
		t.Errorf("status %d: %s", status, said.String())
	}
}
