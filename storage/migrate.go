package storage

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"dragoman/model"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migration leads from one version of the project file to the next.
type migration struct {
	name string
	sql  string
}

// migrations returns the migrations of this program, in order: the n-th one
// leads to version n.
func migrations() []migration {
	steps, err := readMigrations(migrationFiles)
	if err != nil {
		panic("read the embedded migrations: " + err.Error())
	}
	return steps
}

// readMigrations reads migrations/0001_*.sql and those that follow, numbered
// without gaps.
func readMigrations(files fs.FS) ([]migration, error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	var steps []migration
	for i, name := range names { // fs.Glob sorts them
		if !strings.HasPrefix(name, fmt.Sprintf("migrations/%04d_", i+1)) {
			return nil, fmt.Errorf("migration %s is not number %d", name, i+1)
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		steps = append(steps, migration{name, string(text)})
	}
	return steps, nil
}

// migrate brings the file up to the last of the steps, each in a transaction
// of its own. A file that holds something is backed up before.
func (p *Project) migrate(ctx context.Context, steps []migration) error {
	db, err := openMigrator(ctx, p.path)
	if err != nil {
		return err
	}
	var version int
	err = db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	if err == nil && version > 0 && version < len(steps) {
		err = p.backupBefore(ctx)
	}
	for ; err == nil && version < len(steps); version++ {
		if err = runMigration(ctx, db, steps[version], version+1); err != nil {
			err = fmt.Errorf("bring the project up to version %d (%s): %w", version+1, steps[version].name, err)
		}
	}
	return errors.Join(err, db.Close())
}

func (p *Project) backupBefore(ctx context.Context) error {
	if _, err := keep(ctx, p.path, model.BackupVersion, p.now(), readable); err != nil {
		return fmt.Errorf("back up the project before bringing it up to date: %w", err)
	}
	return nil
}

// openMigrator opens one connection without foreign keys: while they are
// enforced, replacing a table deletes the rows that refer to it. They can only
// be switched outside of a transaction.
//
// A new file gets pages of newPage bytes; one that is there keeps its own.
func openMigrator(ctx context.Context, path string) (*sql.DB, error) {
	want := []pragmaValue{{"foreign_keys", "0"}, {"synchronous", "2"}}
	return connect(ctx, path, 1, want, []string{
		"mode=rw", "_txlock=immediate", pragma("busy_timeout", busyTimeout), pragma("synchronous", 2), pragma("foreign_keys", 0),
		pragma("page_size", newPage),
	})
}

func runMigration(ctx context.Context, db *sql.DB, m migration, version int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	err = migrateWithin(ctx, tx, m, version)
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func migrateWithin(ctx context.Context, tx *sql.Tx, m migration, version int) error {
	if _, err := tx.ExecContext(ctx, m.sql); err != nil {
		return err
	}
	var broken int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM pragma_foreign_key_check").Scan(&broken); err != nil {
		return err
	}
	if broken > 0 {
		return fmt.Errorf("%d rows would refer to rows that are not there", broken)
	}
	if err := integrity(ctx, tx); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version))
	return err
}
