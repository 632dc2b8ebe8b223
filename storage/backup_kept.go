package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dragoman/model"
)

// BackUp makes a backup of the project at path, which may be open elsewhere and
// of any version, in its folder of backups: see Backups.
func BackUp(ctx context.Context, path string, now func() time.Time) (model.Backup, error) {
	made, err := backUp(ctx, path, now)
	if err != nil {
		return made, fmt.Errorf("back up project %s: %w", path, explain(err))
	}
	return made, nil
}

func backUp(ctx context.Context, path string, now func() time.Time) (model.Backup, error) {
	if err := recognise(ctx, path); err != nil {
		return model.Backup{}, err
	}
	p, err := newProject(path, Options{Now: now})
	if err != nil {
		return model.Backup{}, err
	}
	made, err := keep(ctx, p.path, model.BackupAsked, p.now(), flawless)
	return made, withoutBackup(err)
}

// withoutBackup says what to do when a damaged project is not backed up.
func withoutBackup(err error) error {
	if errors.Is(explain(err), ErrDamaged) {
		return fmt.Errorf("%w; no backup was made and earlier ones are kept: restore one, or salvage what is in the project", err)
	}
	return err
}

// BackUpNow makes a backup of the project in its folder of backups. It may run
// beside edits, which do not wait for it.
func (p *Project) BackUpNow(ctx context.Context) (model.Backup, error) {
	if err := p.ready(ctx); err != nil {
		return model.Backup{}, fmt.Errorf("back up project %s: %w", p.path, err)
	}
	return BackUp(ctx, p.path, p.now)
}

// backupFolder is where the backups of the project at path are kept.
func backupFolder(path string) string { return path + ".backups" }

// backupTime is how times stand in the names of backups: in UTC, and sorted as
// the names are.
const backupTime = "20060102T150405Z"

var (
	backupName = regexp.MustCompile(`^(\d{8}T\d{6}Z)-(day|version|restore|asked)(?:-(\d{1,9}))?` + regexp.QuoteMeta(Extension) + `$`)
	// oldBackup ends the names that backups before a migration had at first,
	// beside the project.
	oldBackup = regexp.MustCompile(`^\.backup-v\d+-(\d{8}T\d{6}Z)$`)
)

// keep copies the project into its folder of backups, where the copy appears
// once the check finds nothing wrong with it.
func keep(ctx context.Context, path string, cause model.BackupKind, now time.Time, check verifier) (model.Backup, error) {
	folder := backupFolder(path)
	if err := makeFolder(folder); err != nil {
		return model.Backup{}, err
	}
	at := now.UTC().Truncate(time.Second)
	for n := 1; ; n++ {
		out := filepath.Join(folder, at.Format(backupTime)+"-"+string(cause)+nth(n)+Extension)
		err := copyTo(ctx, path, out, check)
		if errors.Is(err, ErrExists) {
			continue
		}
		if err != nil {
			_ = os.Remove(folder) // unless there are others
			return model.Backup{}, err
		}
		size, err := protect(out)
		return model.Backup{Path: out, At: at, Cause: cause, Size: size}, err
	}
}

// protect lets nobody write to the file, and returns its size in bytes. Who
// worked in a backup would lose that when it is thinned out.
func protect(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), os.Chmod(path, info.Mode().Perm()&^0o222)
}

// nth ends the name of the n-th file of a name, counted from 1.
func nth(n int) string {
	if n == 1 {
		return ""
	}
	return "-" + strconv.Itoa(n)
}

// makeFolder makes the folder of backups, where it is not there.
func makeFolder(folder string) error {
	err := os.Mkdir(folder, 0o777)
	if err == nil {
		return syncFolder(folder)
	}
	if !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make the folder for backups: %w", err)
	}
	if err = checkFolder(folder); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("backups are kept in %s, and that is a link to a place that is not there; bring that back, or remove the link", folder)
	}
	return err
}

// checkFolder reports a file that has the name of the folder of backups.
func checkFolder(folder string) error {
	info, err := os.Stat(folder)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("backups are kept in the folder %s, and a file of that name is there; move it away", folder)
	}
	return err
}

// Backups returns the backups that the program made of the project at path,
// which need not be there, the newest first. It reads names and sizes of files
// alone; nil where there is none.
func Backups(path string) ([]model.Backup, error) {
	list, err := backups(path)
	if err != nil {
		return nil, fmt.Errorf("list the backups of project %s: %w", path, explain(err))
	}
	return list, nil
}

func backups(path string) ([]model.Backup, error) {
	p, err := newProject(path, Options{})
	if err != nil {
		return nil, err
	}
	folder := backupFolder(p.path)
	if err := checkFolder(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	list, err := backupsIn(folder, func(name string) (string, model.BackupKind) {
		if part := backupName.FindStringSubmatch(name); part != nil {
			return part[1], model.BackupKind(part[2])
		}
		return "", ""
	})
	if err != nil {
		return nil, err
	}
	old, err := backupsIn(filepath.Dir(p.path), func(name string) (string, model.BackupKind) {
		rest, _ := strings.CutPrefix(name, filepath.Base(p.path))
		if part := oldBackup.FindStringSubmatch(rest); part != nil {
			return part[1], model.BackupVersion
		}
		return "", ""
	})
	list = append(list, old...)
	slices.SortFunc(list, newestFirst)
	return list, err
}

// backupsIn lists the files of a folder whose names are those of backups: read
// returns the time and the kind that a name tells, or "".
func backupsIn(folder string, read func(name string) (string, model.BackupKind)) ([]model.Backup, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list []model.Backup
	for _, e := range entries {
		text, cause := read(e.Name())
		at, err := time.Parse(backupTime, text)
		if err != nil {
			continue
		}
		// One that is removed meanwhile, or was never filled, is none.
		info, err := os.Stat(filepath.Join(folder, e.Name()))
		if err == nil && info.Mode().IsRegular() && info.Size() > 0 {
			list = append(list, model.Backup{Path: filepath.Join(folder, e.Name()), At: at, Cause: cause, Size: info.Size()})
		}
	}
	return list, nil
}

// newestFirst orders backups by their time and, of the same second, by the
// number in their name.
func newestFirst(a, b model.Backup) int {
	if c := b.At.Compare(a.At); c != 0 {
		return c
	}
	if c := len(b.Path) - len(a.Path); c != 0 {
		return c
	}
	return strings.Compare(b.Path, a.Path)
}
