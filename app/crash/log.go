package crash

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
)

// How large a log gets before a new one begins, in bytes, and how many old ones
// are kept.
const (
	logMost = 256 << 10
	logKept = 3
)

// Log is the log of what went wrong. It takes no text: an error is told by its
// kind, the types of its chain and their numbers. A nil Log, and one that cannot
// be written, drop everything: what goes wrong was told to the person already.
// It is safe for use by several goroutines and processes.
type Log struct{ to *slog.Logger }

// openLog returns the log in the folder.
func openLog(folder string) *Log {
	w := &rotated{path: filepath.Join(folder, "log.txt")}
	return &Log{slog.New(slog.NewTextHandler(w, nil)).With("pid", os.Getpid())}
}

// Began tells that the window of this version was started.
func (l *Log) Began(version string) {
	if l != nil {
		l.to.Info("began", "version", version)
	}
}

// Crashed tells that a report was found.
func (l *Log) Crashed(r Report) {
	if l != nil {
		l.to.Error("crashed", "at", r.At.UTC())
	}
}

// Failed tells of an error. Kind is a word of the program, or "".
func (l *Log) Failed(kind string, err error) {
	if l != nil && err != nil {
		l.to.Warn("failed", "kind", kind, "chain", chain(err))
	}
}

// chain returns the types of an error and of all that it wraps, with numbers
// where they have one. The texts are left out: they may quote.
func chain(err error) []string {
	var all []string
	for err != nil {
		name := fmt.Sprintf("%T", err)
		switch e := err.(type) {
		case syscall.Errno:
			name = fmt.Sprintf("%s(%d)", name, int(e))
		case interface{ Code() int }: // of SQLite
			name = fmt.Sprintf("%s(%d)", name, e.Code())
		}
		all = append(all, name)
		if many, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range many.Unwrap() {
				all = append(all, chain(e)...)
			}
			return all
		}
		err = errors.Unwrap(err)
	}
	return all
}

// rotated appends to a file, and begins a new one when that is large. It opens
// the file for each line: lines are few, and several processes write them.
type rotated struct{ path string }

// Write implements io.Writer.
func (r *rotated) Write(line []byte) (int, error) {
	if info, err := os.Stat(r.path); err == nil && info.Size() > logMost {
		if err := r.rotate(); err != nil {
			return 0, err
		}
	}
	file, err := os.OpenFile(r.path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return 0, err
	}
	n, err := file.Write(line)
	return n, errors.Join(err, file.Close())
}

// rotate renames log.txt to log.txt.1, that to log.txt.2 and so on.
func (r *rotated) rotate() error {
	for i := logKept; i > 0; i-- {
		from := r.path
		if i > 1 {
			from = fmt.Sprintf("%s.%d", r.path, i-1)
		}
		if err := os.Rename(from, fmt.Sprintf("%s.%d", r.path, i)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
