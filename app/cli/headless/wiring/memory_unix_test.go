//go:build unix

package wiring_test

import (
	"os"
	"runtime"
	"syscall"
)

// of takes what a process had in memory at most.
func (m *memory) of(p *os.ProcessState) {
	use, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return
	}
	unit := 1 << 10 // Linux counts kilobytes
	if runtime.GOOS == "darwin" {
		unit = 1
	}
	m.most = max(m.most, float64(int64(use.Maxrss)*int64(unit))/(1<<20))
}
