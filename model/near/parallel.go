package near

import (
	"runtime"
	"sync"
	"sync/atomic"
)

func processors() int { return runtime.GOMAXPROCS(0) }

// parallel calls f with 0 to n-1 on all processors, and returns when all calls
// have.
func parallel(n int, f func(i int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(n, processors()) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	all.Wait()
}
