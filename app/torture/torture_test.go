// Package torture kills the program while it works, with SIGKILL and at random
// moments, opens the project again, and compares it with what was acknowledged:
// every edit that was is there, and at most the one in flight beside it. Ways in
// are the verb annotate of the built program, the session behind the window
// over the real project file, and every verb that writes files, of which each is
// whole or absent afterwards.
//
// TORTURE_KILLS (36) is how many kills there are, TORTURE_SEED (1) begins the
// random numbers; the moment of a kill is as random as the machine is.
// TORTURE_KEEP names a folder where projects that failed stay, TORTURE_FIGURES
// a file for the line of figures.
package torture_test

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if path := os.Getenv("TORTURE_CHILD"); path != "" {
		os.Exit(work(path))
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(status int) {
		program.remove()
		os.Exit(status)
	}))
}

// number returns what the environment says, or otherwise.
func number(t *testing.T, name string, otherwise int) int {
	t.Helper()
	n, err := strconv.Atoi(cmp.Or(os.Getenv(name), strconv.Itoa(otherwise)))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// batch is some kills of one kind, of projects of their own.
type batch struct {
	name  string
	kills int
	run   func(*stage)
}

// batches deals out the kills: half to annotate, a quarter to the session, a
// quarter to the verbs.
func batches(kills int) []batch {
	const size = 25
	var all []batch
	add := func(name string, kills int, run func(*stage)) {
		for n := 1; kills > 0; n, kills = n+1, kills-size {
			all = append(all, batch{fmt.Sprintf("%s/%d", name, n), min(size, kills), run})
		}
	}
	quarter := kills / 4
	for i, d := range deeds {
		add("verb/"+d.name, quarter/len(deeds)+min(1, max(0, quarter%len(deeds)-i)), d.torture)
	}
	add("session", quarter, tortureSession)
	add("annotate", kills-2*quarter, tortureAnnotate)
	return all
}

func TestKills(t *testing.T) {
	few := 36
	if testing.Short() {
		few = 12
	}
	kills, seed := number(t, "TORTURE_KILLS", few), number(t, "TORTURE_SEED", 1)
	t.Logf("seed %d", seed)
	f := newFigures()
	t.Run("kill", func(t *testing.T) {
		for _, b := range batches(kills) {
			t.Run(b.name, func(t *testing.T) {
				t.Parallel()
				b.run(newStage(t, f, uint64(seed), b.kills))
			})
		}
	})
	if f.kills.Load() != int64(kills) && !t.Failed() {
		t.Errorf("%d kills, and %d were asked for", f.kills.Load(), kills)
	}
	f.report(t, seed)
}

// stage is where one batch is played: a folder, random numbers, and the count.
type stage struct {
	*testing.T
	*figures
	rng   *rand.Rand
	dir   string
	kills int // to come
}

func newStage(t *testing.T, f *figures, seed uint64, kills int) *stage {
	name := fnv.New64()
	name.Write([]byte(t.Name()))
	keep := os.Getenv("TORTURE_KEEP")
	dir, err := os.MkdirTemp(keep, "torture-"+strings.ReplaceAll(t.Name(), "/", "-")+"-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d; the project that failed is kept in %s", seed, dir)
		} else if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return &stage{t, f, rand.New(rand.NewPCG(seed, name.Sum64())), dir, kills}
}

// path returns a path in the folder of the batch.
func (s *stage) path(name ...string) string {
	return filepath.Join(append([]string{s.dir}, name...)...)
}

// must ends the batch where something failed that has nothing to do with the
// kill.
func (s *stage) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}
