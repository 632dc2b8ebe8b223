// Package background does slow work off the screen's goroutine and brings the
// result back to it. It is the only place where goroutines start that outlive
// the call that starts them.
package background

import (
	"context"
	"sync/atomic"
)

// Runner runs jobs. UI has a function run on the screen's goroutine: fyne.Do
// in the program, Queue.Put in tests. The zero value without UI is not usable.
type Runner struct {
	UI   func(func())
	busy atomic.Int64
}

// Busy returns how many jobs have started whose result is not delivered yet.
// A job counts from before its goroutine starts until its done has returned.
func (r *Runner) Busy() int { return int(r.busy.Load()) }

// Start runs job on a goroutine of its own and then done with its result on
// the screen's goroutine. The job must not touch what belongs to the screen's
// goroutine; give it a snapshot. cancel ends the job's context, and is called
// by itself once the job is over; done is called all the same, with what the
// job returned.
func Start[T any](r *Runner, ctx context.Context, job func(context.Context) (T, error), done func(T, error)) (cancel context.CancelFunc) {
	ctx, cancel = context.WithCancel(ctx)
	r.busy.Add(1)
	go func() {
		defer cancel()
		result, err := job(ctx)
		r.UI(func() {
			defer r.busy.Add(-1)
			done(result, err)
		})
	}()
	return cancel
}

// Ahead starts job on a goroutine of its own, for whoever needs its result
// later. The function that it returns waits for the result; it may be called
// more than once, and on any goroutine.
func Ahead[T any](ctx context.Context, job func(context.Context) (T, error)) (wait func() (T, error)) {
	var result T
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		result, err = job(ctx)
	}()
	return func() (T, error) {
		<-done
		return result, err
	}
}
