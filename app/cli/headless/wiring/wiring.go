// Package wiring fits the project file to what the rest of the program asks
// of a project. It is what the two main packages share, and with them the only
// place that knows package storage.
package wiring

import (
	"context"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"dragoman/app/cli"
	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/model"
	"dragoman/storage"
	"dragoman/storage/extract"
	"dragoman/storage/format/all"
)

// Version is the version of the program.
const Version = "0.2.0" // as in FyneApp.toml

// Deps returns what the command line needs. It has no window.
func Deps() cli.Deps {
	return cli.Deps{
		Open: func(ctx context.Context, path string, readOnly bool) (cli.Project, error) {
			return Open(ctx, path, readOnly)
		},
		Create: func(ctx context.Context, path string, schema model.Schema) (cli.Project, error) {
			return Create(ctx, path, schema)
		},
		Read:          Read,
		Scratch:       Scratch,
		Copy:          storage.Copy,
		BackUp:        BackUp,
		Backups:       storage.Backups,
		Restore:       Restore,
		Salvage:       Salvage,
		Formats:       all.Formats(),
		CheckEncoding: extract.CheckEncoding,
		Version:       Version,
		SQLite:        sqlite3.SQLITE_VERSION,
	}
}

// Project is a project file as every part of the program sees it.
type Project struct{ *storage.Project }

// Open opens the project at path.
func Open(ctx context.Context, path string, readOnly bool) (Project, error) {
	p, err := storage.Open(ctx, path, storage.Options{ReadOnly: readOnly, Version: Version})
	return Project{p}, err
}

// Create makes a project at path and opens it.
func Create(ctx context.Context, path string, schema model.Schema) (Project, error) {
	p, err := storage.Create(ctx, path, schema, storage.Options{Version: Version})
	return Project{p}, err
}

// BackUp makes a backup of the project at path in its folder of backups.
func BackUp(ctx context.Context, path string) (model.Backup, error) {
	return storage.BackUp(ctx, path, time.Now)
}

// Restore puts a copy of a backup in the place of the project at path, and
// returns where what stood there is kept.
func Restore(ctx context.Context, backup, path string) (aside string, err error) {
	return storage.Restore(ctx, backup, path, time.Now)
}

// Salvage saves what is left of the project at path into a new one, with the
// help of its backups and of other older copies, the newest first.
func Salvage(ctx context.Context, path, out string, backups []string) (model.Salvage, error) {
	return storage.SalvageTo(ctx, path, out, storage.SalvageOptions{Backups: backups, Version: Version})
}

// Update runs f in one transaction.
func (p Project) Update(ctx context.Context, f func(job.Tx) error) error {
	return p.Project.Update(ctx, func(tx *storage.Tx) error { return f(tx) })
}

// Annotator returns who works in the project until a person says another name,
// or "" where the project does not say.
func (p Project) Annotator(ctx context.Context) (model.Annotator, error) {
	value, err := p.Setting(ctx, model.SettingAnnotator)
	if err != nil {
		return "", err
	}
	name, err := session.ParseAnnotator(value)
	if err != nil {
		return "", nil // what is no name says nothing
	}
	return name, nil
}

// Problems returns what Check finds, a sentence each.
func (p Project) Problems(ctx context.Context) ([]string, error) {
	findings, err := p.Project.Check(ctx)
	return each(findings, model.Finding.String), err
}

// each returns what f makes of each value.
func each[A, B any](values []A, f func(A) B) []B {
	made := make([]B, len(values))
	for i, v := range values {
		made[i] = f(v)
	}
	return made
}
