package storage

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/glebarez/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// readers is how many queries may read at the same time. A walk takes two, and
// a third at its beginning.
const readers = 6

// busyTimeout is how long a connection waits for another one, in milliseconds.
const busyTimeout = 5000

// dsn names the database file at path as a URI, so that no character of the
// path is taken for something else. Parameters are those of the driver.
func dsn(path string, parameters ...string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	abs = filepath.ToSlash(abs)
	if !strings.HasPrefix(abs, "/") {
		abs = "/" + abs // a drive letter
	}
	return "file://" + (&url.URL{Path: abs}).EscapedPath() + "?" + strings.Join(parameters, "&"), nil
}

func pragma(name string, value any) string { return fmt.Sprintf("_pragma=%s(%v)", name, value) }

// pragmaValue is a setting of SQLite that must hold on a connection.
type pragmaValue struct{ name, value string }

// writing is what must hold on the connection that writes.
var writing = []pragmaValue{
	{"busy_timeout", fmt.Sprint(busyTimeout)},
	{"journal_mode", "wal"},
	{"synchronous", "2"}, // FULL: durable when committed
	{"foreign_keys", "1"},
}

// openWriter opens the one connection that writes. Every transaction on it
// takes the write lock at its beginning: one that began as a reader would fail
// in spite of the busy timeout.
func openWriter(ctx context.Context, path string) (*sql.DB, error) {
	parameters := []string{"mode=rw", "_txlock=immediate"}
	for _, w := range writing {
		parameters = append(parameters, pragma(w.name, w.value))
	}
	return connect(ctx, path, 1, writing, parameters)
}

// openReaders opens the connections that read beside the writer.
func openReaders(ctx context.Context, path string) (*sql.DB, error) {
	want := []pragmaValue{{"busy_timeout", fmt.Sprint(busyTimeout)}, {"query_only", "1"}}
	return connect(ctx, path, readers, want, []string{
		"mode=rw", pragma("busy_timeout", busyTimeout), pragma("query_only", 1),
	})
}

// openReadOnly opens connections that need no right to write.
func openReadOnly(ctx context.Context, path string) (*sql.DB, error) {
	want := []pragmaValue{{"busy_timeout", fmt.Sprint(busyTimeout)}}
	return connect(ctx, path, readers, want, []string{"mode=ro", pragma("busy_timeout", busyTimeout)})
}

// openMemory opens an empty database that is gone when it is closed.
func openMemory() (*sql.DB, error) {
	db, err := sql.Open(sqlite.DriverName, "file::memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // another connection would have another database
	return db, nil
}

func connect(ctx context.Context, path string, connections int, want []pragmaValue, parameters []string) (*sql.DB, error) {
	name, err := dsn(path, parameters...)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open(sqlite.DriverName, name)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	if err := readBack(ctx, db, want); err != nil {
		return nil, closeAfter(db, err)
	}
	return db, nil
}

// readBack makes sure that the settings hold: SQLite ignores a misspelt one.
func readBack(ctx context.Context, db *sql.DB, want []pragmaValue) error {
	for _, w := range want {
		var have string
		if err := db.QueryRowContext(ctx, "PRAGMA "+w.name).Scan(&have); err != nil {
			return fmt.Errorf("read the setting %s of the database: %w", w.name, explain(err))
		}
		if have == w.value {
			continue
		}
		if w.name == "journal_mode" {
			return fmt.Errorf("this folder's file system cannot hold an open project safely (journal mode %q); "+
				"move the project to a local disk", have)
		}
		return fmt.Errorf("the database setting %s is %q, not %q; nothing was opened", w.name, have, w.value)
	}
	return nil
}

// closeAfter closes what was opened in vain, and returns err.
func closeAfter(db *sql.DB, err error) error {
	if failed := db.Close(); failed != nil {
		return fmt.Errorf("%w (and closing failed: %w)", err, failed)
	}
	return err
}

// openGorm makes gorm write through the connection.
func openGorm(db *sql.DB) (*gorm.DB, error) {
	return gorm.Open(&sqlite.Dialector{Conn: db}, &gorm.Config{
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true,
		TranslateError:         false,
		Logger:                 logger.Discard,
	})
}
