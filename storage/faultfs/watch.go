package faultfs

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	sqlite3 "modernc.org/sqlite/lib"
)

// Kind says what happens to a file.
type Kind int

// The kinds of operations.
const (
	Create Kind = iota // a file that was not there is opened
	Write
	Truncate
	Sync
	Delete
	Share      // memory is shared with other connections: the -shm file grows
	SyncFolder // the names in the folder of Path become durable
	FailedSync // what was not synced before may never reach the disk
)

// Op is one operation of SQLite on the disk, after it was done.
type Op struct {
	Kind   Kind
	Path   string
	Offset int64 // of a Write in bytes; the size that a Truncate leaves
	Data   []byte
}

// Fault is which operations fail, and how. Reads and locks never do.
type Fault struct {
	Kinds []Kind // that may fail, and are counted
	N     int    // the number of the one that fails, from 1
	Full  bool   // it fails as on a full disk, not as on a broken one
	Torn  bool   // what a Write that fails wrote is cut, not missing
	Stays bool   // those after it fail too
}

// Watch is an eye, and a hand, on what SQLite does in a folder. All its methods
// are safe for use by several goroutines.
type Watch struct {
	folder   string
	skipSync bool

	mu     sync.Mutex
	ops    []Op
	fault  *Fault
	seen   int // operations that the fault counts
	struck int // operations that failed
}

// On watches what SQLite does with the files in the folder and below that it
// opens from now on, until Stop. Outside of watched folders nothing changes.
func On(folder string) (*Watch, error) { return on(&Watch{folder: folder}) }

// Fast is On, and no sync reaches the real disk: for what no one needs after
// the test.
func Fast(folder string) (*Watch, error) { return on(&Watch{folder: folder, skipSync: true}) }

func on(w *Watch) (*Watch, error) {
	if err := once(); err != nil {
		return nil, err
	}
	the.mu.Lock()
	defer the.mu.Unlock()
	the.watches = append(the.watches, w)
	return w, nil
}

// Stop ends watching: files that are open stay watched until they are closed.
func (w *Watch) Stop() {
	the.mu.Lock()
	defer the.mu.Unlock()
	the.watches = slices.DeleteFunc(the.watches, func(x *Watch) bool { return x == w })
}

func (w *Watch) covers(path string) bool {
	return strings.HasPrefix(path, w.folder+string(filepath.Separator))
}

// Ops returns what was done until now, in order.
func (w *Watch) Ops() []Op {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.ops)
}

// Len returns how many operations were done until now.
func (w *Watch) Len() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.ops)
}

func (w *Watch) record(op Op) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ops = append(w.ops, op)
}

// Fail lets operations fail from now on, counted from here.
func (w *Watch) Fail(f Fault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fault, w.seen, w.struck = &f, 0, 0
}

// Heal ends what Fail began, and returns how many operations failed.
func (w *Watch) Heal() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fault = nil
	return w.struck
}

// strike counts an operation and returns the code with which it fails, or 0.
func (w *Watch) strike(kind Kind) int32 {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fault == nil || !slices.Contains(w.fault.Kinds, kind) {
		return 0
	}
	w.seen++
	if w.seen < w.fault.N || w.seen > w.fault.N && !w.fault.Stays {
		return 0
	}
	w.struck++
	return w.fault.code(kind)
}

// torn returns how much of a write of n bytes that fails is written.
func (w *Watch) torn(n int) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fault == nil || !w.fault.Torn {
		return 0
	}
	return rand.IntN(n)
}

// code is what SQLite's own file system returns when the operation fails.
func (f *Fault) code(kind Kind) int32 {
	switch kind {
	case Create:
		return sqlite3.SQLITE_CANTOPEN
	case Truncate:
		return sqlite3.SQLITE_IOERR_TRUNCATE
	case Sync:
		return sqlite3.SQLITE_IOERR_FSYNC
	case Delete:
		return sqlite3.SQLITE_IOERR_DELETE
	case Share:
		return sqlite3.SQLITE_IOERR_SHMSIZE
	}
	if f.Full {
		return sqlite3.SQLITE_FULL
	}
	return sqlite3.SQLITE_IOERR_WRITE
}
