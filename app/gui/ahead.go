package gui

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"dragoman/app/background"
	"dragoman/app/gui/ui"
	"dragoman/app/session"
	"dragoman/model"
)

// first is the project that the program shows when it starts. Opening it needs
// no window, so both are made at the same time.
type first struct {
	path   string
	opened func() (*Opened, error) // waits for it
	there  <-chan struct{}         // is closed when opened waits no more
	stop   context.CancelFunc      // gives up opening it
}

// patience is how long the window waits for it before it is shown: too short to
// be noticed, and long enough for most projects, which then are what is seen
// first.
const patience = 60 * time.Millisecond

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
	there := make(chan struct{})
	w.first = &first{path, background.Ahead(ctx, func(ctx context.Context) (*Opened, error) {
		defer close(there)
		return w.meet(ctx, path, func(ctx context.Context) (*Opened, error) { return w.deps.Open(ctx, path, false) })
	}), there, stop}
}

// Show shows the window, with its first project if that is there by now.
func (w *Window) Show() {
	if w.first.soon() {
		w.takeFirst(w.first.opened())
	}
	w.win.Show()
}

// home returns what fills the window without a project: the welcome screen or,
// while the first project is opened, nothing.
func (w *Window) home() fyne.CanvasObject {
	if w.first != nil {
		return ui.NewGround(ui.Paper, ui.Gap(0, 0))
	}
	return w.welcome()
}

// soon waits a moment and reports whether the project is open then. A nil first
// is not.
func (f *first) soon() bool {
	if f == nil {
		return false
	}
	select {
	case <-f.there:
		_, err := f.opened()
		return err == nil
	case <-time.After(patience):
		return false
	}
}

// showFirst shows what openFirst opens, once it is there.
func (w *Window) showFirst() {
	opened := w.first.opened
	w.Say("Opening " + filepath.Base(w.first.path) + " …")
	background.Start(w.deps.Runner, w.ctx, func(context.Context) (*Opened, error) { return opened() }, w.takeFirst)
}

// takeFirst shows what openFirst opened, unless a person has opened another
// project meanwhile, or says why it did not.
func (w *Window) takeFirst(o *Opened, err error) {
	first := w.first
	first.stop()
	w.first = nil
	switch {
	case w.opened != nil && err == nil:
		w.Fail(o.Close())
		return
	case w.opened == nil && err != nil:
		w.welcomeAgain()
	}
	w.brought(first.path, w.seat)(o, err)
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
		o.session, err = w.begin(ctx, o.Project, who)
	}
	if err != nil {
		return nil, errors.Join(err, o.Close())
	}
	return o, nil
}

// begin begins a session. Of a long list of documents it reads only what is seen
// first, where they stand by title.
func (w *Window) begin(ctx context.Context, project session.Project, who model.Annotator) (*session.Session, error) {
	if w.settings.order() != model.ByTitle {
		return session.Open(ctx, project, who)
	}
	return session.Begin(ctx, project, who, model.DocumentID(w.settings.lastDocument()))
}

// readRest has the list of documents read that begin left, once the window has
// been shown: until then it would only take the processor from it. A project of
// which it cannot be read is not open.
func (w *Window) readRest() {
	o := w.opened
	if !w.started || o == nil {
		return
	}
	read := o.session.Expect(w.work)
	if read == nil {
		return
	}
	background.Start(w.deps.Runner, w.work, func(context.Context) (struct{}, error) {
		_, err := read()
		return struct{}{}, err
	}, func(struct{}, error) {
		if w.opened != o || w.work.Err() != nil {
			return
		}
		if err := o.session.RestRead(); errors.Is(err, model.ErrNotNow) {
			w.readRest()
		} else if err != nil {
			w.giveUp(o.Path)
			w.openFailed(o.Path, err)
		}
	})
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
