package storage

import (
	"errors"
	"runtime"
	"sync"
)

// doneAlone is how many things are done without the help of another processor.
const doneAlone = 1000

// inParts calls do for parts of n things, which together are all of them, on
// all processors at the same time.
func inParts(n int, do func(from, to int) error) error {
	parts := min(runtime.GOMAXPROCS(0), 1+n/doneAlone)
	errs := make([]error, parts)
	var wait sync.WaitGroup
	for i := range parts - 1 {
		wait.Go(func() { errs[i] = do(i*n/parts, (i+1)*n/parts) })
	}
	errs[parts-1] = do((parts-1)*n/parts, n)
	wait.Wait()
	return errors.Join(errs...)
}
