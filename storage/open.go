package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"dragoman/model"
)

// applicationID marks a SQLite file as a Dragoman project: "Drgm".
const applicationID = 0x4472676d

// settingProgram is the setting that says which version of the program wrote
// to the file last.
const settingProgram = "program_version"

// Create makes a new project with the schema at path and opens it for writing.
// It fails with ErrExists where a file is there already.
func Create(ctx context.Context, path string, schema model.Schema, opts Options) (*Project, error) {
	p, err := create(ctx, path, schema, opts)
	if err != nil {
		return nil, fmt.Errorf("create project %s: %w", path, explainAt(path, err))
	}
	return p, nil
}

func create(ctx context.Context, path string, schema model.Schema, opts Options) (*Project, error) {
	if err := schema.Check(); err != nil {
		return nil, fmt.Errorf("check the schema: %w", err)
	}
	if _, err := os.Lstat(path); err == nil {
		return nil, fmt.Errorf("%w; choose another name", ErrExists)
	}
	if _, err := os.Stat(filepath.Dir(path)); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no folder %s; make it first, or choose another", filepath.Dir(path))
	}
	p, err := newProject(path, opts)
	if err != nil {
		return nil, err
	}
	if err := p.own(); err != nil {
		return nil, err
	}
	if err := p.fill(ctx, schema, opts); err != nil {
		return nil, errors.Join(err, p.lock.release())
	}
	return p, nil
}

// fill makes the file and everything in it under another name, so that it is
// whole when it appears under its own, and opens it.
func (p *Project) fill(ctx context.Context, schema model.Schema, opts Options) error {
	d, err := newDraft(p.path)
	if err != nil {
		return err
	}
	if err = firstDraft(ctx, d.path, schema, opts); err == nil {
		err = d.publish(p.path)
	}
	if err = errors.Join(err, d.discard()); err != nil {
		return err
	}
	if err := p.begin(ctx, migrations()); err != nil {
		return errors.Join(err, p.abandon(), removeDatabase(p.path))
	}
	return nil
}

// firstDraft makes a whole project at path, which nobody else uses.
func firstDraft(ctx context.Context, path string, schema model.Schema, opts Options) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o666)
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	p, err := newProject(path, opts)
	if err == nil {
		err = p.begin(ctx, migrations())
	}
	if err == nil {
		err = p.firstRows(ctx, schema, opts)
	}
	if err != nil {
		return errors.Join(err, p.abandon())
	}
	return p.Close()
}

func (p *Project) firstRows(ctx context.Context, schema model.Schema, opts Options) error {
	return p.Update(ctx, func(tx *Tx) error {
		row := rowFromSchema(schema)
		if err := tx.gorm.Create(&row).Error; err != nil {
			return err
		}
		return tx.setSetting(settingProgram, opts.Version)
	})
}

// Open opens the project at path. A project that a newer version of the
// program wrote is opened read-only: see Project.ReadOnly. An older one is
// brought up to date, after a backup beside it. Open fails with ErrNotThere,
// ErrNotProject, ErrInUse, ErrPermission or ErrDamaged.
func Open(ctx context.Context, path string, opts Options) (*Project, error) {
	p, err := open(ctx, path, opts, migrations())
	if err != nil {
		return nil, fmt.Errorf("open project %s: %w", path, explainAt(path, err))
	}
	return p, nil
}

func open(ctx context.Context, path string, opts Options, steps []migration) (*Project, error) {
	p, err := newProject(path, opts)
	if err != nil {
		return nil, err
	}
	if opts.ReadOnly {
		p.reason = "it was opened for reading only"
		return p.openToRead(ctx, steps)
	}
	if err := recognise(ctx, path); err != nil {
		return nil, err
	}
	if err := p.own(); err != nil {
		return nil, err
	}
	if err := p.openForWriting(ctx, opts, steps); err != nil {
		return nil, errors.Join(err, p.lock.release())
	}
	return p, nil
}

// openForWriting opens the locked project, or read-only when it is newer than
// this program.
func (p *Project) openForWriting(ctx context.Context, opts Options, steps []migration) error {
	if err := p.putStrayLogAside(ctx); err != nil {
		return err
	}
	have, err := p.peek(ctx)
	if err != nil {
		return err
	}
	if have.version > len(steps) {
		p.reason, p.newer = have.newer(), true
		return errors.Join(p.beginReadOnly(ctx, steps), p.giveUpLock())
	}
	if err := p.begin(ctx, steps); err != nil {
		return errors.Join(err, p.abandon())
	}
	if opts.Version != "" && opts.Version != have.program {
		if err := p.SetSetting(ctx, settingProgram, opts.Version); err != nil {
			return errors.Join(err, p.abandon())
		}
	}
	return nil
}

func newProject(path string, opts Options) (*Project, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	// Who opens a project by another name must find the same lock.
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	p := &Project{path: abs, now: opts.Now, network: opts.network}
	if p.network == nil {
		p.network = networkOf
	}
	if p.now == nil {
		p.now = time.Now
	}
	return p, nil
}

// recognise reports why the file is not a project. It leaves reading to
// SQLite: when a process closes a file that it read by itself, it loses the
// locks that SQLite holds on that file.
func recognise(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() || info.Size() == 0 {
		return errNotProject()
	}
	err = readMark(ctx, path)
	if isHalfDone(err) {
		if err = rollBack(ctx, path); err == nil {
			err = readMark(ctx, path)
		}
	}
	return err
}

// readMark reads whether the file is marked as a project.
func readMark(ctx context.Context, path string) error {
	db, err := openReadOnly(ctx, path)
	if err != nil {
		return err
	}
	var mark int
	err = db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&mark)
	if codeOf(err) == sqlite3.SQLITE_NOTADB || err == nil && mark != applicationID {
		err = errNotProject()
	}
	return errors.Join(err, db.Close())
}

func errNotProject() error {
	return fmt.Errorf("%w; choose a file that ends in %s, or, if it is one and damaged, "+nextStep, ErrNotProject, Extension)
}

// origin is what a file says about itself.
type origin struct {
	version int    // of the project file
	program string // version of the program that wrote to it last
}

// newer is the reason for which a file of a newer version is read-only.
func (o origin) newer() string {
	program := "a newer version of Dragoman"
	if o.program != "" {
		program = "Dragoman " + o.program
	}
	return fmt.Sprintf("it was written by %s (project version %d) and this program knows versions up to %d; "+
		"install the newer program to change it", program, o.version, len(migrations()))
}

// peek reads the version of the file without changing it.
func (p *Project) peek(ctx context.Context) (origin, error) {
	db, err := openReadOnly(ctx, p.path)
	if err != nil {
		return origin{}, err
	}
	o, err := readOrigin(ctx, db)
	return o, errors.Join(err, db.Close())
}

func readOrigin(ctx context.Context, db *sql.DB) (origin, error) {
	var o origin
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&o.version); err != nil {
		return o, err
	}
	err := db.QueryRowContext(ctx, "SELECT value FROM setting WHERE name = ?", settingProgram).Scan(&o.program)
	if isNoRow(err) {
		err = nil
	}
	return o, err
}

// begin opens the connections of a project that is written to, bringing it up
// to date before.
func (p *Project) begin(ctx context.Context, steps []migration) error {
	if err := p.migrate(ctx, steps); err != nil {
		return err
	}
	if err := p.remember(); err != nil {
		return err
	}
	var err error
	if p.writer, err = openWriter(ctx, p.path); err != nil {
		return err
	}
	if p.gorm, err = openGorm(p.writer); err != nil {
		return err
	}
	if err := p.rememberLog(ctx); err != nil {
		return err
	}
	p.reader, err = p.openReaders(ctx)
	return err
}

func (p *Project) beginReadOnly(ctx context.Context, steps []migration) error {
	var err error
	if p.reader, err = openReadOnly(ctx, p.source()); err != nil {
		return err
	}
	have, err := readOrigin(ctx, p.reader)
	if err != nil {
		return closeAfter(p.reader, err)
	}
	if have.version > len(steps) {
		p.reason, p.newer = have.newer(), true
	}
	if have.version < len(steps) {
		return closeAfter(p.reader, fmt.Errorf("%w: it has version %d and must be brought up to version %d first; "+
			"open it once for writing", ErrOlder, have.version, len(steps)))
	}
	return nil
}

// abandon closes what was opened of a project that could not be opened whole.
func (p *Project) abandon() error {
	var err error
	for _, db := range []*sql.DB{p.reader, p.writer} {
		if db != nil {
			err = errors.Join(err, db.Close())
		}
	}
	return err
}

func (p *Project) giveUpLock() error {
	err := p.lock.release()
	p.lock = nil
	return err
}
