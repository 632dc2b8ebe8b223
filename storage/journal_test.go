package storage

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"dragoman/storage/faultfs"
)

// TestWhatWasCutIsTakenBack opens projects at which the power failed while
// SQLite kept what was there before in a journal: at a migration, and at the
// end of closing.
func TestWhatWasCutIsTakenBack(t *testing.T) {
	for name, from := range map[string]string{"migration": "testdata/v1.dragoman", "closing": fullProject(t)} {
		for _, readOnly := range []bool{false, true} {
			path := cutInJournal(t, from)
			p, err := Open(ctx, path, Options{Now: clock, ReadOnly: readOnly})
			if name == "migration" && readOnly {
				if !errors.Is(err, ErrOlder) {
					t.Errorf("%s, to read: %v", name, err)
				}
				continue
			}
			if err != nil {
				t.Fatalf("%s, read only %v: %v", name, readOnly, err)
			}
			sound(t, p)
			closed(t, p)
		}
	}
}

// cutInJournal opens and closes a copy of the project, and returns one that was
// left when the power failed as a file with a journal was first written to.
func cutInJournal(t *testing.T, from string) string {
	t.Helper()
	path := copyOf(t, from)
	disk := must[*faultfs.Disk](t)(faultfs.ReadDisk(filepath.Dir(path), rand.New(rand.NewPCG(1, 2))))
	watch := must[*faultfs.Watch](t)(faultfs.On(filepath.Dir(path)))
	defer watch.Stop()
	closed(t, opened(t, path, Options{Now: clock}))
	journal := false
	for _, op := range watch.Ops() {
		disk.Do(op)
		switch {
		case op.Path == path+"-journal":
			journal = op.Kind == faultfs.Sync || op.Kind == faultfs.SyncFolder || journal && op.Kind != faultfs.Delete
		case journal && op.Kind == faultfs.Write && op.Path == path:
			to := t.TempDir()
			if err := disk.Crash(to); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(filepath.Join(to, "copy.dragoman-journal")); errors.Is(err, fs.ErrNotExist) {
				t.Fatal("there is no journal")
			}
			return filepath.Join(to, "copy.dragoman")
		}
	}
	t.Fatal("no journal was written")
	return ""
}
