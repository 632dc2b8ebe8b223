package gui

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"time"

	"dragoman/app/background"
	"dragoman/app/session"
	"dragoman/model"
)

// first is the project that the program shows when it starts. Opening it needs
// no window, so both are made at the same time.
type first struct {
	path   string
	opened func() (*Opened, error) // waits for it
	stop   context.CancelFunc      // gives up opening it
}

// openFirst begins to open what Start shows, unless opening it may be what ended
// the last run.
func (w *Window) openFirst() {
	report, crashed := w.deps.Crash.Last()
	if crashed {
		w.after = func() { w.crashSheet(report) }
	}
	path := w.First()
	if path == "" || crashed && report.Soon && w.deps.Path == "" {
		return
	}
	ctx, stop := context.WithCancel(w.ctx)
	w.first = &first{path, background.Ahead(ctx, func(ctx context.Context) (*Opened, error) {
		return w.meet(ctx, path, func(ctx context.Context) (*Opened, error) { return w.deps.Open(ctx, path, false) })
	}), stop}
}

// showFirst shows what openFirst opens, once it is there.
func (w *Window) showFirst() {
	first, show := w.first, w.brought(w.first.path, w.seat)
	w.Say("Opening " + filepath.Base(first.path) + " …")
	background.Start(w.deps.Runner, w.ctx, func(context.Context) (*Opened, error) { return first.opened() }, func(o *Opened, err error) {
		first.stop()
		w.first = nil
		show(o, err)
	})
}

// close gives up opening the project, or closes it, where it is not shown yet. A
// nil first is shown.
func (f *first) close() error {
	if f == nil {
		return nil
	}
	f.stop()
	o, err := f.opened()
	if err != nil {
		return nil // nothing is open
	}
	return o.Close()
}

// meet opens a project and makes the session of whoever works in it, unless
// another window has it open, which then comes to the front: errElsewhere. It
// needs nothing of the window but its settings, which may be read on any
// goroutine: a long list of documents is read while the window goes on.
func (w *Window) meet(ctx context.Context, path string, open func(context.Context) (*Opened, error)) (*Opened, error) {
	if w.deps.Front != nil && w.deps.Front(ctx, path) {
		return nil, errElsewhere
	}
	o, err := open(ctx)
	if err != nil {
		return nil, err
	}
	owner, err := o.Project.Setting(ctx, model.SettingOwner)
	if err == nil {
		who := cmp.Or(w.settings.annotatorIn(o.Path), o.Annotator, model.Annotator(owner), w.settings.annotator(w.deps.Annotator))
		o.session, err = session.Open(ctx, o.Project, who)
	}
	if err != nil {
		return nil, errors.Join(err, o.Close())
	}
	return o, nil
}

// tidyAfter is how long after a project was opened its first frames are drawn.
const tidyAfter = time.Second

// tidy gives back what opening a project took and what is not needed to have it
// open, a seventh of all memory with a long list of documents: the collector
// keeps it for what may come.
func (w *Window) tidy() {
	if w.deps.Tidy == nil {
		return
	}
	background.Ahead(w.work, func(ctx context.Context) (struct{}, error) {
		select {
		case <-time.After(tidyAfter):
			w.deps.Tidy()
		case <-ctx.Done():
		}
		return struct{}{}, ctx.Err()
	})
}
