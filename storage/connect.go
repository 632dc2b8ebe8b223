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

// How long a connection waits for another program, in milliseconds. Within this
// one nobody waits: writers come one after the other, and readers beside them.
const (
	// busyTimeout is for what happens in the background, or is only read.
	busyTimeout = 5000
	// editTimeout is for an open project. A person waits for each edit before
	// the screen goes on: what another program does in passing takes a few
	// milliseconds, and one that takes half a second is better named.
	editTimeout = 500
)

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
	{"busy_timeout", fmt.Sprint(editTimeout)},
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
func (p *Project) openReaders(ctx context.Context) (*sql.DB, error) {
	name, err := dsn(p.path, "mode=rw", pragma("busy_timeout", editTimeout), pragma("query_only", 1))
	if err != nil {
		return nil, err
	}
	want := []pragmaValue{{"busy_timeout", fmt.Sprint(editTimeout)}, {"query_only", "1"}}
	return tune(ctx, sql.OpenDB(connector{p.writer.Driver(), name, p.here}), readers, want)
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
	return tune(ctx, db, connections, want)
}

// tune sets up a pool of connections; it closes one that is not as wanted.
func tune(ctx context.Context, db *sql.DB, connections int, want []pragmaValue) (*sql.DB, error) {
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
			return fmt.Errorf("read the setting %s of the database: %w", w.name, err)
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
