package wiring_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"dragoman/app/cli/headless/wiring"
	"dragoman/app/session"
	"dragoman/model"
	"dragoman/model/modeltest"
)

// TestOpeningReadsNoTexts opens a small and a large project as the window does.
// What a document adds is its line of the list: some allocations for each
// thousand, and a few bytes of what it has in the file.
func TestOpeningReadsNoTexts(t *testing.T) {
	const few, many = 100, 1600
	small, large := manyDocuments(t, few), manyDocuments(t, many)
	if more := (opening(t, large) - opening(t, small)) / (many - few); more > 0.5 {
		t.Errorf("opening a project costs %.2f allocations for each document in it", more)
	}
	before := bytesRead(t)
	openOnce(t, large)
	read, size := bytesRead(t)-before, sizeOf(t, large)
	if size < many*4_000 {
		t.Fatalf("the project has only %d bytes", size)
	}
	if read > size/8 {
		t.Errorf("opening read %d of %d bytes", read, size)
	}
}

// manyDocuments makes a project of so many articles of 2 KB, marked by ana.
func manyDocuments(t *testing.T, n int) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "p.dragoman")
	p, err := wiring.Create(t.Context(), path, modeltest.Schema())
	if err != nil {
		t.Fatal(err)
	}
	step := model.Step{Name: "import", Project: true}
	for i := range n {
		doc, set := modeltest.News(2_000, uint64(i))
		change := model.Diff(model.AnnotationSet{Document: doc.ID, Annotator: "ana"}, set)
		change.Owner, change.By = "ana", "ana"
		step.Documents = append(step.Documents, model.DocumentEdit{ID: doc.ID, Added: &doc})
		step.Changes = append(step.Changes, change)
	}
	if _, err := p.Save(t.Context(), step); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// openOnce opens a project, makes a session and closes it.
func openOnce(t *testing.T, path string) {
	t.Helper()
	p, err := wiring.Open(t.Context(), path, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := session.Open(t.Context(), p, "ana"); err != nil {
		t.Error(err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}

// opening returns the allocations of openOnce.
func opening(t *testing.T, path string) float64 {
	t.Helper()
	return testing.AllocsPerRun(2, func() { openOnce(t, path) })
}

func sizeOf(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// bytesRead returns how many bytes this process has read so far.
func bytesRead(t *testing.T) int64 {
	t.Helper()
	data, err := os.ReadFile("/proc/self/io")
	if err != nil {
		t.Skip("the system does not tell how much a process reads:", err)
	}
	var n int64
	if _, err := fmt.Sscanf(string(data), "rchar: %d", &n); err != nil {
		t.Fatal(err)
	}
	return n
}
