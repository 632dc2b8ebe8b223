package storage

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/faultfs"
)

// fromEnvironment returns the number in a variable, or another where it is not
// set.
func fromEnvironment(t *testing.T, name string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	return must[uint64](t)(strconv.ParseUint(text, 10, 64))
}

// cutsOfAStream is how often the power fails in one stream of edits.
const cutsOfAStream = 60

// TestPowerLoss lets the power fail at random points of random streams of
// edits, and opens what the disk may hold then: see faultfs.Disk. Every edit
// that was acknowledged is there, at most the one that was being saved more,
// nothing half. STORAGE_TEST_CUTS says how often it fails, STORAGE_TEST_SEED
// repeats a run.
func TestPowerLoss(t *testing.T) {
	seed := fromEnvironment(t, "STORAGE_TEST_SEED", rand.Uint64())
	cuts := int(fromEnvironment(t, "STORAGE_TEST_CUTS", 300/patience))
	t.Logf("STORAGE_TEST_SEED=%d STORAGE_TEST_CUTS=%d", seed, cuts)
	var told tally
	for n := uint64(0); cuts > 0 && !t.Failed(); n++ {
		s := newStream(t, rand.New(rand.NewPCG(seed, n)), n)
		s.flow(20 + s.r.IntN(40))
		s.cut(min(cuts, cutsOfAStream), &told)
		if cuts -= cutsOfAStream; n%50 == 49 {
			t.Logf("%+v", told)
		}
	}
	t.Logf("%+v", told)
}

// tally counts what a campaign went through.
type tally struct{ Streams, Edits, Operations, Cuts, Twice, InFlight int }

// acknowledged is what the project held when an edit was acknowledged.
type acknowledged struct {
	at    int // operations of the disk by then
	holds string
}

// stream is a project under work, and what its disk was told to do.
type stream struct {
	run
	test  *testing.T
	r     *rand.Rand
	disk  *faultfs.Disk
	watch *faultfs.Watch
	acks  []acknowledged
	first int64 // the step that is not undone, for the edits after it need it
}

// newStream begins with a project of this version, or one that must be brought
// up to date first.
func newStream(t *testing.T, r *rand.Rand, n uint64) *stream {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.dragoman")
	switch n % 4 {
	case 0:
		path = copyOf(t, "testdata/v1.dragoman")
	case 1:
		path = copyOf(t, "testdata/v2.dragoman")
	default:
		closed(t, must[*Project](t)(Create(ctx, path, modeltest.Schema(), Options{Now: clock})))
	}
	s := &stream{test: t, r: r, disk: must[*faultfs.Disk](t)(faultfs.ReadDisk(filepath.Dir(path), r))}
	s.watch = must[*faultfs.Watch](t)(faultfs.Fast(filepath.Dir(path)))
	s.p = opened(t, path, Options{Now: clock})
	s.sets, s.history = map[string]model.AnnotationSet{}, map[string]model.History{}
	s.acknowledge()
	s.setSchema(laterSchema())
	s.first = must[[]model.StepInfo](t)(s.p.Steps(ctx))[0].Number
	s.acknowledge()
	return s
}

// laterSchema allows what random edits make, and what is in old projects.
func laterSchema() model.Schema {
	schema := modeltest.Schema()
	schema.Labels[0].Attributes = append(schema.Labels[0].Attributes, model.AttributeDef{Name: "name"})
	return schema
}

// acknowledge notes what is there now, when it is something else than before.
func (s *stream) acknowledge() {
	at := s.watch.Len()
	holds := must[string](s.test)(contents(s.p))
	if len(s.acks) == 0 || s.acks[len(s.acks)-1].holds != holds {
		s.acks = append(s.acks, acknowledged{at, holds})
	}
}

// flow edits so often, noting what is acknowledged, and closes.
func (s *stream) flow(times int) {
	s.draw1((*run).addDocument)
	s.acknowledge()
	for range times {
		// The log is moved into the file all the time, not after 4 MB.
		if _, err := s.p.writer.ExecContext(ctx, "PRAGMA wal_autocheckpoint = 20"); err != nil {
			s.test.Fatal(err)
		}
		s.act()
		s.acknowledge()
	}
	closed(s.test, s.p)
	s.watch.Stop()
}

// cut lets the power fail so often at random points of the stream.
func (s *stream) cut(times int, told *tally) {
	ops := s.watch.Ops()
	points := make([]int, times)
	for i := range points {
		points[i] = s.r.IntN(len(ops) + 1)
	}
	slices.Sort(points)
	told.Streams, told.Edits, told.Operations = told.Streams+1, told.Edits+len(s.acks), told.Operations+len(ops)
	done := 0
	for _, point := range points {
		for ; done < point; done++ {
			s.disk.Do(ops[done])
		}
		told.Cuts++
		s.restart(s.disk, s.allowed(point), told)
	}
}

// allowed returns what the project may hold after so many operations: what was
// acknowledged last, and what was being saved.
func (s *stream) allowed(point int) []string {
	last := 0
	for i, a := range s.acks {
		if a.at <= point {
			last = i
		}
	}
	var holds []string
	for _, a := range s.acks[last:min(last+2, len(s.acks))] {
		holds = append(holds, a.holds)
	}
	return holds
}

// restart opens what the disk holds after a crash, checks it and goes on
// working; in one of eight cases the power fails again meanwhile.
func (s *stream) restart(disk *faultfs.Disk, allowed []string, told *tally) {
	folder, err := os.MkdirTemp(s.test.TempDir(), "crash")
	if err != nil || disk.Crash(folder) != nil {
		s.test.Fatal("rebuild the disk: ", err)
	}
	again := must[*faultfs.Disk](s.test)(faultfs.ReadDisk(folder, s.r))
	watch := must[*faultfs.Watch](s.test)(faultfs.Fast(folder))
	twice := s.r.IntN(8) == 0
	holds := s.goOn(filepath.Join(folder, filepath.Base(s.p.path)), allowed, twice)
	watch.Stop()
	if len(allowed) == 2 && holds[0] == allowed[1] {
		told.InFlight++
	}
	if twice && !s.test.Failed() {
		told.Twice++
		ops := watch.Ops()
		for _, op := range ops[:s.r.IntN(len(ops)+1)] {
			again.Do(op)
		}
		s.restart(again, holds, told)
	}
	if !s.test.Failed() {
		os.RemoveAll(folder)
	}
}

// goOn opens the project, which must hold one of what is allowed, edits it and
// closes it. It returns what it held, and where asked for what it held after
// the edit.
func (s *stream) goOn(path string, allowed []string, both bool) []string {
	t := s.test
	t.Helper()
	p, err := Open(ctx, path, Options{Now: clock})
	if err != nil {
		t.Fatalf("after a power loss, in %s: %v", filepath.Dir(path), err)
	}
	defer closed(t, p)
	sound(t, p)
	before := must[string](t)(contents(p))
	if !slices.Contains(allowed, before) {
		t.Fatalf("after a power loss, in %s, there is\n%s\nand there may be\n%s", filepath.Dir(path), before, allowed)
	}
	if err := p.SetSetting(ctx, "power", fmt.Sprint(s.r.Uint64())); err != nil {
		t.Fatal(err)
	}
	if !both {
		return []string{before}
	}
	return []string{before, must[string](t)(contents(p))}
}
