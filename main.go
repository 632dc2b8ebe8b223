// Dragoman turns news articles into training data: see package cli for the
// command line, and package app for the window.
package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/adrg/xdg"

	"dragoman/app"
	"dragoman/app/cli"
	"dragoman/app/cli/headless/wiring"
	"dragoman/app/crash"
	"dragoman/app/gui"
	"dragoman/app/job"
	"dragoman/assets"
	"dragoman/model"
	"dragoman/storage"
)

func main() {
	os.Exit(crash.Guard(wiring.Version, func(watch *crash.Watch) int {
		deps := wiring.Deps()
		deps.Window = func(ctx context.Context, path string) int { return window(ctx, path, watch) }
		return cli.Run(context.Background(), os.Args[1:], cli.Stdio{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, deps)
	}))
}

// window opens the window and returns the exit status when it is closed.
func window(ctx context.Context, path string, watch *crash.Watch) int {
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
		Trouble:       trouble, Rescued: storage.Rescued,
		Backups: storage.Backups,
		Restore: func(ctx context.Context, backup, path string) (string, error) {
			return storage.Restore(ctx, backup, path, time.Now)
		},
		Salvage:   salvage,
		Tidy:      debug.FreeOSMemory,
		Crash:     watch,
		Path:      path,
		Guide:     assets.Guide(),
		Version:   wiring.Version,
		Icon:      assets.Icon(),
		ScenePath: os.Getenv("DRAGOMAN_SCENE"),
	})
}

// open opens a project, one that may not be written to for reading only.
func open(ctx context.Context, path string, readOnly bool) (*gui.Opened, error) {
	if readOnly {
		return openToRead(ctx, path, gui.InUse, "another program has the project open; close it there, then try again")
	}
	p, err := wiring.Open(ctx, path, false)
	if errors.Is(err, storage.ErrPermission) {
		return openToRead(ctx, path, gui.Denied, "you may not write to the file or its folder")
	}
	if err != nil {
		return nil, err
	}
	o, err := opened(ctx, p)
	if err == nil && o.ReadOnly != "" {
		o.Why = gui.Newer
	}
	return o, err
}

// openToRead opens a project for reading only, for this reason, unless the file
// has one of its own.
func openToRead(ctx context.Context, path string, why gui.Trouble, reason string) (*gui.Opened, error) {
	p, err := wiring.Open(ctx, path, true)
	if err != nil {
		return nil, err
	}
	o, err := opened(ctx, p)
	if err == nil {
		o.Why, o.ReadOnly = why, reason
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
	shared := wiring.Share(p)
	return &gui.Opened{
		Project: p, Writer: p, Path: p.Path(), ReadOnly: readOnly, Warnings: p.Warnings(), Annotator: who,
		Search: p.Find, Annotations: p.Annotations, Check: shared.Problems, Backup: shared.Backup,
		Daily: shared.BackUpToday, BackUpNow: shared.BackUpNow, Rescue: shared.Rescue, Ready: shared.Ready, Close: shared.Close,
	}, nil
}

// troubles are the failures of a project file that the window has a screen for.
// Of several that are true of an error the first counts.
var troubles = []struct {
	err  error
	kind gui.Trouble
}{
	{storage.ErrMoved, gui.Moved},
	{storage.ErrFull, gui.Full},
	{storage.ErrDamaged, gui.Damaged},
	{storage.ErrInUse, gui.InUse},
	{storage.ErrPermission, gui.Denied},
	{storage.ErrDisk, gui.Disk},
	{storage.ErrNotProject, gui.Stranger},
	{storage.ErrNotThere, gui.Missing},
}

// trouble returns what kind of trouble an error is.
func trouble(err error) gui.Trouble {
	for _, t := range troubles {
		if errors.Is(err, t.err) {
			return t.kind
		}
	}
	return ""
}

// salvage brings what can be read of a damaged project, and what its backups
// hold of the rest, into a new one.
func salvage(ctx context.Context, path, out string, report func(done, total int64)) (model.Salvage, error) {
	return storage.SalvageTo(ctx, path, out, storage.SalvageOptions{Version: wiring.Version, Now: time.Now, Progress: report})
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
