package gui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"dragoman/app/background"
	"dragoman/model"
)

// extension ends the name of a project file.
const extension = ".dragoman"

// openPath opens a project file and shows it.
func (w *Window) openPath(path string) {
	w.Say("Opening " + filepath.Base(path) + " …")
	w.load(path, func(ctx context.Context) (*Opened, error) { return w.deps.Open(ctx, path) }, w.seat)
}

// load opens a project in the background and shows it. The project before
// stays open until then.
func (w *Window) load(path string, open func(context.Context) (*Opened, error), seat func(*Opened)) {
	if w.opened != nil && w.opened.Path == path {
		w.Say("This project is open already.")
		return
	}
	background.Start(w.deps.Runner, w.ctx, func(ctx context.Context) (*Opened, error) {
		if w.deps.Front != nil && w.deps.Front(ctx, path) {
			return nil, errElsewhere
		}
		return open(ctx)
	}, func(o *Opened, err error) {
		if errors.Is(err, errElsewhere) {
			w.Say(filepath.Base(path) + " is open in another window, which is in front now.")
			return
		}
		if err != nil {
			if errors.Is(err, os.ErrNotExist) {
				w.settings.forget(path)
			}
			w.status.fail("Could not open " + filepath.Base(path) + ": " + err.Error())
			w.scene.write()
			return
		}
		w.status.say("")
		seat(o)
	})
}

// openSample opens the sample project, and makes it where it is not there.
func (w *Window) openSample() {
	w.Say("Opening the sample project …")
	background.Start(w.deps.Runner, w.ctx, w.deps.Sample, func(path string, err error) {
		if err != nil {
			w.Fail(fmt.Errorf("open the sample project: %w", err))
			return
		}
		w.load(path, func(ctx context.Context) (*Opened, error) { return w.deps.Open(ctx, path) }, w.seatSample)
	})
}

// seatSample shows the sample project, at first as one of those who annotated
// it: a newcomer has no annotations there.
func (w *Window) seatSample(o *Opened) {
	first := w.settings.annotatorIn(o.Path) == ""
	w.seat(o)
	if w.session == nil || !first {
		return
	}
	if names := w.session.Annotators(); len(names) > 0 {
		w.switchAnnotator(names[0])
	}
}

func (w *Window) newProject() {
	w.browse(browse{
		title: "New project", verb: "Make the project", extensions: []string{extension}, write: "articles" + extension,
		done: func(paths []string) {
			w.create(paths[0], w.deps.DefaultSchema)
		},
	})
}

// seatNew shows a project that was just made: it belongs to whoever made it.
func (w *Window) seatNew(o *Opened) {
	w.seat(o)
	if w.session != nil {
		w.Fail(w.session.SetOwner(w.ctx, w.session.Annotator()))
	}
}

// create makes a project and opens it.
func (w *Window) create(path string, schema model.Schema) {
	w.load(path, func(ctx context.Context) (*Opened, error) { return w.deps.Create(ctx, path, schema) }, w.seatNew)
}

func (w *Window) chooseProject() {
	w.browse(browse{
		title: "Open project", verb: "Open", extensions: []string{extension},
		done: func(paths []string) { w.openPath(paths[0]) },
	})
}

// dropped takes files that were dropped onto the window: a project is opened, or
// merged into the one that is open, where JSONL may be merged too; all else is
// imported.
func (w *Window) dropped(_ fyne.Position, uris []fyne.URI) {
	var paths []string
	for _, u := range uris {
		if u.Scheme() == "file" {
			paths = append(paths, u.Path())
		}
	}
	if w.opened != nil && isMergeable(paths) && w.session.MayReview() == "" {
		w.offerMerge(paths)
		return
	}
	if len(paths) == 1 && strings.EqualFold(filepath.Ext(paths[0]), extension) {
		w.openPath(paths[0])
		return
	}
	if w.opened == nil {
		w.Say("Open or make a project first; then drop the files again.")
		return
	}
	if len(paths) > 0 {
		w.importPaths(paths)
	}
}

func (w *Window) backup() {
	o := w.opened
	w.browse(browse{
		title: "Back up the project", verb: "Write the copy", extensions: []string{extension},
		write: projectName(o.Path) + "-copy" + extension,
		done: func(paths []string) {
			work(w, "Backing up", func(ctx context.Context, _ *progress) (string, error) {
				return "A copy of the project is in " + paths[0] + ".", o.Backup(ctx, paths[0])
			}, w.Say)
		},
	})
}

func (w *Window) check() {
	o := w.opened
	work(w, "Checking the project file", func(ctx context.Context, _ *progress) ([]string, error) { return o.Check(ctx) },
		w.showCheck)
}
