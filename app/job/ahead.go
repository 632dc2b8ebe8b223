package job

import (
	"fmt"
	"runtime/debug"
	"sync"

	"dragoman/storage/format"
)

// aheadBytes and aheadRecords are about how much a file is read ahead of what
// is taken of it, twice over: enough to keep two processors busy, and little to
// hold.
const (
	aheadBytes   = 128 << 10
	aheadRecords = 64
)

// readAhead reads a file on another processor while what was read is taken
// here, in the order of the file. A panic in reading becomes one here. The error
// is that of take, or else of read, and the report that of read.
func readAhead(read func(take func(format.Record) error) (format.Report, error), take func(format.Record) error) (format.Report, error) {
	r := reading{ahead: make(chan []format.Record, 1), stop: make(chan struct{})}
	failed := r.takeAll(read, take)
	if r.panicked != "" {
		panic(r.panicked)
	}
	if failed != nil {
		return r.report, failed
	}
	return r.report, r.err
}

// takeAll has the file read and takes what is read. When it ends or panics, the
// reading has ended.
func (r *reading) takeAll(read func(take func(format.Record) error) (format.Report, error), take func(format.Record) error) error {
	var wait sync.WaitGroup
	wait.Go(func() { r.run(read) })
	defer wait.Wait()
	defer close(r.stop)
	for records := range r.ahead {
		for _, record := range records {
			if err := take(record); err != nil {
				return err
			}
		}
	}
	return nil
}

// reading is a file that is read ahead.
type reading struct {
	ahead    chan []format.Record
	stop     chan struct{} // closed when nothing more is taken
	pending  []format.Record
	bytes    int
	report   format.Report
	err      error
	panicked string
}

func (r *reading) run(read func(take func(format.Record) error) (format.Report, error)) {
	defer close(r.ahead)
	defer func() {
		if p := recover(); p != nil {
			r.panicked = fmt.Sprintf("%v, while a file was read:\n%s", p, debug.Stack())
		}
	}()
	r.report, r.err = read(r.take)
	_ = r.send() // who stopped it knows
}

func (r *reading) take(record format.Record) error {
	r.pending = append(r.pending, record)
	r.bytes += record.Document.Text.Len()
	if r.bytes < aheadBytes && len(r.pending) < aheadRecords {
		return nil
	}
	return r.send()
}

// send hands on what is pending, or fails when nothing more is taken.
func (r *reading) send() error {
	records := r.pending
	r.pending, r.bytes = nil, 0
	select {
	case r.ahead <- records:
		return nil
	case <-r.stop:
		return errStopped
	}
}
