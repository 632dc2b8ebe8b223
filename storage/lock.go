package storage

import (
	"fmt"
	"os"
	"strings"

	"github.com/gofrs/flock"
)

// lock says that this process owns a project. It is a lock on a file beside
// the project, which is gone when the project is closed.
type lock struct {
	file *flock.Flock
	last owner // that did not give the lock back
}

// owner is what the file of a lock says about who has it, a line each. The zero
// value says nothing.
type owner struct {
	computer string // its name, in a network folder
	file     string // identity of the project file
}

// acquire takes the lock of the project at path; ErrInUse when it is taken.
func acquire(path string) (*lock, error) {
	for {
		file := flock.New(path + "-lock")
		taken, err := file.TryLock()
		if err != nil {
			return nil, fmt.Errorf("lock the project: %w", err)
		}
		if !taken {
			return nil, fmt.Errorf("%w; close it there first; verbs that only read it, such as show and export, work meanwhile", ErrInUse)
		}
		// Its last owner may have removed the file between our opening and
		// our locking it; a lock on a removed file locks nobody out.
		if current(file) {
			return &lock{file, readOwner(file.Path())}, nil
		}
		if err := file.Unlock(); err != nil {
			return nil, fmt.Errorf("lock the project: %w", err)
		}
	}
}

// readOwner returns what the file of a lock says; where it cannot be read, as
// on Windows while it is locked, it says nothing.
func readOwner(path string) owner {
	data, err := os.ReadFile(path)
	if err != nil {
		return owner{}
	}
	computer, file, _ := strings.Cut(string(data), "\n")
	return owner{strings.TrimSpace(computer), strings.TrimSpace(file)}
}

// sign writes who has the lock into its file. Where a locked file cannot be
// written (Windows), locks are the server's and need no name.
func (l *lock) sign(o owner) {
	_ = os.WriteFile(l.file.Path(), []byte(o.computer+"\n"+o.file+"\n"), 0o600)
}

func current(file *flock.Flock) bool {
	held, err := file.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(file.Path())
	return err == nil && os.SameFile(held, there)
}

// excludes reports whether nobody else can have the lock too.
func (l *lock) excludes() bool {
	second := flock.New(l.file.Path())
	taken, err := second.TryLock()
	if taken {
		_ = second.Unlock()
	}
	return err == nil && !taken
}

// release gives the lock back, if there is one, and removes its file.
func (l *lock) release() error {
	if l == nil {
		return nil
	}
	// After the folder was moved, the file of that name is another's.
	if _, err := os.Stat(l.file.Path()); err == nil && !current(l.file) {
		return l.file.Unlock()
	}
	// Where an open file cannot be removed, it stays: an unlocked file locks
	// nobody out.
	removed := os.Remove(l.file.Path())
	err := l.file.Unlock()
	if removed != nil && err == nil {
		if again := os.Remove(l.file.Path()); again != nil && !os.IsNotExist(again) {
			return again
		}
	}
	return err
}
