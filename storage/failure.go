package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	gosqlite "github.com/glebarez/go-sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"dragoman/model"
)

// explain says what a failure of SQLite or of the file system means, as one of
// the errors of this package with the next step, and keeps the cause.
func explain(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, model.ErrNotNow) {
		return err
	}
	switch {
	case errors.Is(err, ErrDamaged) && !strings.Contains(err.Error(), nextStep):
		return fmt.Errorf("%w; "+nextStep, err)
	case errors.Is(err, ErrDamaged), errors.Is(err, ErrDisk), errors.Is(err, ErrNotThere): // it was explained
		return err
	case isFull(err):
		return full(err)
	case errors.Is(err, syscall.EIO):
		return failing(err)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w; choose another, or make a new project (%w)", ErrNotThere, err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return notNow(ErrPermission, "ask for write access to the file and its folder, or read it with a verb that only reads, such as show or export", err)
	}
	return explainCode(err, codeOf(err))
}

func explainCode(err error, code int) error {
	switch code {
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("%w; "+nextStep+" (%w)", ErrDamaged, err)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return notNow(ErrInUse, "close it there, or let that finish, and try again", err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return notNow(ErrPermission, "ask for write access to the file and its folder, or open it read-only", err)
	case sqlite3.SQLITE_FULL:
		return full(err)
	case sqlite3.SQLITE_IOERR:
		return failing(err)
	}
	return err
}

func failing(err error) error {
	return fmt.Errorf("%w; check it, save a copy of the project on another one, and try again (%w)", ErrDisk, err)
}

// explain does what the function of that name does, and tells when the project
// file was moved, which shows itself as many failures.
func (p *Project) explain(err error) error {
	switch codeOf(err) {
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY:
		if elsewhere := p.here(); elsewhere != nil {
			return elsewhere
		}
	}
	return explainAt(p.source(), err)
}

// explainAt does what explain does for a failure at that path, and tells when
// the disk is full: SQLite says so only of the database itself, and not of what
// it makes beside it.
func explainAt(path string, err error) error {
	switch codeOf(err) {
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR:
		if !hasRoom(path) {
			return full(err)
		}
	}
	if err == nil {
		return nil
	}
	return explain(err)
}

// besides is how many bytes SQLite may need beside the database at once.
const besides = 64 << 10

func full(err error) error { return notNow(ErrFull, "make room and try again", err) }

// isFull reports whether the file system says that nothing more can be written:
// no room, no more of it for this person, or no file as large as that.
func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG) || saysFull(err)
}

// passing is a failure whose cause can go away: it is a model.ErrNotNow.
type passing struct{ error }

func (p passing) Is(target error) bool { return target == model.ErrNotNow }

func (p passing) Unwrap() error { return p.error }

// notNow says what failed, and what to do until it can be tried again.
func notNow(what error, next string, cause error) error {
	return passing{fmt.Errorf("%w; %s (%w)", what, next, cause)}
}

// codeOf returns the primary result code of a failure of SQLite, or 0.
func codeOf(err error) int {
	var failure *gosqlite.Error
	if errors.As(err, &failure) {
		return failure.Code() & 0xff
	}
	return 0
}

// isForeignKey reports whether err says that a row refers to one that is not
// there, or is referred to.
func isForeignKey(err error) bool {
	var failure *gosqlite.Error
	return errors.As(err, &failure) && failure.Code() == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY
}

// isNoRow reports whether a query for one row found none.
func isNoRow(err error) bool { return errors.Is(err, sql.ErrNoRows) }
