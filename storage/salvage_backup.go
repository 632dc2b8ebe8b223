package storage

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"dragoman/model"
)

// backupBytes is how large the backups may be together that are read beside the
// newest: they are in memory all at once.
const backupBytes = 512 << 20

// readBackups reads the backups that the person named and, of those that the
// program keeps of the project at path, the newest ones.
func (s *salvage) readBackups(ctx context.Context, path string, named []string) error {
	for _, b := range named {
		old, err := readRemains(ctx, b, func(int64, int64) {})
		if err != nil {
			return fmt.Errorf("read the backup %s: %w", b, err)
		}
		if same, apart := compareLogs(s.have.remains, old); apart && !same {
			return fmt.Errorf("%w: %s is a copy of another project; name one of this project", model.ErrConflict, b)
		}
		s.addBackup(old)
	}
	list, err := backups(path)
	if err != nil {
		return err
	}
	size := int64(0)
	for i, b := range list {
		if size += b.Size; i > 0 && size > backupBytes {
			return nil
		}
		// One that cannot be read is of no help, and no hindrance.
		old, err := readRemains(ctx, b.Path, func(int64, int64) {})
		if err == nil && !slices.Contains(named, b.Path) && related(s.have.remains, old) {
			s.addBackup(old)
		}
	}
	return ctx.Err()
}

// related reports whether a file of backups is of this project: there may have
// been another of its name.
func related(have, backup *remains) bool {
	same, apart := compareLogs(have, backup)
	if same || apart {
		return same
	}
	for id := range backup.documents {
		if _, there := have.documents[id]; there {
			return true
		}
	}
	return false
}

// addBackup takes an older copy of the project into account.
func (s *salvage) addBackup(old *remains) {
	if _, apart := compareLogs(s.have.remains, old); apart {
		old = &remains{path: old.path, documents: old.documents} // it went another way; texts are what they are
	} else {
		s.adopt(filepath.Base(old.path), old)
	}
	s.backups = append(s.backups, newSource(old, filepath.Base(old.path)))
}

// compareLogs reports whether changes of the same number are the same in both,
// and whether some are not.
func compareLogs(have, backup *remains) (same, apart bool) {
	for key := range have.changes {
		a, ok := have.changes.best(key)
		b, both := backup.changes.best(key)
		if ok && both && a.rank == live {
			same = same || a.sum == b.sum
			apart = apart || a.sum != b.sum
		}
	}
	return same, apart
}

// adopt takes rows of the logs that are damaged from a backup of the same
// project: those never change.
func (s *salvage) adopt(name string, old *remains) {
	have := s.have.remains
	adoptRows(s, "change", name, have.changes, old.changes, have.last("change", numbers(have.changes, changeNumber)))
	adoptRows(s, "past", name, have.past, old.past, have.last("past", numbers(have.past, pastNumber)))
}

func adoptRows[R any](s *salvage, table, name string, have, old rows[R], last int64) {
	adopted := 0
	for key := range old {
		n, err := strconv.ParseInt(key, 10, 64)
		v, ok := old.best(key)
		if _, there := have.best(key); err != nil || !ok || there || n > last {
			continue
		}
		have[key] = []version[R]{v}
		adopted++
	}
	if adopted > 0 {
		s.repaired(table, "", "%d damaged rows are whole again, out of the backup %s.", adopted, name)
	}
}

func changeNumber(c changeRow) int64 { return c.Number }

func pastNumber(p pastRow) int64 { return p.Number }
