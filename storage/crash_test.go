package storage

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dragoman/model"
)

// TestWriter is the process that TestKilledWhileSaving kills: it labels word
// after word, and says so when an edit is saved.
func TestWriter(t *testing.T) {
	path := os.Getenv("STORAGE_TEST_WRITE")
	if path == "" {
		t.Skip("runs inside TestKilledWhileSaving")
	}
	p := opened(t, path, Options{})
	list := must[[]model.Summary](t)(p.Documents(ctx))
	d := must[model.Document](t)(p.Document(ctx, list[0].ID))
	w := work(t, p, d, "ana")
	for i := len(w.Set.Annotations); ; i++ {
		c, err := model.AddLabel(w, model.NewAnnotationID(), []model.Span{{Start: 5 * i, End: 5*i + 4}}, "person")
		do(t, p, c, err)
		if w.Set, err = w.Set.Apply(c); err != nil {
			t.Fatal(err)
		}
		fmt.Println("saved", i+1)
	}
}

func TestKilledWhileSaving(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.dragoman")
	p := must[*Project](t)(Create(ctx, path, testSchema, Options{}))
	d := add(t, p, strings.Repeat("word ", 100000), "one")
	closed(t, p)
	for round := range 5 {
		said := killWriter(t, path, time.Duration(20+30*round)*time.Millisecond)
		p := opened(t, path, Options{})
		set := must[model.AnnotationSet](t)(p.Set(ctx, d.ID, "ana"))
		if n := len(set.Annotations); n < said || n > said+1 {
			t.Errorf("%d annotations are there, and %d were said to be saved", n, said)
		}
		if log := must[[]model.Entry](t)(p.Log(ctx, d.ID, "ana")); len(log) != len(set.Annotations) {
			t.Errorf("%d annotations and %d rows of the log", len(set.Annotations), len(log))
		}
		sound(t, p)
		closed(t, p)
	}
}

// killWriter kills a TestWriter a while after its first edit, and returns the
// last number of annotations that it said were saved.
func killWriter(t *testing.T, path string, after time.Duration) int {
	t.Helper()
	writer := exec.Command(os.Args[0], "-test.run=^TestWriter$")
	writer.Env = append(os.Environ(), "STORAGE_TEST_WRITE="+path)
	out, err := writer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Start(); err != nil {
		t.Fatal(err)
	}
	said := 0
	var timer *time.Timer
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if timer == nil {
			timer = time.AfterFunc(after, func() { writer.Process.Kill() })
		}
		if _, err := fmt.Sscanf(lines.Text(), "saved %d", &said); err != nil {
			t.Fatalf("the writer says %q", lines.Text())
		}
	}
	if err := writer.Wait(); err == nil {
		t.Fatal("the writer ended by itself")
	}
	return said
}
