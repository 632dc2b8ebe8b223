package storage

import (
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dragoman/model"
)

// saver saves notes of one annotation.
type saver struct {
	p *Project
	w model.Work
}

func newSaver(t testing.TB, p *Project) *saver {
	t.Helper()
	d := add(t, p, strings.Repeat("word ", 1000), "edited")
	fillSet(t, p, d, 100)
	return &saver{p, work(t, p, d, "ana")}
}

func (s *saver) save(t testing.TB, note string) {
	t.Helper()
	c, err := model.SetNote(s.w, s.w.Set.Annotations[50].ID, note)
	do(t, s.p, c, err)
	if s.w.Set, err = s.w.Set.Apply(c); err != nil {
		t.Fatal(err)
	}
}

// besideABackup saves again and again while a backup is made, and returns how
// long each save took and how long the backup.
func besideABackup(t testing.TB, p *Project, s *saver) (saves []time.Duration, backup time.Duration, made model.Backup) {
	t.Helper()
	var done atomic.Bool
	finished := make(chan error)
	begin := time.Now()
	go func() {
		var err error
		made, err = p.BackUpNow(ctx)
		backup = time.Since(begin)
		done.Store(true)
		finished <- err
	}()
	for n := 0; !done.Load(); n++ {
		began := time.Now()
		s.save(t, "note "+began.String())
		saves = append(saves, time.Since(began))
	}
	if err := <-finished; err != nil {
		t.Fatal(err)
	}
	return saves, backup, made
}

// TestSavesGoOnBesideABackup, which holds the project as it was at one moment.
func TestSavesGoOnBesideABackup(t *testing.T) {
	p := newTestProject(t)
	addMany(t, p, 150)
	s := newSaver(t, p)
	saves, backup, made := besideABackup(t, p, s)
	t.Logf("%d edits were saved during a backup of %v", len(saves), backup)
	if len(saves) < 3 {
		t.Errorf("%d edits were saved during the backup", len(saves))
	}
	if err := flawless(ctx, made.Path); err != nil {
		t.Error(err)
	}
	sound(t, p)
}

// BenchmarkSaveBesideABackup tells how long a save takes while a project of
// 10,000 documents is backed up, and how long that takes.
func BenchmarkSaveBesideABackup(b *testing.B) {
	p := newTestProject(b)
	addMany(b, p, 10000)
	s := newSaver(b, p)
	for b.Loop() {
		saves, backup, made := besideABackup(b, p, s)
		slices.Sort(saves)
		b.ReportMetric(float64(made.Size)/(1<<20), "MB")
		b.ReportMetric(backup.Seconds(), "s-backup")
		b.ReportMetric(float64(len(saves)), "saves")
		b.ReportMetric(float64(saves[len(saves)/2].Microseconds())/1000, "ms-median")
		b.ReportMetric(float64(saves[len(saves)*99/100].Microseconds())/1000, "ms-p99")
		b.ReportMetric(float64(saves[len(saves)-1].Microseconds())/1000, "ms-worst")
	}
}
