package storage

import (
	"context"
	"errors"

	gosqlite "github.com/glebarez/go-sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// isHalfDone reports that a program was killed while it brought the file up to
// date or closed it: what was there before stands in a journal beside the file,
// and SQLite puts it back only where it may write.
func isHalfDone(err error) bool {
	var failure *gosqlite.Error
	return errors.As(err, &failure) && failure.Code() == sqlite3.SQLITE_READONLY_ROLLBACK
}

// rollBack puts back what was there before a program was killed.
func rollBack(ctx context.Context, path string) error {
	db, err := connect(ctx, path, 1, nil, []string{"mode=rw", pragma("busy_timeout", busyTimeout)})
	if err != nil {
		return err
	}
	var version int
	err = db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return errors.Join(err, db.Close())
}
