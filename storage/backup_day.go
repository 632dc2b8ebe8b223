package storage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"dragoman/model"
)

// BackUpToday makes the backup of the day, unless it is there, and returns its
// path: it is called before the first change of a day. It returns "" when
// today's is there already, nothing was ever changed, or the project is
// read-only. It may run beside edits, which do not wait for it. Once the new
// backup is checked and on disk, older ones of its kind are thinned out.
func (p *Project) BackUpToday(ctx context.Context) (string, error) {
	if p.reason != "" {
		return "", nil
	}
	made, err := p.backUpToday(ctx)
	if err != nil {
		return made, fmt.Errorf("make today's backup of project %s: %w", p.path, p.explain(err))
	}
	return made, nil
}

func (p *Project) backUpToday(ctx context.Context) (string, error) {
	if err := p.ready(ctx); err != nil {
		return "", err
	}
	sweep(backupFolder(p.path))
	now := p.now()
	list, err := backups(p.path)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(list, func(b model.Backup) bool { return isOf(b, now) }) {
		return "", nil
	}
	if changed, err := p.changed(ctx); err != nil || !changed {
		return "", err
	}
	made, err := keep(ctx, p.path, model.BackupDay, now, flawless)
	if err != nil {
		return "", withoutBackup(err)
	}
	return made.Path, thin(append(list, made), made.At.In(now.Location()))
}

// isOf reports whether b is the backup of the day, where the person is.
func isOf(b model.Backup, day time.Time) bool {
	return b.Cause == model.BackupDay && sameDay(b.At.In(day.Location()), day)
}

func sameDay(a, b time.Time) bool { return a.Year() == b.Year() && a.YearDay() == b.YearDay() }

// changed reports whether anything was ever changed in the project.
func (p *Project) changed(ctx context.Context) (bool, error) {
	var changed bool
	err := p.read(ctx, func(q querier) error {
		return q.row("SELECT EXISTS (SELECT 1 FROM change)").Scan(&changed)
	})
	return changed, err
}

// thin removes the backups of days that are not to stay, after one was made.
func thin(list []model.Backup, made time.Time) error {
	days := slices.DeleteFunc(list, func(b model.Backup) bool { return b.Cause != model.BackupDay })
	times := make([]time.Time, len(days))
	for i, b := range days {
		times[i] = b.At.In(made.Location())
	}
	var err error
	for i, stays := range staying(times, made) {
		if !stays {
			err = errors.Join(err, os.Remove(days[i].Path))
		}
	}
	if err != nil {
		return fmt.Errorf("remove backups that are old: %w", err)
	}
	return nil
}
