package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"dragoman/model"
)

// Restore puts a checked copy of a backup, of any version, in the place of the
// project at path. What stood there is kept, and aside is its new path: among
// the backups, or beside the project as NAME.damaged-TIME.dragoman where it
// cannot be opened; "" where nothing was there. Nobody may have the project
// open: ErrInUse. Until Restore returns nil the old project is in its place,
// or the new one, whole. now is time.Now when nil.
func Restore(ctx context.Context, backup, path string, now func() time.Time) (aside string, err error) {
	aside, err = restore(ctx, backup, path, now)
	if err != nil {
		return "", fmt.Errorf("restore %s from %s: %w", path, backup, explain(err))
	}
	return aside, nil
}

func restore(ctx context.Context, backup, path string, now func() time.Time) (aside string, err error) {
	r, err := newRestoring(backup, path, now)
	if err != nil {
		return "", err
	}
	held, err := acquire(r.path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, held.release()) }()
	if r.draft, err = newDraft(r.path); err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, r.draft.discard()) }()
	for _, step := range r.steps() {
		if err := step(ctx); err != nil {
			return "", err
		}
	}
	return r.aside, nil
}

// restoring is a restore under way.
type restoring struct {
	backup, path string
	at           time.Time
	draft        *draft
	aside        string // what stood there, once it is kept
}

func newRestoring(backup, path string, now func() time.Time) (*restoring, error) {
	p, err := newProject(path, Options{Now: now})
	if err != nil {
		return nil, err
	}
	r := &restoring{backup: backup, path: p.path, at: p.now()}
	from, err := os.Stat(backup)
	if err != nil {
		return nil, err
	}
	there, err := os.Stat(r.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return r, nil
	case err != nil:
		return nil, err
	case os.SameFile(from, there):
		return nil, errors.New("that is the project itself; name one of its backups")
	case strings.HasSuffix(filepath.Dir(r.path), backupFolder(Extension)):
		return nil, fmt.Errorf("%s is a backup itself; name the backup first, and then the project", r.path)
	case !there.Mode().IsRegular():
		return nil, fmt.Errorf("%w; choose another name", ErrExists)
	}
	return r, nil
}

// steps lead from the old project to the new one. When any of them was done, or
// half done, one of the two is in its place and the old one is somewhere.
func (r *restoring) steps() []func(context.Context) error {
	return []func(context.Context) error{r.copyBackup, r.keepOld, r.clear, r.putNew}
}

func (r *restoring) copyBackup(ctx context.Context) error {
	err := fromWherever(ctx, r.backup, func(from string) error { return r.draft.fill(ctx, from, flawless) })
	if errors.Is(explain(err), ErrDamaged) {
		return fmt.Errorf("the backup is damaged; choose another one, or salvage what is in it; nothing was changed (%w)", err)
	}
	if err != nil {
		return err
	}
	if info, err := os.Stat(r.path); err == nil {
		return os.Chmod(r.draft.path, info.Mode().Perm()|0o600)
	}
	return nil
}

// keepOld keeps what stands at the path, and leaves there one file alone. A
// copy to the byte is made before SQLite looks at it, which takes away what it
// cannot use.
func (r *restoring) keepOld(ctx context.Context) error {
	if !r.stands() {
		return nil
	}
	raw, err := r.copyOld()
	switch {
	case diskFails(err):
		return r.keepDamaged(r.path)
	case err != nil:
		return err
	}
	err = r.keepSound(ctx)
	if unreadable(err) {
		err = r.keepDamaged(raw.path)
	}
	return errors.Join(err, raw.discard())
}

// keepSound keeps a project that is sound among the backups, where it can be
// restored like any other.
func (r *restoring) keepSound(ctx context.Context) error {
	if _, err := os.Lstat(r.path); errors.Is(err, fs.ErrNotExist) {
		return errNotProject() // but a part of one
	}
	if err := mend(ctx, r.path); err != nil {
		return err
	}
	kept, err := keep(ctx, r.path, model.BackupRestore, r.at, flawless)
	r.aside = kept.Path
	return err
}

// partOf ends the names of files that hold a part of the database beside them,
// and that SQLite would take for a part of any other of that name.
var partOf = []string{"", "-wal", "-journal"}

// stands reports whether a database, or a part of one, is at the path.
func (r *restoring) stands() bool {
	return slices.ContainsFunc(partOf, func(suffix string) bool {
		_, err := os.Lstat(r.path + suffix)
		return err == nil
	})
}

// mend makes one file of the project at path and what SQLite put beside it.
func mend(ctx context.Context, path string) error {
	db, err := connect(ctx, path, 1, nil, []string{"mode=rw", pragma("busy_timeout", busyTimeout)})
	if err != nil {
		return err
	}
	var mark int
	err = db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&mark)
	if err == nil && mark != applicationID {
		err = errNotProject()
	}
	if err == nil {
		err = settle(db)
	}
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	if _, err := os.Lstat(path + "-wal"); err == nil {
		return fmt.Errorf("%w, which reads it; close it there and try again", ErrInUse)
	}
	return nil
}

// unreadable reports whether err says that a file cannot be read as a project,
// by its content or by its disk.
func unreadable(err error) bool {
	damaged := errors.Is(explain(err), ErrDamaged) || codeOf(err) == sqlite3.SQLITE_NOTADB
	return damaged || errors.Is(err, ErrNotProject) || diskFails(err)
}

func diskFails(err error) bool {
	return errors.Is(err, syscall.EIO) || codeOf(err) == sqlite3.SQLITE_IOERR
}

// keepDamaged gives what cannot be opened, or a copy of it, a name beside the
// project.
func (r *restoring) keepDamaged(from string) error {
	if filepath.Ext(r.path) != Extension {
		return errNotProject() // nobody means to replace a file of another kind
	}
	aside := r.damagedName()
	if err := moveParts(from, aside); err != nil {
		return fmt.Errorf("keep the damaged project: %w", err)
	}
	r.aside = aside
	return nil
}

// damagedName returns a name beside the project that nothing has yet.
func (r *restoring) damagedName() string {
	begin := strings.TrimSuffix(r.path, Extension) + ".damaged-" + r.at.UTC().Format(backupTime)
	for n := 1; ; n++ {
		other := restoring{path: begin + nth(n) + Extension}
		if !other.stands() {
			return other.path
		}
	}
}

// copyOld copies what stands at the path to the byte, and brings the copy to
// the disk.
func (r *restoring) copyOld() (*draft, error) {
	d, err := newDraft(r.path)
	if err != nil {
		return nil, err
	}
	for _, suffix := range partOf {
		if err == nil {
			err = copyFile(r.path+suffix, d.path+suffix)
		}
	}
	if err != nil {
		return nil, errors.Join(err, d.discard())
	}
	return d, nil
}

// moveParts renames a database with its parts, for good; there is one of them at
// least. The database comes last: where its new name is seen, it is whole.
func moveParts(from, to string) error {
	moved := 0
	for _, suffix := range slices.Backward(partOf) {
		err := os.Rename(from+suffix, to+suffix)
		switch {
		case err == nil:
			moved++
		case suffix == "" && moved == 0, !errors.Is(err, fs.ErrNotExist):
			return err
		}
	}
	return syncFolder(to)
}

// copyFile copies a file, if it is there, to a new one and brings that to the
// disk.
func copyFile(from, to string) error {
	source, err := os.Open(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer source.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, source)
	return errors.Join(err, out.Sync(), out.Close())
}

// clear takes away what lies beside the project and was kept: SQLite would take
// it for a part of the new one.
func (r *restoring) clear(context.Context) error {
	var err error
	for _, suffix := range []string{"-wal", "-shm", "-journal"} {
		if failed := os.Remove(r.path + suffix); failed != nil && !errors.Is(failed, fs.ErrNotExist) {
			err = errors.Join(err, failed)
		}
	}
	return errors.Join(err, syncFolder(r.path))
}

func (r *restoring) putNew(context.Context) error { return r.draft.replace(r.path) }
