// Dragoman turns news articles into training data: see package cli for the
// command line, and package app for the window.
package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"

	"dragoman/app"
	"dragoman/app/cli"
	"dragoman/app/cli/headless/wiring"
	"dragoman/app/gui"
	"dragoman/app/job"
	"dragoman/assets"
	"dragoman/model"
	"dragoman/storage"
)

func main() {
	deps := wiring.Deps()
	deps.Window = window
	os.Exit(cli.Run(context.Background(), os.Args[1:], cli.Stdio{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, deps))
}

// window opens the window and returns the exit status when it is closed.
func window(ctx context.Context, path string) int {
	return app.Run(ctx, gui.Deps{
		Open: open,
		Create: func(ctx context.Context, path string, schema model.Schema) (*gui.Opened, error) {
			p, err := wiring.Create(ctx, path, schema)
			if err != nil {
				return nil, err
			}
			return opened(ctx, p)
		},
		Merge: wiring.Deps().MergeOpener(),
		Handout: func(ctx context.Context, path string, schema model.Schema) (job.HandoutProject, error) {
			return wiring.Create(ctx, path, schema)
		},
		Sample:        sample,
		DefaultSchema: cli.DefaultSchema(),
		Formats:       wiring.Deps().Formats,
		CheckEncoding: wiring.Deps().CheckEncoding,
		Path:          path,
		Guide:         assets.Guide(),
		Version:       wiring.Version,
		Icon:          assets.Icon(),
		ScenePath:     os.Getenv("DRAGOMAN_SCENE"),
	})
}

// open opens a project, one that is taken or may not be written to for reading
// only.
func open(ctx context.Context, path string) (*gui.Opened, error) {
	p, err := wiring.Open(ctx, path, false)
	why := ""
	switch {
	case errors.Is(err, storage.ErrInUse):
		why = "another program has the project open; close it there, then open it here again"
	case errors.Is(err, storage.ErrPermission):
		why = "you may not write to the file or its folder; copy the project to a folder of yours to work on it"
	}
	if why != "" {
		p, err = wiring.Open(ctx, path, true)
	}
	if err != nil {
		return nil, err
	}
	o, err := opened(ctx, p)
	if err == nil && why != "" {
		o.ReadOnly = why
	}
	return o, err
}

// opened is a project as the window sees it.
func opened(ctx context.Context, p wiring.Project) (*gui.Opened, error) {
	who, err := p.Annotator(ctx)
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	_, readOnly := p.ReadOnly()
	return &gui.Opened{
		Project: p, Writer: p, Path: p.Path(), ReadOnly: readOnly, Annotator: who,
		Search: p.Find, Annotations: p.Annotations, Check: p.Problems, Backup: p.Backup, Close: p.Close,
	}, nil
}

// sample makes the sample project among the person's data, unless it is there,
// and returns its path.
func sample(ctx context.Context) (string, error) {
	path, err := xdg.DataFile(filepath.Join("dragoman", "sample"+cli.Extension))
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return path, err
	}
	return path, cli.Sample(ctx, wiring.Deps(), path)
}
