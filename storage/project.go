// Package storage is the project file: one SQLite database that holds
// documents, annotation sets, the schema and the log of every change. It is
// the only owner of SQLite and gorm; what it takes and gives are values of
// package model.
package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"gorm.io/gorm"

	"dragoman/model"
)

// What a caller may test with errors.Is, beside the errors of package model.
var (
	// ErrNotProject: the file is no Dragoman project.
	ErrNotProject = errors.New("this is not a Dragoman project")
	// ErrInUse: another process has the project open.
	ErrInUse = errors.New("the project is open in another window or program")
	// ErrOlder: the project is of an older version, and was to be read as it is.
	ErrOlder = errors.New("the project is of an older version")
	// ErrExists: a file is there already, and is never overwritten.
	ErrExists = errors.New("the file exists already")
	// ErrNotThere: there is no such file.
	ErrNotThere = errors.New("there is no such file")
	// ErrPermission: the file or its folder may not be read or written.
	ErrPermission = errors.New("permission denied")
	// ErrDamaged: the file cannot be read as the database it is.
	ErrDamaged = errors.New("the project file is damaged")
	// ErrFull: there is no room left where the project lies.
	ErrFull = errors.New("the disk is full")
	// ErrDisk: the disk failed at reading or writing.
	ErrDisk = errors.New("the disk could not be read or written")
	// ErrMoved: the file at the project's path is not the one that was opened.
	ErrMoved = errors.New("the project file was moved, replaced or deleted while it was open")
)

// Extension is how the name of a project file ends.
const Extension = ".dragoman"

// Options say how a project is opened. The zero value opens it for writing.
type Options struct {
	ReadOnly bool             // needs no lock, and changes nothing
	Now      func() time.Time // the clock of the log; time.Now when nil
	Version  string           // of the program; the file keeps it, for messages

	network func(folder string) string // networkOf when nil; tests have others
}

// Project is an open project file. All its methods are safe for use by several
// goroutines.
type Project struct {
	path   string
	now    func() time.Time
	reason string // why it is read-only, "" when it is not
	newer  bool   // a newer version of the program wrote it
	lock   *lock
	writer *sql.DB  // one connection; nil when read-only
	gorm   *gorm.DB // over writer
	reader *sql.DB
	texts  texts

	place   place
	private string                     // folder of the copy that is read, "" for none
	network func(folder string) string // networkOf
	loose   bool                       // a lock here does not keep others out
	stray   string                     // the log of another file that was put aside, "" for none
	rescued atomic.Bool                // a copy of all that was saved stands elsewhere

	abreast sync.Mutex // held by the one that reads over two connections
}

// Path returns the absolute path of the project file.
func (p *Project) Path() string { return p.path }

// Name returns the name of the project: that of its file without extension.
func (p *Project) Name() string { return strings.TrimSuffix(filepath.Base(p.path), Extension) }

// ReadOnly reports whether the project cannot be written to, and why, as a
// sentence.
func (p *Project) ReadOnly() (bool, string) { return p.reason != "", p.reason }

// read runs fn on one consistent state of the file.
func (p *Project) read(ctx context.Context, fn func(q querier) error) error {
	tx, err := p.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return p.explain(err)
	}
	err = fn(querier{ctx: ctx, tx: tx})
	// A query that is cancelled early looks like one that found nothing.
	if cancelled := ctx.Err(); cancelled != nil {
		err = cancelled
	}
	// Nothing was written: that there is nothing to roll back after a
	// cancelled query is no failure.
	if failed := tx.Rollback(); failed != nil && err == nil {
		err = failed
	}
	if err != nil {
		return p.explain(err)
	}
	return nil
}

// querier asks queries within one transaction. It holds the context, since it
// lives no longer than the call that the context came with.
type querier struct {
	ctx context.Context
	tx  interface {
		QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
		QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	}
	lanes []querier // this one and others that see the same state, where there are any
}

func (q querier) row(query string, args ...any) *sql.Row {
	return q.tx.QueryRowContext(q.ctx, query, args...)
}

// each calls take for every row that the query finds.
func (q querier) each(take func(scan func(...any) error) error, query string, args ...any) error {
	rows, err := q.tx.QueryContext(q.ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := take(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Newer reports whether the project is read-only because a newer version of the
// program wrote it.
func (p *Project) Newer() bool { return p.newer }

// errReadOnly says why the project cannot be written to.
func (p *Project) errReadOnly() error { return fmt.Errorf("%w: %s", model.ErrReadOnly, p.reason) }
