// Dragoman turns news articles into training data: see package cli for the
// command line, and package app for the window.
package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"

	"github.com/adrg/xdg"

	"dragoman/app"
	"dragoman/app/cli"
	"dragoman/app/cli/headless/wiring"
	"dragoman/app/gui"
	"dragoman/app/session"
	"dragoman/assets"
	"dragoman/model"
)

func main() {
	deps := wiring.Deps()
	deps.Window = window
	os.Exit(cli.Run(context.Background(), os.Args[1:], cli.Stdio{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, deps))
}

// window opens the window and returns the exit status when it is closed.
func window(ctx context.Context, path string) int {
	return app.Run(ctx, gui.Deps{
		Open: func(ctx context.Context, path string) (*gui.Opened, error) {
			return opened(wiring.Open(ctx, path, false))
		},
		Create: func(ctx context.Context, path string, schema model.Schema) (*gui.Opened, error) {
			return opened(wiring.Create(ctx, path, schema))
		},
		Sample:        sample,
		DefaultSchema: cli.DefaultSchema(),
		Formats:       wiring.Deps().Formats,
		Path:          path,
		Annotator:     annotator(),
		Guide:         assets.Guide(),
		Version:       wiring.Version,
		Icon:          assets.Icon(),
		ScenePath:     os.Getenv("DRAGOMAN_SCENE"),
	})
}

// opened is a project as the window sees it.
func opened(p wiring.Project, err error) (*gui.Opened, error) {
	if err != nil {
		return nil, err
	}
	_, readOnly := p.ReadOnly()
	return &gui.Opened{
		Project: p, Writer: p, Path: p.Path(), ReadOnly: readOnly,
		Search: p.Find, Check: p.Problems, Backup: p.Backup, Close: p.Close,
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

// annotator returns the name that the system knows the person by, until they
// say another.
func annotator() model.Annotator {
	if u, err := user.Current(); err == nil {
		for _, name := range []string{u.Name, u.Username} {
			if a, err := session.ParseAnnotator(name); err == nil {
				return a
			}
		}
	}
	return "me"
}
