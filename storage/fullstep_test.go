package storage

import (
	"errors"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragoman/model"
	"dragoman/storage/faultfs"
)

// faults are the ways in which a disk fails here.
var faults = map[string]faultfs.Fault{
	"full":       {Kinds: []faultfs.Kind{faultfs.Write, faultfs.Create, faultfs.Share}, Full: true},
	"broken":     {Kinds: []faultfs.Kind{faultfs.Write, faultfs.Truncate, faultfs.Delete}},
	"torn":       {Kinds: []faultfs.Kind{faultfs.Write}, Torn: true},
	"not synced": {Kinds: []faultfs.Kind{faultfs.Sync}},
}

// task is something that is done to a project, whole or not at all.
type task struct {
	name string
	// begin makes the project, closed.
	begin func(t *testing.T) (path string)
	// do does it to the open project; nil where opening it is what is done.
	do func(p *Project) error
	// closing says that the fault is to strike when the project is closed
	// after it, and not before.
	closing bool
}

// TestEveryFault does everything that is done to a project on a disk that fails
// at the first operation, the second, and so on until it strikes no more, once
// or from then on. Who fails says so in a sentence, the project holds what it
// held before or what it should after, also if the power fails at once, and
// the work is done when the fault is gone. STORAGE_TEST_FAULTS=all tries every
// operation, once and for good; otherwise a few are tried.
func TestEveryFault(t *testing.T) {
	seed := fromEnvironment(t, "STORAGE_TEST_SEED", rand.Uint64())
	t.Logf("STORAGE_TEST_SEED=%d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for _, w := range everyTask(t) {
		path := w.begin(t)
		want := w.without(t, path)
		for _, name := range kindsOfFaults(r) {
			t.Run(w.name+"/"+name, func(t *testing.T) { w.everyFault(t, path, want, faults[name], r) })
		}
	}
}

// kindsOfFaults returns the names of all, or of one where time is short.
func kindsOfFaults(r *rand.Rand) []string {
	names := slices.Sorted(maps.Keys(faults))
	if patience > 1 {
		one := r.IntN(len(names))
		return names[one : one+1]
	}
	return names
}

// everyFault lets the n-th operation fail, for every n or for a few.
func (w task) everyFault(t *testing.T, path string, want []string, fault faultfs.Fault, r *rand.Rand) {
	all := os.Getenv("STORAGE_TEST_FAULTS") == "all"
	tried := 0
	for fault.N = 1; ; fault.N++ {
		fault.Stays = r.IntN(2) == 0
		if !w.with(t, path, fault, want, r) {
			break
		}
		tried++
		if all {
			fault.Stays = !fault.Stays
			w.with(t, path, fault, want, r)
			tried++
			continue
		}
		fault.N += r.IntN(2 * patience * fault.N)
	}
	t.Logf("%d faults, none at operation %d", tried, fault.N)
}

// without does the task on a sound disk, and returns what the project held
// before and after.
func (w task) without(t *testing.T, path string) []string {
	t.Helper()
	var before string
	p := opened(t, copyParts(t, path), Options{Now: clock})
	if w.do != nil {
		before = must[string](t)(contents(p))
		if err := w.do(p); err != nil {
			t.Fatal(err)
		}
	}
	after := must[string](t)(contents(p))
	closed(t, p)
	return []string{before, after}
}

// copyParts copies the project and what belongs to it into a folder of its own.
func copyParts(t *testing.T, path string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy.dragoman")
	for _, suffix := range partOf {
		if err := copyFile(path+suffix, to+suffix); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// struck is a project on a disk that fails.
type struck struct {
	*testing.T
	task   task
	path   string
	watch  *faultfs.Watch
	disk   *faultfs.Disk
	done   int      // operations that the disk was told of
	wanted []string // before and after
}

// with does the task on a disk that fails, and reports whether it did.
func (w task) with(t *testing.T, path string, fault faultfs.Fault, want []string, r *rand.Rand) bool {
	t.Helper()
	s := &struck{T: t, task: w, path: copyParts(t, path), wanted: want}
	s.disk = must[*faultfs.Disk](t)(faultfs.ReadDisk(filepath.Dir(s.path), r))
	s.watch = must[*faultfs.Watch](t)(faultfs.Fast(filepath.Dir(s.path)))
	defer s.watch.Stop()
	defer func() {
		if t.Failed() {
			t.Logf("the fault was %+v", fault)
		}
	}()
	strike := s.edit
	switch {
	case w.closing:
		strike = s.close
	case w.do == nil:
		strike = s.open
	}
	n := strike(fault)
	s.settled()
	return n > 0
}

// open opens the project while the disk fails.
func (s *struck) open(fault faultfs.Fault) int {
	s.watch.Fail(fault)
	p, err := Open(ctx, s.path, Options{Now: clock})
	n := s.watch.Heal()
	s.failed(err, n)
	s.powerLoss(s.wanted[1:])
	if err == nil {
		closed(s, p)
	}
	return n
}

// close does the task and closes the project while the disk fails.
func (s *struck) close(fault faultfs.Fault) int {
	p := opened(s, s.path, Options{Now: clock})
	if err := s.task.do(p); err != nil {
		s.Fatal(err)
	}
	s.watch.Fail(fault)
	err := p.Close()
	n := s.watch.Heal()
	s.failed(err, n)
	s.powerLoss(s.wanted[1:])
	return n
}

// edit does the task while the disk fails, and again when it does not.
func (s *struck) edit(fault faultfs.Fault) int {
	p := opened(s, s.path, Options{Now: clock})
	s.watch.Fail(fault)
	err := s.task.do(p)
	n := s.watch.Heal()
	s.failed(err, n)
	there := s.wanted[0]
	if err == nil {
		there = s.wanted[1]
	}
	if got := must[string](s)(contents(p)); got != there {
		s.Fatalf("%v; and there is\n%s", err, got)
	}
	sound(s, p)
	if err != nil {
		s.powerLoss(s.wanted)
		if err := s.task.do(p); err != nil {
			s.Fatalf("when the fault is gone: %v", err)
		}
	}
	s.powerLoss(s.wanted[1:])
	closed(s, p)
	return n
}

// failed checks that who fails says so, in a sentence with the next step, and
// that nobody else does.
func (s *struck) failed(err error, n int) {
	s.Helper()
	switch {
	case err == nil:
	case n == 0:
		s.Fatalf("nothing failed on the disk, but: %v", err)
	case !errors.Is(err, ErrFull) && !errors.Is(err, ErrDisk) && !errors.Is(err, ErrPermission),
		!strings.Contains(err.Error(), "; "):
		s.Fatalf("no sentence that helps: %v", err)
	}
}

// powerLoss opens what the disk holds if the power fails now.
func (s *struck) powerLoss(allowed []string) {
	s.Helper()
	ops := s.watch.Ops()
	for ; s.done < len(ops); s.done++ {
		s.disk.Do(ops[s.done])
	}
	folder := s.TempDir()
	if err := s.disk.Crash(folder); err != nil {
		s.Fatal(err)
	}
	watch := must[*faultfs.Watch](s)(faultfs.Fast(folder))
	defer watch.Stop()
	p, err := Open(ctx, filepath.Join(folder, filepath.Base(s.path)), Options{Now: clock})
	if err != nil {
		s.Fatalf("after a power loss: %v", err)
	}
	defer closed(s, p)
	sound(s, p)
	if got := must[string](s)(contents(p)); !slices.Contains(allowed, got) {
		s.Fatalf("after a power loss there is\n%s\nand there may be\n%s", got, allowed)
	}
}

// settled checks that the work is done after all, and that nothing is left but
// the project and its backups.
func (s *struck) settled() {
	s.Helper()
	p := opened(s, s.path, Options{Now: clock})
	sound(s, p)
	if got := must[string](s)(contents(p)); got != s.wanted[1] {
		s.Fatalf("in the end there is\n%s\nnot\n%s", got, s.wanted[1])
	}
	closed(s, p)
	known := []string{filepath.Dir(s.path), s.path, backupFolder(s.path)}
	for _, b := range must[[]model.Backup](s)(Backups(s.path)) {
		known = append(known, b.Path)
		if err := flawless(ctx, b.Path); err != nil {
			s.Errorf("a backup that cannot be relied on: %v", err)
		}
	}
	err := filepath.WalkDir(filepath.Dir(s.path), func(path string, _ fs.DirEntry, err error) error {
		if !slices.Contains(known, path) {
			s.Errorf("%s is left", path)
		}
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
}
