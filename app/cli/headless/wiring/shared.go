package wiring

import (
	"context"
	"sync"

	"dragoman/app/job"
	"dragoman/model"
)

// Shared is a project that is closed while work with it may still go on in the
// background: Close waits until that is over. What is begun after it does
// nothing.
type Shared struct {
	project Project
	closed  *sync.RWMutex // for reading by those who work, for good by Close
}

// Share returns the project for work in the background. It is closed by Shared
// alone.
func Share(p Project) Shared { return Shared{p, &sync.RWMutex{}} }

// during does work on the project, unless it is closed.
func during[T any](s Shared, do func() (T, error)) (T, error) {
	if !s.closed.TryRLock() {
		var none T
		return none, context.Canceled
	}
	defer s.closed.RUnlock()
	return do()
}

// BackUpToday makes the backup of the day: see storage.Project.BackUpToday.
func (s Shared) BackUpToday(ctx context.Context) (string, error) {
	return during(s, func() (string, error) { return s.project.BackUpToday(ctx) })
}

// BackUpNow makes a backup beside the project.
func (s Shared) BackUpNow(ctx context.Context) (model.Backup, error) {
	return during(s, func() (model.Backup, error) { return s.project.BackUpNow(ctx) })
}

// Backup writes a copy of the project to the new file out.
func (s Shared) Backup(ctx context.Context, out string) error {
	_, err := during(s, func() (struct{}, error) { return struct{}{}, s.project.Backup(ctx, out) })
	return err
}

// Rescue writes what is open to the new file out, also where its own is gone.
func (s Shared) Rescue(ctx context.Context, out string) error {
	_, err := during(s, func() (struct{}, error) { return struct{}{}, s.project.Rescue(ctx, out) })
	return err
}

// Problems returns what Check finds, a sentence each.
func (s Shared) Problems(ctx context.Context) ([]string, error) {
	return during(s, func() ([]string, error) { return s.project.Problems(ctx) })
}

// Ready returns why the project cannot be written to now, or nil.
func (s Shared) Ready(ctx context.Context) error {
	_, err := during(s, func() (struct{}, error) {
		return struct{}{}, s.project.Update(ctx, func(job.Tx) error { return nil })
	})
	return err
}

// Close waits for what goes on and closes the project.
func (s Shared) Close() error {
	s.closed.Lock() // for good
	return s.project.Close()
}
