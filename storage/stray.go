package storage

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
)

// putStrayLogAside renames a write-ahead log that belongs to another file. A
// project that is replaced while it is open, by a program that is then killed,
// leaves its log beside the file that stands there now, and SQLite would read
// the two together. That the file is another than the last owner had is no
// proof, since the folder may have been copied: what comes of the log decides.
func (p *Project) putStrayLogAside(ctx context.Context) error {
	file, err := os.Stat(p.path)
	if err != nil {
		return err
	}
	log, err := os.Stat(p.path + "-wal")
	if err != nil || log.Size() == 0 || p.lock.last.file == "" || p.lock.last.file == identity(file) {
		return nil
	}
	stray, err := p.isStray(ctx)
	if err != nil {
		return fmt.Errorf("find out whether %s belongs to the project: %w", p.path+"-wal", err)
	}
	if !stray {
		return nil
	}
	p.stray = p.path + "-wal.left-" + p.now().UTC().Format(backupTime)
	return errors.Join(os.Rename(p.path+"-wal", p.stray), p.removeIndex(), syncFolder(p.path))
}

// isStray reports whether the file is sound alone, and what the write-ahead log
// beside it makes of it is damaged or does not go on from it.
func (p *Project) isStray(ctx context.Context) (stray bool, err error) {
	folder, err := os.MkdirTemp("", "dragoman-*")
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	alone, both := filepath.Join(folder, "alone"+Extension), filepath.Join(folder, "both"+Extension)
	for _, c := range [][2]string{{p.path, alone}, {p.path, both}, {p.path + "-wal", both + "-wal"}} {
		if err := copyFile(c[0], c[1]); err != nil {
			return false, err
		}
	}
	if sound, err := isSound(ctx, alone); err != nil || !sound {
		return false, err
	}
	if sound, err := isSound(ctx, both); err != nil || !sound {
		return err == nil, err
	}
	last, err := lastChange(ctx, alone, math.MaxInt64)
	if err != nil {
		return false, err
	}
	same, err := lastChange(ctx, both, last.Number)
	return same != last, err
}

// lastChange returns number and checksum of the last row of the log up to one,
// the zero value where there is none.
func lastChange(ctx context.Context, path string, upTo int64) (changeRow, error) {
	db, err := openReadOnly(ctx, path)
	if err != nil {
		return changeRow{}, err
	}
	var r changeRow
	err = db.QueryRowContext(ctx, "SELECT number, checksum FROM change WHERE number <= ? ORDER BY number DESC LIMIT 1", upTo).Scan(&r.Number, &r.Checksum)
	if isNoRow(err) {
		err = nil
	}
	return r, errors.Join(err, db.Close())
}

// isSound reports whether the project at path opens and nothing is wrong with
// it. One of an older version counts as sound if SQLite can read it whole.
func isSound(ctx context.Context, path string) (bool, error) {
	p, err := Open(ctx, path, Options{ReadOnly: true})
	if errors.Is(err, ErrOlder) {
		return isWhole(ctx, path)
	}
	if errors.Is(err, ErrDamaged) || errors.Is(err, ErrNotProject) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	findings, err := p.Check(ctx)
	return len(findings) == 0, errors.Join(err, p.Close())
}

func isWhole(ctx context.Context, path string) (bool, error) {
	db, err := openReadOnly(ctx, path)
	if err != nil {
		return false, err
	}
	err = integrity(ctx, db)
	whole := err == nil
	if errors.Is(explain(err), ErrDamaged) {
		err = nil
	}
	return whole, errors.Join(err, db.Close())
}
