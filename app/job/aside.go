package job

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"unicode/utf8"

	"github.com/gofrs/flock"
)

// aside is a hidden folder beside the place of what is being written, on the
// same disk. It is locked while it is in use, so that one that a killed program
// left is known for what it is.
type aside struct {
	folder string
	lock   *flock.Flock // nil on a file system without locks
}

// What can be in an aside.
const (
	asideLock = "lock"
	asideNew  = "new" // what is being written
	asideOld  = "old" // what was in its place
)

const asideEnd = ".unfinished"

// newAside makes an aside for what is to be at path, after it cleared away what
// killed programs left of such.
func newAside(path string) (*aside, error) {
	clearAsides(path)
	for {
		folder, err := os.MkdirTemp(filepath.Dir(path), asidePrefix(path)+"*"+asideEnd)
		if err != nil {
			return nil, err
		}
		lock := flock.New(filepath.Join(folder, asideLock))
		taken, err := lock.TryLock()
		switch {
		case err == nil && taken && stands(lock):
			return &aside{folder, lock}, nil
		case errors.Is(err, errors.ErrUnsupported), errors.Is(err, syscall.ENOLCK):
			return &aside{folder, nil}, nil
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return nil, errors.Join(err, os.RemoveAll(folder))
		}
		// Another program cleared it away before it was locked.
		if err := lock.Close(); err != nil {
			return nil, err
		}
	}
}

// stands reports whether the lock is on the file that stands there.
func stands(lock *flock.Flock) bool {
	held, err := lock.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(lock.Path())
	return err == nil && os.SameFile(held, there)
}

// asidePrefix begins the names of the asides of path. A long name is cut, for
// names have a limit.
func asidePrefix(path string) string {
	name := filepath.Base(path)
	if cut := 150; len(name) > cut {
		for !utf8.RuneStart(name[cut]) {
			cut--
		}
		name = name[:cut]
	}
	return "." + name + "-"
}

// at returns the path of a thing in the aside.
func (a *aside) at(name string) string { return filepath.Join(a.folder, name) }

// remove removes the aside with everything in it.
func (a *aside) remove() error {
	if a.lock == nil {
		return os.RemoveAll(a.folder)
	}
	// Where a locked file cannot be removed it goes after it is unlocked.
	removed := os.RemoveAll(a.folder)
	err := a.lock.Unlock()
	if removed != nil {
		return errors.Join(err, os.RemoveAll(a.folder))
	}
	return err
}

// syncFolder makes the names in the folder durable.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	defer folder.Close()
	// Where a folder cannot be synced (Windows), the file system keeps its own
	// order.
	if err := folder.Sync(); err != nil && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, fs.ErrInvalid) {
		return err
	}
	return nil
}

var asideNumber = regexp.MustCompile(`^[0-9]+$`)

// clearAsides removes the asides of path that killed programs left. What
// cannot be removed is left to the next one.
func clearAsides(path string) {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return
	}
	for _, entry := range entries {
		name, begins := strings.CutPrefix(entry.Name(), asidePrefix(path))
		number, ends := strings.CutSuffix(name, asideEnd)
		if entry.IsDir() && begins && ends && asideNumber.MatchString(number) {
			clearAside(filepath.Join(filepath.Dir(path), entry.Name()), path)
		}
	}
}

// clearAside removes one aside, if nobody works in it and nothing else is in
// it. Where a program was killed between putting away what was at path and
// putting the new in its place, what was there comes back.
func clearAside(folder, path string) {
	if os.Remove(folder) == nil { // it was empty
		return
	}
	inside, err := os.ReadDir(folder)
	if err != nil || slices.ContainsFunc(inside, func(e fs.DirEntry) bool {
		return !slices.Contains([]string{asideLock, asideNew, asideOld}, e.Name())
	}) {
		return
	}
	lock := flock.New(filepath.Join(folder, asideLock))
	if taken, err := lock.TryLock(); err != nil || !taken {
		return
	}
	left := &aside{folder, lock}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(left.at(asideOld), path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			_ = lock.Unlock()
			return
		}
	}
	_ = left.remove()
}
