package gui

import (
	"context"
	"errors"

	"dragoman/app/background"
)

// errElsewhere says that another window has the project open and came to the
// front.
var errElsewhere = errors.New("the project is open in another window")

// Front brings the window to the front of the others.
func (w *Window) Front() {
	w.win.Show()
	w.win.RequestFocus()
}

// listenToOthers comes to the front whenever the program is started again for
// the open project, until that is closed.
func (w *Window) listenToOthers() {
	if w.deps.Listen == nil {
		return
	}
	l, err := w.deps.Listen(w.opened.Path)
	if err != nil {
		w.Fail(err)
		return
	}
	background.Start(w.deps.Runner, w.work, func(ctx context.Context) (struct{}, error) {
		closed := make(chan error, 1)
		stop := context.AfterFunc(ctx, func() { closed <- l.Close() })
		err := l.Serve(func() { w.deps.Runner.UI(w.Front) })
		if stop() {
			return struct{}{}, errors.Join(err, l.Close())
		}
		return struct{}{}, errors.Join(err, <-closed)
	}, func(_ struct{}, err error) { w.Fail(err) })
}
