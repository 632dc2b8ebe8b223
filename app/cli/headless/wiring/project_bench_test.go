package wiring_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"dragoman/app/cli/headless/wiring"
	"dragoman/app/workload"
	"dragoman/model"
	"dragoman/storage/format/jsonl"
)

// The benchmarks of whole projects work on files that are made once. The
// folder that DRAGOMAN_BENCH names keeps them from one run to the next and
// brings them to other packages; without it they are made anew.
func benchFolder(b *testing.B) string {
	b.Helper()
	if dir := os.Getenv("DRAGOMAN_BENCH"); dir != "" {
		return dir
	}
	return b.TempDir()
}

// BenchmarkFiles makes the files, where they are not there.
func BenchmarkFiles(b *testing.B) {
	dir := benchFolder(b)
	for b.Loop() {
		for _, f := range workload.Files() {
			projectFile(b, dir, f.Name)
		}
	}
}

// projectFile makes NAME.jsonl and NAME.dragoman, unless they are there, and
// returns the path of the project.
func projectFile(b *testing.B, dir, name string) string {
	b.Helper()
	path := filepath.Join(dir, name+".dragoman")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	lines := linesFile(b, dir, name)
	making := filepath.Join(dir, "making-"+name+".dragoman")
	emptyProject(b, making)
	headless(b, "import", making, lines)
	if err := os.Rename(making, path); err != nil {
		b.Fatal(err)
	}
	return path
}

// linesFile makes NAME.jsonl, unless it is there.
func linesFile(b *testing.B, dir, name string) string {
	b.Helper()
	path := filepath.Join(dir, name+".jsonl")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	files := workload.Files()
	records := files[slices.IndexFunc(files, func(f workload.File) bool { return f.Name == name })].Records
	var lines bytes.Buffer
	if err := workload.Write(b.Context(), &lines, jsonl.Format(), records); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(path, lines.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// emptyProject makes a project of workload.Annotator.
func emptyProject(b *testing.B, path string) {
	b.Helper()
	p, err := wiring.Create(b.Context(), path, workload.Schema())
	if err != nil {
		b.Fatal(err)
	}
	if err := p.SetSetting(b.Context(), model.SettingAnnotator, string(workload.Annotator)); err != nil {
		b.Fatal(err)
	}
	if err := p.Close(); err != nil {
		b.Fatal(err)
	}
}

// headless runs the program without a window and returns what it used.
func headless(b *testing.B, args ...string) *os.ProcessState {
	b.Helper()
	c := exec.Command(program(b), args...)
	out, err := c.CombinedOutput()
	if err != nil {
		b.Fatalf("dragoman %v: %v\n%s", args, err, out)
	}
	return c.ProcessState
}

var built string

// program builds the program without a window, once.
func program(b *testing.B) string {
	b.Helper()
	if built == "" {
		dir, err := os.MkdirTemp("", "dragoman-bench")
		if err != nil {
			b.Fatal(err)
		}
		path := filepath.Join(dir, "dragoman")
		if out, err := exec.Command("go", "build", "-o", path, "dragoman/app/cli/headless").CombinedOutput(); err != nil {
			b.Fatal(fmt.Errorf("build: %w\n%s", err, out))
		}
		built = path
	}
	return built
}
