package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	gosqlite "github.com/glebarez/go-sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// explain says what a failure of SQLite or of the file system means, as one of
// the errors of this package with the next step, and keeps the cause.
func explain(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w; choose another, or make a new project (%w)", ErrNotThere, err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w; ask for write access to the file and its folder, or read it with a verb that only reads, such as show or export (%w)", ErrPermission, err)
	}
	return explainCode(err, codeOf(err))
}

func explainCode(err error, code int) error {
	switch code {
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("%w; restore it from a backup (%w)", ErrDamaged, err)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("%w; close it there and try again (%w)", ErrInUse, err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return fmt.Errorf("%w; ask for write access to the file and its folder, or open it read-only (%w)", ErrPermission, err)
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("the disk is full; make room and try again (%w)", err)
	case sqlite3.SQLITE_IOERR:
		return fmt.Errorf("the disk could not be read or written; check it, and try again (%w)", err)
	}
	return err
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
