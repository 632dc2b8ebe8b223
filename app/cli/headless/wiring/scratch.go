package wiring

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"dragoman/app/cli"
	"dragoman/model"
	"dragoman/storage"
)

// scratch is a project in a folder of its own, which goes with it.
type scratch struct {
	Project
	folder string
}

// Close closes the project and removes it.
func (s scratch) Close() error { return errors.Join(s.Project.Close(), os.RemoveAll(s.folder)) }

// Scratch makes an empty project that is gone when it is closed.
func Scratch(ctx context.Context, schema model.Schema) (cli.Project, error) {
	return inScratch(func(path string) (Project, error) { return Create(ctx, path, schema) })
}

// Read opens the project at path for reading. Of one of an older version it
// reads a copy that is brought up to date: the file stays as it is.
func Read(ctx context.Context, path string) (cli.Project, error) {
	p, err := Open(ctx, path, true)
	if !errors.Is(err, storage.ErrOlder) {
		return p, err
	}
	return inScratch(func(copied string) (Project, error) {
		if err := storage.Copy(ctx, path, copied); err != nil {
			return Project{}, err
		}
		return Open(ctx, copied, false)
	})
}

// inScratch has make make a project in a new folder.
func inScratch(make func(path string) (Project, error)) (cli.Project, error) {
	folder, err := os.MkdirTemp("", "dragoman-*")
	if err != nil {
		return nil, err
	}
	p, err := make(filepath.Join(folder, "scratch.dragoman"))
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return scratch{p, folder}, nil
}
