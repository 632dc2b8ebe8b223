package crash

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"dragoman/model"
)

// article is what must never get out.
const article = "Lena Moravec met Idris Valen.\ngoroutine 1 [running]:\nmain.secret(\"Idris Valen\")\n\tValen.go:12 +0x1\n[signal Valen]"

// What the test program does when it is started by a test.
var ends = map[string]func(){
	"text":       func() { panic(article) },
	"error":      func() { panic(fmt.Errorf("save: %w", errors.New(article))) },
	"own type":   func() { panic(secret(article)) },
	"runtime":    func() { panic([]int{}[len(os.Args)*100]) },
	"goroutine":  func() { done := make(chan int); go func() { panic(article) }(); <-done },
	"repanicked": func() { defer func() { panic(recover()) }(); panic(article) },
	"twice":      func() { defer func() { panic("second " + article) }(); panic(article) },
	"nil map":    func() { none()[article] = 1 },
	"nil":        func() { var p *model.Document; fmt.Println(p.Title) },
	"killed": func() {
		self, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = self.Kill()
		}
		fmt.Println(err)
		select {} // until the signal is there
	},
	"as it should": func() {},
}

type secret string

func none() map[string]int { return nil }

func TestMain(m *testing.M) {
	how, ok := os.LookupEnv("CRASH_TEST_ENDS")
	if !ok {
		os.Exit(m.Run())
	}
	w, err := begin(os.Getenv("CRASH_TEST_FOLDER"), "1.2.3")
	if err != nil {
		fmt.Println(err)
		os.Exit(9)
	}
	ends[how]()
	if err := w.End(); err != nil {
		fmt.Println(err)
		os.Exit(9)
	}
}

// end runs a program that ends in this way.
func end(t *testing.T, folder, how string) {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), "CRASH_TEST_ENDS="+how, "CRASH_TEST_FOLDER="+folder)
	out, err := c.CombinedOutput()
	if c.ProcessState.ExitCode() == 9 {
		t.Fatalf("%s: %v: %s", how, err, out)
	}
}

func watch(t *testing.T, folder string) *Watch {
	t.Helper()
	w, err := begin(folder, "9")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.End(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func TestWhatIsToldOfACrash(t *testing.T) {
	for how, want := range map[string]string{
		"text": "bytes that are not shown", "error": "bytes that are not shown", "own type": "bytes that are not shown",
		"runtime": "index out of range [", "goroutine": "crash.init.func", "repanicked": "crash.init.func", "twice": "crash.init.func",
		"nil map": "panic: assignment to entry in nil map", "nil": "[signal SIGSEGV: segmentation violation",
	} {
		folder := t.TempDir()
		end(t, folder, how)
		w := watch(t, folder)
		r, ok := w.Last()
		if !ok {
			t.Errorf("%s: no report", how)
			continue
		}
		for _, want := range []string{want, "Dragoman 1.2.3, linux/", "ended unexpectedly on 20", "goroutine ", "crash_test.go:"} {
			if !strings.Contains(r.Details, want) {
				t.Errorf("%s: %q is not told:\n%s", how, want, r.Details)
			}
		}
		if strings.Contains(r.Details, "/go/") || !strings.Contains(r.Details, "\tcrash/crash_test.go:") {
			t.Errorf("%s: paths are not short:\n%s", how, r.Details)
		}
		for _, word := range []string{"Valen", "Moravec", "secret(", "second"} {
			if strings.Contains(r.Details, word) {
				t.Errorf("%s: the article is told:\n%s", how, r.Details)
			}
		}
		if !r.Soon {
			t.Errorf("%s: it ended at once", how)
		}
		w.Forget(r)
		if again, ok := w.Last(); ok {
			t.Errorf("%s: not forgotten: %v", how, again)
		}
		if left := files(t, folder); len(left) != 2 {
			t.Errorf("%s: left are %v", how, left)
		}
	}
}

func TestNothingIsToldOfRunsThatWereEnded(t *testing.T) {
	for _, how := range []string{"killed", "as it should"} {
		folder := t.TempDir()
		end(t, folder, how)
		if r, ok := watch(t, folder).Last(); ok {
			t.Errorf("%s: %s", how, r.Details)
		}
		if left := files(t, folder); len(left) != 2 {
			t.Errorf("%s: left are %v", how, left)
		}
	}
}

// A run that goes on has no report and keeps its files; one that ends while it
// goes on is told by the next, and by none twice.
func TestRunsAreNotMixedUp(t *testing.T) {
	folder := t.TempDir()
	first := watch(t, folder)
	end(t, folder, "runtime")
	end(t, folder, "killed")
	second := watch(t, folder)
	for _, w := range []*Watch{first, second} {
		r, ok := w.Last()
		if !ok || !strings.Contains(r.Details, "index out of range") {
			t.Errorf("report %v, %v", r, ok)
		}
	}
	end(t, folder, "nil map")
	last, _ := second.Last()
	if !strings.Contains(last.Details, "nil map") {
		t.Errorf("the last one is told first:\n%s", last.Details)
	}
	second.Forget(last)
	if r, ok := first.Last(); ok {
		t.Errorf("forgotten, and told again: %s", r.Details)
	}
	for _, w := range []*Watch{first, second} {
		if _, err := os.Stat(w.file.Name()); err != nil {
			t.Error(err)
		}
	}
}

func TestHomeIsShortened(t *testing.T) {
	t.Setenv("HOME", "/home/lena")
	if got := homely("\t/home/lena/src/main.go:3"); got != "\t~/src/main.go:3" {
		t.Errorf("got %q", got)
	}
}

func TestTheLogHoldsNoText(t *testing.T) {
	w := watch(t, t.TempDir())
	path := filepath.Join("folder", article)
	_, missing := os.Open(path)
	for _, err := range []error{
		errors.New(article), fmt.Errorf("save %q: %w", article, missing), errors.Join(missing, fmt.Errorf("%w: %w", errors.New(article), syscall.ENOSPC)),
	} {
		w.Log().Failed("full", err)
	}
	data, err := os.ReadFile(filepath.Join(w.folder, "log.txt"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	if strings.Contains(text, "Valen") || strings.Contains(text, "folder") {
		t.Errorf("the log tells the article:\n%s", text)
	}
	if !strings.Contains(text, "syscall.Errno(28)") || !strings.Contains(text, "*fs.PathError") || strings.Count(text, "kind=full") != 3 {
		t.Errorf("the log does not tell what happened:\n%s", text)
	}
}

func TestTheLogIsRotated(t *testing.T) {
	folder := t.TempDir()
	l := openLog(folder)
	for range 5 * logMost / 100 {
		l.Failed("", errors.New("x"))
	}
	found := files(t, folder)
	if len(found) != 1+logKept {
		t.Errorf("there are %v", found)
	}
	for _, name := range found {
		if info, err := os.Stat(filepath.Join(folder, name)); err != nil || info.Size() > logMost+1000 {
			t.Errorf("%s: %v, %v", name, info.Size(), err)
		}
	}
}

func TestNobodyIsWatchedWithoutAFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	w, err := begin(filepath.Join(path, "folder"), "1")
	if err == nil || w != nil {
		t.Fatalf("got %v, %v", w, err)
	}
	w.Log().Failed("", errors.New("x"))
	w.Log().Began("1")
	w.Forget(Report{})
	if _, ok := w.Last(); ok || w.End() != nil {
		t.Error("nobody watches, and somebody tells")
	}
}

func files(t *testing.T, folder string) []string {
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
