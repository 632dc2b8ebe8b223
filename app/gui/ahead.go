package gui

import (
	"cmp"
	"context"
	"errors"
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
	w.first = &first{path, background.Ahead(w.ctx, func(ctx context.Context) (*Opened, error) {
		return w.meet(ctx, func(ctx context.Context) (*Opened, error) { return w.deps.Open(ctx, path, false) })
	})}
}

// close closes the project, if there is one, which nobody came to show.
func (f *first) close() error {
	if f == nil {
		return nil
	}
	o, err := f.opened()
	if err != nil {
		return nil // nothing is open
	}
	return o.Close()
}

// meet opens a project and makes the session of whoever works in it. It needs
// nothing of the window but its settings, which may be read on any goroutine:
// a long list of documents is read while the window goes on.
func (w *Window) meet(ctx context.Context, open func(context.Context) (*Opened, error)) (*Opened, error) {
	o, err := open(ctx)
	if err != nil || o.session != nil {
		return o, err
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
