package storage

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// draft is a copy of a project that has no name yet: a hidden file beside the
// place where it is to be. It is locked while somebody works on it.
type draft struct {
	path string
	lock *lock
}

const draftPrefix = ".dragoman-backup-"

var draftLock = regexp.MustCompile(`^\.dragoman-backup-[0-9a-f]{16}-lock$`)

// newDraft begins a copy that is to become out, after it took away what is left
// of copies that were never finished.
func newDraft(out string) (*draft, error) {
	folder := filepath.Dir(out)
	sweep(folder)
	for {
		var random [8]byte
		if _, err := rand.Read(random[:]); err != nil {
			return nil, err
		}
		path := filepath.Join(folder, draftPrefix+hex.EncodeToString(random[:]))
		held, err := acquire(path)
		if errors.Is(err, ErrInUse) {
			continue // somebody sweeps
		}
		if err != nil {
			return nil, err
		}
		return &draft{path, held}, nil
	}
}

// sweep removes the drafts that killed programs left in the folder. What cannot
// be removed now is left to the next one.
func sweep(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !draftLock.MatchString(e.Name()) {
			continue
		}
		path := filepath.Join(folder, e.Name()[:len(e.Name())-len("-lock")])
		if held, err := acquire(path); err == nil {
			_ = removeDatabase(path)
			_ = held.release()
		}
	}
}

// fill copies the project into the draft, checks the copy and brings it to the
// disk. Whoever may read the project may read the copy.
func (d *draft) fill(ctx context.Context, path string, check verifier) error {
	if err := vacuumInto(ctx, path, d.path); err != nil {
		return err
	}
	if err := check(ctx, d.path); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if err := os.Chmod(d.path, info.Mode().Perm()|0o600); err != nil {
		return err
	}
	return syncFile(d.path)
}

// publish gives the draft a name, for good; ErrExists where the name is taken.
func (d *draft) publish(out string) error {
	err := os.Link(d.path, out)
	if errors.Is(err, fs.ErrExist) {
		return errTaken()
	}
	if err != nil { // a file system without links
		if err = reserve(out); err != nil {
			return err
		}
		if err = os.Rename(d.path, out); err != nil {
			return errors.Join(err, os.Remove(out))
		}
	}
	return syncFolder(out)
}

// reserve takes the name with an empty file, so that nothing which comes
// there meanwhile can be overwritten.
func reserve(out string) error {
	file, err := os.OpenFile(out, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return errTaken()
	}
	if err != nil {
		return err
	}
	return file.Close()
}

// replace puts the draft in the place of the file out, at once and for good.
func (d *draft) replace(out string) error {
	if err := os.Rename(d.path, out); err != nil {
		return err
	}
	return syncFolder(out)
}

// discard removes what is left of the draft.
func (d *draft) discard() error { return errors.Join(removeDatabase(d.path), d.lock.release()) }
