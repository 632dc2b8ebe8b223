package model

import (
	"slices"
	"sync"
	"testing"
)

// TestNewIDsRiseAndNeverRepeat makes ids on several goroutines at a time, and
// after a clock that went ahead.
func TestNewIDsRiseAndNeverRepeat(t *testing.T) {
	made := make([][]AnnotationID, 4)
	var all sync.WaitGroup
	for i := range made {
		all.Go(func() {
			for range 5000 {
				made[i] = append(made[i], NewAnnotationID())
			}
		})
	}
	all.Wait()
	for _, ids := range made {
		if !slices.IsSorted(ids) {
			t.Error("the ids of one goroutine do not rise")
		}
	}
	ids := slices.Concat(made...)
	slices.Sort(ids)
	if len(slices.Compact(ids)) != 4*5000 {
		t.Error("an id was made twice")
	}
	ahead := [16]byte{0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
	lastID.Lock()
	was := lastID.bytes
	lastID.bytes = ahead
	lastID.Unlock()
	if id := NewAnnotationID(); id < "80000000000000000000000000000000" || !ValidID(string(id)) {
		t.Errorf("after a clock that went ahead came %s", id)
	}
	lastID.Lock()
	lastID.bytes = was
	lastID.Unlock()
	if a, b := NewAnnotationID(), NewAnnotationID(); a[12:] == b[12:] {
		t.Errorf("%s and %s differ in time alone", a, b)
	}
}
