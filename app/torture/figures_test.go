package torture_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// figures count what happened in all batches, which run side by side.
type figures struct {
	begun         time.Time
	kills         atomic.Int64
	early         atomic.Int64 // kills before anything was acknowledged
	acknowledged  atomic.Int64 // edits and steps
	landed        atomic.Int64 // those in flight that are there
	opened        atomic.Int64 // projects that were opened and checked after a kill
	whole, absent atomic.Int64 // verbs that were killed
	backups       atomic.Int64 // acknowledged beside edits, and opened
	mu            sync.Mutex
	byKind        map[string]int // kills by what was killed
}

func newFigures() *figures { return &figures{begun: time.Now(), byKind: map[string]int{}} }

// killed counts a kill; early is one before anything was acknowledged.
func (s *stage) killed(early bool) {
	kind := strings.Split(s.Name(), "/")[2]
	s.figures.kills.Add(1)
	if early {
		s.early.Add(1)
	}
	s.mu.Lock()
	s.byKind[kind]++
	s.mu.Unlock()
	s.kills--
}

// report logs the figures, and writes them where TORTURE_FIGURES says.
func (f *figures) report(t *testing.T, seed int) {
	var kinds []string
	for _, kind := range slices.Sorted(maps.Keys(f.byKind)) {
		kinds = append(kinds, fmt.Sprintf("%s %d", kind, f.byKind[kind]))
	}
	verdict := "nothing was lost"
	if t.Failed() {
		verdict = "FAILED"
	}
	line := fmt.Sprintf("seed %d: %d kills (%s), %d of them before any acknowledgement; %d edits acknowledged, %d more in flight were there, "+
		"%d projects opened and checked, verbs %d whole and %d absent, %d backups beside edits; %s; %s",
		seed, f.kills.Load(), strings.Join(kinds, ", "), f.early.Load(), f.acknowledged.Load(), f.landed.Load(),
		f.opened.Load(), f.whole.Load(), f.absent.Load(), f.backups.Load(), verdict, time.Since(f.begun).Round(time.Second))
	t.Log(line)
	if path := os.Getenv("TORTURE_FIGURES"); path != "" {
		if err := os.WriteFile(path, []byte(line+"\n"), 0o644); err != nil {
			t.Error(err)
		}
	}
}
