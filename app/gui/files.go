package gui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"dragoman/app/background"
	"dragoman/model"
)

// extension ends the name of a project file.
const extension = ".dragoman"

// openPath opens a project file and shows it.
func (w *Window) openPath(path string) { w.openAs(path, false, w.seat) }

// openReadOnly opens a project file that another program has open.
func (w *Window) openReadOnly(path string) { w.openAs(path, true, w.seat) }

func (w *Window) openAs(path string, readOnly bool, seat func(*Opened)) {
	w.Say("Opening " + filepath.Base(path) + " …")
	w.load(path, func(ctx context.Context) (*Opened, error) { return w.deps.Open(ctx, path, readOnly) }, seat)
}

// load opens a project in the background and shows it. The project before
// stays open until then.
func (w *Window) load(path string, open func(context.Context) (*Opened, error), seat func(*Opened)) {
	if w.opened != nil && w.opened.Path == path {
		w.Say("This project is open already.")
		return
	}
	w.leaving(func() { w.bring(path, open, seat) })
}

func (w *Window) bring(path string, open func(context.Context) (*Opened, error), seat func(*Opened)) {
	w.open(path, open, w.brought(path, seat))
}

// brought returns what shows a project once it is open, or says why it is not.
func (w *Window) brought(path string, seat func(*Opened)) func(*Opened, error) {
	return func(o *Opened, err error) {
		switch {
		case errors.Is(err, errElsewhere):
			w.Say(filepath.Base(path) + " is open in another window, which is in front now.")
		case err != nil:
			w.openFailed(path, err)
		default:
			w.status.say("")
			seat(o)
		}
		if then := w.after; then != nil {
			w.after = nil
			then()
		}
	}
}

// open opens a project in the background: see meet.
func (w *Window) open(path string, open func(context.Context) (*Opened, error), done func(*Opened, error)) {
	background.Start(w.deps.Runner, w.ctx, func(ctx context.Context) (*Opened, error) {
		return w.meet(ctx, path, open)
	}, done)
}

// reopen opens the project that is read-only for writing, if that is possible by
// now.
func (w *Window) reopen() {
	old := w.opened
	w.Say("Opening " + filepath.Base(old.Path) + " …")
	w.open(old.Path, func(ctx context.Context) (*Opened, error) { return w.deps.Open(ctx, old.Path, false) },
		func(o *Opened, err error) {
			switch {
			case w.opened != old:
				if err == nil {
					w.Fail(o.Close())
				}
			case err == nil && o.ReadOnly == "":
				w.Say("The project can be edited now.")
				w.seat(o)
			case err == nil:
				w.Say("It is still read-only: " + o.ReadOnly + ".")
				w.Fail(o.Close())
			case errors.Is(err, errElsewhere):
				w.Say("It is open in another window, which is in front now.")
			default:
				w.status.fail("It is still read-only: " + uncapital(explain(err)))
			}
			w.update()
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
		w.openAs(path, false, w.seatSample)
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
