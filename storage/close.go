package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	sqlite3 "modernc.org/sqlite/lib"
)

// Close writes everything into the one project file, takes away the files
// beside it and gives back the lock. The project must not be used afterwards,
// whether Close fails or not. Where the file is not at its path any more,
// nothing of what stands there is touched: Close then saves a copy of the
// project elsewhere, unless Rescue did, and its error, an ErrMoved, tells where.
func (p *Project) Close() error {
	err := p.reader.Close()
	if p.writer != nil {
		err = errors.Join(err, p.closeWriter())
	}
	if p.private != "" {
		err = errors.Join(err, os.RemoveAll(p.private))
	}
	if p.lock != nil {
		err = errors.Join(err, p.lock.release())
	}
	if err != nil {
		return fmt.Errorf("close project %s: %w", p.path, err)
	}
	return nil
}

// closeWriter ends writing. It takes as long as it takes: closing cannot be
// cancelled.
func (p *Project) closeWriter() error {
	how, err := p.elsewhere()
	if how != "" {
		return p.leave(fmt.Errorf("%w: %s", ErrMoved, how))
	}
	if err == nil {
		err = p.explain(settle(p.writer))
	}
	err = errors.Join(err, p.writer.Close())
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w; %s", err, p.whereEditsAre())
}

// whereEditsAre says, after closing failed, where the last edits are.
func (p *Project) whereEditsAre() string {
	if log, err := os.Stat(p.path + "-wal"); err == nil && log.Size() == 0 || errors.Is(err, fs.ErrNotExist) {
		return "nothing is lost: everything is in the project file"
	}
	return fmt.Sprintf("nothing is lost: the last edits are in %s, which must stay beside the project file until it is opened and closed again", p.path+"-wal")
}

// settle moves what is in the write-ahead log into the project file, and
// leaves a file that can be read where nothing can be written.
func settle(writer *sql.DB) error {
	ctx := context.Background()
	if _, err := checkpoint(ctx, writer); err != nil {
		return err
	}
	// A reader in another process keeps the write-ahead log alive. Then it
	// stays, empty, until the project is opened and closed again.
	_, err := writer.ExecContext(ctx, "PRAGMA busy_timeout(0); PRAGMA journal_mode(DELETE)")
	if code := codeOf(err); err != nil && code != sqlite3.SQLITE_BUSY && code != sqlite3.SQLITE_LOCKED {
		return fmt.Errorf("end the log of the project file: %w", err)
	}
	return nil
}

// checkpoint moves what is in the write-ahead log into the project file, and
// reports whether that is all: it is not while somebody reads what was before.
func checkpoint(ctx context.Context, writer *sql.DB) (all bool, err error) {
	var busy, frames, moved int
	if err := writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved); err != nil {
		return false, fmt.Errorf("write the log into the project file: %w", err)
	}
	return moved == frames, nil
}

// leave ends writing to a file that is not at its path any more. SQLite writes
// nothing into such a file when it closes it.
func (p *Project) leave(moved error) error {
	if p.rescued.Load() {
		return errors.Join(fmt.Errorf("%w; go on with the copy that was saved of it", moved), p.writer.Close(), p.removeLog())
	}
	out, err := p.rescueSomewhere()
	if err != nil {
		return errors.Join(fmt.Errorf("%w; no copy of it could be saved (%w)", moved, err), p.writer.Close(), p.setLogAside())
	}
	moved = fmt.Errorf("%w; everything that was done is in the copy %s: go on with that", moved, out)
	return errors.Join(rescued{moved, out}, p.writer.Close(), p.removeLog())
}

// rescued is an ErrMoved of a project of which Close saved a copy.
type rescued struct {
	error
	out string
}

func (e rescued) Unwrap() error { return e.error }

// Rescued returns the path of the copy that Close saved of a project that is not
// at its path any more, or "" where err tells of none.
func Rescued(err error) string {
	var e rescued
	errors.As(err, &e)
	return e.out
}

// rescueSomewhere saves a copy of the project where one can be saved, beside
// its path if possible, and returns its path.
func (p *Project) rescueSomewhere() (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		home = os.TempDir()
	}
	name := strings.TrimSuffix(filepath.Base(p.path), Extension) + ".rescued-" + p.now().UTC().Format(backupTime)
	var failed error
	for _, folder := range []string{filepath.Dir(p.path), home, os.TempDir()} {
		for n := 1; ; n++ {
			out := filepath.Join(folder, name+nth(n)+Extension)
			err := p.Rescue(context.Background(), out)
			if err == nil {
				return out, nil
			}
			if !errors.Is(err, ErrExists) {
				failed = errors.Join(failed, err)
				break
			}
		}
	}
	return "", failed
}

// removeLog removes what SQLite left beside the path, if it is ours: whatever
// stands at the path now would be read together with it.
func (p *Project) removeLog() error {
	if !p.ownLog() {
		return nil
	}
	return errors.Join(os.Remove(p.path+"-wal"), p.removeIndex())
}

// setLogAside renames what SQLite left beside the path, if it is ours and
// another file stands there.
func (p *Project) setLogAside() error {
	if _, err := os.Lstat(p.path); err != nil || !p.ownLog() {
		return nil
	}
	aside := p.path + "-wal.left-" + p.now().UTC().Format(backupTime)
	return errors.Join(os.Rename(p.path+"-wal", aside), p.removeIndex())
}

// removeIndex removes the index of the write-ahead log.
func (p *Project) removeIndex() error {
	if err := os.Remove(p.path + "-shm"); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (p *Project) ownLog() bool {
	now, err := os.Stat(p.path + "-wal")
	return err == nil && p.place.log != nil && os.SameFile(p.place.log, now)
}
