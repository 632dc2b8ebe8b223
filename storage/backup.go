package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Backup writes a copy of the project, as it is now, to the new file out. The
// copy is whole and checked when it appears under that name; ErrExists where a
// file is there already.
func (p *Project) Backup(ctx context.Context, out string) error {
	if err := backup(ctx, p.path, out); err != nil {
		return fmt.Errorf("back up project %s to %s: %w", p.path, out, explain(err))
	}
	return nil
}

// Copy writes a copy of the project at path, which may be open elsewhere and of
// any version, to the new file out, as Backup does.
func Copy(ctx context.Context, path, out string) error {
	if err := recognise(ctx, path); err != nil {
		return fmt.Errorf("copy project %s: %w", path, explain(err))
	}
	if err := backup(ctx, path, out); err != nil {
		return fmt.Errorf("copy project %s to %s: %w", path, out, explain(err))
	}
	return nil
}

func backup(ctx context.Context, path, out string) error {
	if err := reserve(out); err != nil {
		return err
	}
	err := copyTo(ctx, path, out)
	if err != nil {
		return errors.Join(err, os.Remove(out))
	}
	return nil
}

// reserve takes the name with an empty file, so that nothing which comes
// there meanwhile can be overwritten.
func reserve(out string) error {
	file, err := os.OpenFile(out, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%w; choose another name", ErrExists)
	}
	if err != nil {
		return err
	}
	return file.Close()
}

// copyTo copies the project under another name in the folder of out, checks
// the copy and puts it in the place of out.
func copyTo(ctx context.Context, path, out string) error {
	folder, err := os.MkdirTemp(filepath.Dir(out), ".dragoman-backup-*")
	if err != nil {
		return err
	}
	temporary := filepath.Join(folder, "copy")
	err = vacuumInto(ctx, path, temporary)
	if err == nil {
		err = checkCopy(ctx, temporary)
	}
	if err == nil {
		err = syncFile(temporary)
	}
	if err == nil {
		err = os.Rename(temporary, out)
	}
	if err == nil {
		err = syncFolder(out)
	}
	return errors.Join(err, os.RemoveAll(folder))
}

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

// checkCopy makes sure that the copy is a project that SQLite can read whole.
func checkCopy(ctx context.Context, path string) error {
	if err := recognise(ctx, path); err != nil {
		return err
	}
	db, err := openReadOnly(ctx, path)
	if err != nil {
		return err
	}
	return errors.Join(integrity(ctx, db), db.Close())
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
