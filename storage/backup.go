package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
)

// Backup writes a copy of the project, as it is now, to the new file out. The
// copy is whole and checked when it appears under that name; ErrExists where a
// file is there already.
func (p *Project) Backup(ctx context.Context, out string) error {
	err := p.ready(ctx)
	if err == nil {
		err = copyTo(ctx, p.source(), out, readable)
	}
	if err != nil {
		return fmt.Errorf("back up project %s to %s: %w", p.path, out, p.explain(err))
	}
	return nil
}

// Copy writes a copy of the project at path, which may be open elsewhere and of
// any version, to the new file out, as Backup does.
func Copy(ctx context.Context, path, out string) error {
	err := fromWherever(ctx, path, func(from string) error { return copyTo(ctx, from, out, readable) })
	if err != nil {
		return fmt.Errorf("copy project %s to %s: %w", path, out, explain(err))
	}
	return nil
}

// fromWherever runs f on the file from which to read the project at path: that
// itself, or a private copy where SQLite cannot write beside it what it needs.
func fromWherever(ctx context.Context, path string, f func(from string) error) error {
	err := recognise(ctx, path)
	if err == nil {
		return f(path)
	}
	if !needsToWrite(err) {
		return err
	}
	p, err := newProject(path, Options{})
	if err == nil {
		err = p.copyPrivately()
	}
	if err != nil {
		return err
	}
	return errors.Join(f(p.source()), os.RemoveAll(p.private))
}

// copyTo copies the project to the new file out. The check says what is wrong
// with the copy before it gets that name.
func copyTo(ctx context.Context, path, out string, check verifier) error {
	if _, err := os.Lstat(out); err == nil {
		return errTaken()
	}
	d, err := newDraft(out)
	if err != nil {
		return err
	}
	err = d.fill(ctx, path, check)
	if err == nil {
		err = d.publish(out)
	}
	return errors.Join(err, d.discard())
}

func errTaken() error { return fmt.Errorf("%w; choose another name", ErrExists) }

// vacuumInto copies what a reader of the project sees now. Whoever writes to it
// meanwhile does not wait.
func vacuumInto(ctx context.Context, path, out string) error {
	db, err := openReadOnly(ctx, path)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", out)
	if cancelled := ctx.Err(); cancelled != nil {
		err = cancelled
	}
	return errors.Join(err, db.Close())
}

// verifier says why the project at path is not to be relied on.
type verifier func(ctx context.Context, path string) error

// readable makes sure that the file is a project, of any version, that SQLite
// can read whole.
func readable(ctx context.Context, path string) error {
	if err := recognise(ctx, path); err != nil {
		return err
	}
	db, err := openReadOnly(ctx, path)
	if err != nil {
		return err
	}
	return errors.Join(integrity(ctx, db), db.Close())
}

// wholeCheck is up to how many bytes a project is checked row by row before it
// counts as a backup. Above, where that takes minutes, SQLite's own check must
// do.
const wholeCheck = 256 << 20

// flawless makes sure that nothing is wrong with a project: that Check finds
// nothing where it is of this program's version and not too large, and that it
// is readable otherwise.
func flawless(ctx context.Context, path string) error {
	if info, err := os.Stat(path); err != nil || info.Size() > wholeCheck {
		return errors.Join(err, readable(ctx, path))
	}
	p, err := open(ctx, path, Options{ReadOnly: true}, migrations())
	if errors.Is(err, ErrOlder) {
		return readable(ctx, path)
	}
	if err != nil {
		return err
	}
	return errors.Join(p.unharmed(ctx), p.Close())
}

// unharmed reports the first thing that Check finds. In a project of a newer
// version it takes for damage what it does not know.
func (p *Project) unharmed(ctx context.Context) error {
	have, err := readOrigin(ctx, p.reader)
	if err != nil {
		return err
	}
	if have.version > len(migrations()) {
		return integrity(ctx, p.reader)
	}
	findings, err := p.Check(ctx)
	if err != nil || len(findings) == 0 {
		return err
	}
	return fmt.Errorf("%w: %s", ErrDamaged, findings[0])
}

// integrity reports the first thing that SQLite finds damaged.
func integrity(ctx context.Context, db interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
},
) error {
	var damage string
	if err := db.QueryRowContext(ctx, "SELECT integrity_check FROM pragma_integrity_check LIMIT 1").Scan(&damage); err != nil {
		return err
	}
	if damage != "ok" {
		return fmt.Errorf("%w: %s", ErrDamaged, damage)
	}
	return nil
}
