package storage

import (
	"cmp"
	"runtime"
	"sync"
)

// doneAlone is how many things are not worth the help of another core.
const doneAlone = 1000

// inParts calls do for parts of n things, which together are all of them, on
// all cores at the same time. It returns the error of the first part that failed.
func inParts(n int, do func(from, to int) error) error {
	parts := min(runtime.GOMAXPROCS(0), 1+n/doneAlone)
	errs := make([]error, parts)
	var wait sync.WaitGroup
	for i := range parts - 1 {
		wait.Go(func() { errs[i] = do(i*n/parts, (i+1)*n/parts) })
	}
	errs[parts-1] = do((parts-1)*n/parts, n)
	wait.Wait()
	return cmp.Or(errs...)
}
