package background

// Queue is a screen's goroutine for tests: functions wait in it until Drain
// runs them. Make it with NewQueue.
type Queue struct{ waiting chan func() }

// NewQueue returns an empty queue.
func NewQueue() *Queue { return &Queue{make(chan func(), 1024)} }

// Put adds a function. It is safe for use by several goroutines, and meant for
// Runner.UI.
func (q *Queue) Put(f func()) { q.waiting <- f }

// Drain runs what comes into the queue, on the caller's goroutine, until the
// runner is idle and the queue is empty.
func (q *Queue) Drain(r *Runner) {
	for r.Busy() > 0 {
		(<-q.waiting)()
	}
	for len(q.waiting) > 0 {
		(<-q.waiting)()
	}
}
