package gui

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/background"
	"dragoman/app/gui/ui"
)

// progress is told by a job how far it is, and read by the window. It is a
// job.Progress.
type progress struct{ now atomic.Pointer[progressState] }

type progressState struct {
	done, total int64
	what        string
}

// Report implements job.Progress.
func (p *progress) Report(done, total int64, what string) {
	p.now.Store(&progressState{done, total, what})
}

// progressAfter is how long work may take before a dialog says how far it is,
// and progressEvery how often it says so again.
const (
	progressAfter = 200 * time.Millisecond
	progressEvery = 100 * time.Millisecond
)

// work runs a job in the background. When it takes longer than a moment, a
// dialog says how far it is, and it can be cancelled.
func work[T any](w *Window, title string, do func(context.Context, *progress) (T, error), done func(T)) {
	p, over := &progress{}, false
	show := &progressSheet{w: w, title: title}
	cancel := background.Start(w.deps.Runner, w.work, func(ctx context.Context) (T, error) { return do(ctx, p) },
		func(result T, err error) {
			over = true
			show.close()
			switch {
			case errors.Is(err, context.Canceled):
				w.Say(title + " was cancelled; nothing was changed.")
			case err != nil:
				w.trying(func() { work(w, title, do, done) }, func() { w.Fail(err) })
			default:
				done(result)
			}
			w.update()
		})
	show.cancel = cancel
	watch(w, p, show.update, progressAfter, func() bool { return over })
}

// watch looks how far the work is, again and again until it is over.
func watch(w *Window, p *progress, show func(*progressState), wait time.Duration, over func() bool) {
	background.Start(w.deps.Runner, w.ctx, func(ctx context.Context) (struct{}, error) {
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		return struct{}{}, ctx.Err()
	}, func(_ struct{}, err error) {
		if err != nil || over() {
			return
		}
		show(p.now.Load())
		watch(w, p, show, progressEvery, over)
	})
}

// progressSheet is the dialog that says how far work is.
type progressSheet struct {
	w      *Window
	title  string
	cancel context.CancelFunc
	sheet  *sheet
	bar    *widget.ProgressBar
	what   *ui.Text
}

func (s *progressSheet) update(now *progressState) {
	if s.sheet == nil {
		s.bar, s.what = widget.NewProgressBar(), ui.NewText("", ui.Caption)
		s.bar.TextFormatter = func() string { return "" }
		s.sheet = s.w.openSheet(s.title+" …", ui.Column(8, s.bar, s.what), fyne.NewSize(460, 170), "Cancel")
		s.sheet.closed = s.cancel
	}
	if now == nil {
		return
	}
	if now.total > 0 {
		s.bar.SetValue(float64(now.done) / float64(now.total))
	}
	s.what.Set(now.what)
}

func (s *progressSheet) close() {
	if s.sheet != nil {
		s.sheet.closed = nil
		s.sheet.close()
	}
}
