package background_test

import (
	"context"
	"errors"
	"testing"

	"go.uber.org/goleak"

	"dragoman/app/background"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestResultsArriveOnTheDrainingGoroutine(t *testing.T) {
	q := background.NewQueue()
	r := &background.Runner{UI: q.Put}
	sum := 0 // written by done alone, so the race detector sees a wrong goroutine
	for i := range 100 {
		background.Start(r, t.Context(), func(context.Context) (int, error) { return i, nil },
			func(n int, err error) { sum += n })
	}
	if r.Busy() == 0 {
		t.Error("not busy right after the start")
	}
	q.Drain(r)
	if sum != 4950 || r.Busy() != 0 {
		t.Errorf("sum %d, busy %d", sum, r.Busy())
	}
}

func TestCancelEndsTheJobAndDoneIsTold(t *testing.T) {
	q := background.NewQueue()
	r := &background.Runner{UI: q.Put}
	var got error
	cancel := background.Start(r, t.Context(),
		func(ctx context.Context) (struct{}, error) {
			<-ctx.Done()
			return struct{}{}, ctx.Err()
		},
		func(_ struct{}, err error) { got = err })
	cancel()
	q.Drain(r)
	if !errors.Is(got, context.Canceled) {
		t.Errorf("done was told %v", got)
	}
}

// TestAheadRunsBeforeItIsAskedFor: the job is over, or waits for nothing but
// itself, when its result is asked for, and is done once.
func TestAheadRunsBeforeItIsAskedFor(t *testing.T) {
	ran := make(chan int, 2)
	wait := background.Ahead(t.Context(), func(context.Context) (int, error) {
		ran <- 1
		return 7, nil
	})
	<-ran // nobody asked yet
	for range 2 {
		if n, err := wait(); n != 7 || err != nil {
			t.Error(n, err)
		}
	}
	if len(ran) != 0 {
		t.Error("the job was done twice")
	}
}
