// Package crash keeps what helps to find out why the program failed: a log of
// what went wrong, and, of a run that ended unexpectedly, where in the program
// it was. Both stand in the person's state folder. No word of an article, a
// title, a note or a path of a project gets into the log or into what a person
// is asked to hand on.
package crash

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/adrg/xdg"
	"github.com/gofrs/flock"
)

// A run has two files: what the Go runtime says when it ends unexpectedly, below
// a line of our own, and a lock that says that the run goes on.
const (
	report = ".crash"
	lock   = ".lock"
)

// Watch is the watch over one run of the program. A nil Watch watches nothing.
type Watch struct {
	folder  string
	file    *os.File
	lock    *flock.Flock
	version string
	log     *Log
}

// Folder returns the folder of logs and crash files, which may not be there.
func Folder() string { return filepath.Join(xdg.StateHome, "dragoman") }

// Guard watches a run of the program and returns its exit status. What fails in
// watching, on a machine without a place for state, is no failure of the run,
// which then is not watched.
func Guard(version string, run func(*Watch) int) int {
	w, err := Begin(version)
	if err != nil {
		return run(nil)
	}
	status := run(w)
	if err := w.End(); err != nil {
		w.Log().Failed("end", err)
	}
	return status
}

// Begin begins to watch this run: whatever goroutine it ends on unexpectedly,
// the next run can tell. What is left of runs that were ended from outside goes.
func Begin(version string) (*Watch, error) {
	w, err := begin(Folder(), version)
	if err != nil {
		return nil, fmt.Errorf("watch for crashes: %w", err)
	}
	return w, nil
}

func begin(folder, version string) (*Watch, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	for _, run := range ended(folder) {
		if !run.crashed() {
			run.remove()
		}
	}
	name := filepath.Join(folder, fmt.Sprintf("run-%d-%d", time.Now().UnixNano(), os.Getpid()))
	w := &Watch{folder: folder, version: version, log: openLog(folder), lock: flock.New(name + lock)}
	if taken, err := w.lock.TryLock(); err != nil || !taken {
		return nil, errors.Join(fmt.Errorf("lock %s", name), err)
	}
	if err := w.listen(name + report); err != nil {
		return nil, errors.Join(err, w.End())
	}
	return w, nil
}

// listen has the runtime write to a new file when it ends unexpectedly.
func (w *Watch) listen(path string) error {
	var err error
	if w.file, err = os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_APPEND, 0o600); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w.file, "%s\t%s/%s\t%s\t%s\n", w.version, runtime.GOOS, runtime.GOARCH, runtime.Version(),
		time.Now().UTC().Format(time.RFC3339)); err != nil {
		return err
	}
	return debug.SetCrashOutput(w.file, debug.CrashOptions{})
}

// End says that the run ends as it should.
func (w *Watch) End() error {
	if w == nil {
		return nil
	}
	var err error
	if w.file != nil {
		err = errors.Join(debug.SetCrashOutput(nil, debug.CrashOptions{}), w.file.Close(), os.Remove(w.file.Name()))
	}
	return errors.Join(err, w.lock.Unlock(), os.Remove(w.lock.Path()))
}

// Log returns the log of this run.
func (w *Watch) Log() *Log {
	if w == nil {
		return nil
	}
	return w.log
}

// run is one that is over.
type run struct{ name string }

// ended returns the runs that are over and left their files.
func ended(folder string) []run {
	files, err := filepath.Glob(filepath.Join(folder, "run-*"+lock))
	if err != nil {
		return nil // the pattern is a good one
	}
	var runs []run
	for _, file := range files {
		l := flock.New(file)
		taken, err := l.TryLock()
		if err != nil || !taken {
			continue // it goes on
		}
		if l.Unlock() == nil {
			runs = append(runs, run{strings.TrimSuffix(file, lock)})
		}
	}
	return runs
}

// crashed reports whether the runtime wrote something below our line.
func (r run) crashed() bool {
	data, err := os.ReadFile(r.name + report)
	_, said, _ := strings.Cut(string(data), "\n")
	return err == nil && strings.TrimSpace(said) != ""
}

// remove takes the files of the run away. What cannot be removed is met again
// at the next start.
func (r run) remove() {
	for _, end := range []string{report, lock} {
		if err := os.Remove(r.name + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return
		}
	}
}
