package gui

import (
	"context"
	"errors"
	"time"

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

// come brings the window to the front, from another goroutine, and reports
// whether it did: a window that is being closed does not.
func (w *Window) come(ctx context.Context) bool {
	came := make(chan struct{})
	w.deps.Runner.UI(func() {
		w.Front()
		close(came)
	})
	select {
	case <-came:
		return true
	case <-ctx.Done():
	case <-time.After(time.Second):
	}
	return false
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
		err := l.Serve(func() bool { return w.come(ctx) })
		if stop() {
			return struct{}{}, errors.Join(err, l.Close())
		}
		return struct{}{}, errors.Join(err, <-closed)
	}, func(_ struct{}, err error) { w.Fail(err) })
}
