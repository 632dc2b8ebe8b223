package storage

import (
	"path/filepath"
	"testing"
	"time"

	"dragoman/model"
)

// TestClockSetBack edits with a clock that runs backwards, and one that stands
// at the beginning of time: nothing is refused, and what came later is later.
func TestClockSetBack(t *testing.T) {
	now := time.Date(2026, 1, 31, 9, 30, 0, 0, time.UTC)
	opts := Options{Now: func() time.Time { return now }}
	path := filepath.Join(t.TempDir(), "a.dragoman")
	p := must[*Project](t)(Create(ctx, path, testSchema, opts))
	e := &edits{t: t, p: p, d: add(t, p, "word word word word word ", "one")}
	for _, at := range []time.Time{now, now.AddDate(0, 0, -1), now.AddDate(-20, 0, 0), time.Unix(0, 0), now.Add(time.Hour)} {
		now = at
		e.must()
		closed(t, e.p)
		e.p = opened(t, path, opts)
		e.holds(e.p)
	}
	entries := must[[]model.Entry](t)(e.p.Log(ctx, e.d.ID, "ana"))
	for i := 1; i < len(entries); i++ {
		if entries[i].Number <= entries[i-1].Number {
			t.Errorf("change %d comes after change %d", entries[i].Number, entries[i-1].Number)
		}
	}
	// What is taken back is what was done last, whatever its time.
	of, ok := model.ReadHistory(entries).Undoable()
	if last := entries[len(entries)-1].Number; !ok || of != last {
		t.Errorf("undo takes back change %d, and the last is %d", of, last)
	}
	now = now.AddDate(-1, 0, 0)
	if err := e.p.Backup(ctx, filepath.Join(t.TempDir(), "copy")); err != nil {
		t.Error(err)
	}
	if _, err := e.p.BackUpNow(ctx); err != nil {
		t.Error(err)
	}
	sound(t, e.p)
	closed(t, e.p)
}
