package faultfs

import (
	"database/sql"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	gosqlite "github.com/glebarez/go-sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// database opens a new database in a watched folder.
func database(t *testing.T) (*Watch, *sql.DB, string) {
	t.Helper()
	folder := t.TempDir()
	w, err := On(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Stop)
	path := filepath.Join(folder, "a.db")
	return w, open(t, path), path
}

func open(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(wal)&_pragma=synchronous(2)")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

func run(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func kinds(ops []Op, name string) []Kind {
	var list []Kind
	for _, op := range ops {
		if filepath.Base(op.Path) == name {
			list = append(list, op.Kind)
		}
	}
	return slices.Compact(list)
}

// TestOperationsAreTold checks that what was told leads to the files that are
// there, and that a commit ends with a sync.
func TestOperationsAreTold(t *testing.T) {
	w, db, path := database(t)
	run(t, db, "CREATE TABLE x (y)")
	run(t, db, "INSERT INTO x VALUES (zeroblob(20000))")
	if got := kinds(w.Ops(), "a.db-wal"); got[0] != Create || got[len(got)-1] != Sync || !slices.Contains(got, SyncFolder) {
		t.Errorf("the log of a commit: %v", got)
	}
	run(t, db, "PRAGMA wal_checkpoint(TRUNCATE)")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if got := kinds(w.Ops(), "a.db-wal"); got[len(got)-1] != Delete {
		t.Errorf("the log after closing: %v", got)
	}
	d := &Disk{folder: filepath.Dir(path), live: map[string]*content{}, sure: map[string]*content{}}
	for _, op := range w.Ops() {
		d.Do(op)
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if file := d.live["a.db"]; len(d.live) != 1 || len(file.pending) != 0 || !slices.Equal(file.sure, want) {
		t.Errorf("the operations lead to %d files, and to a database of %d bytes that is another than that of %d", len(d.live), len(file.sure), len(want))
	}
}

// TestEveryKindFails lets the first operation of each kind fail, and looks at
// the code that reaches the driver.
func TestEveryKindFails(t *testing.T) {
	for name, c := range map[string]struct {
		fault Fault
		code  int
	}{
		"full":   {Fault{Kinds: []Kind{Write}, Full: true}, sqlite3.SQLITE_FULL},
		"broken": {Fault{Kinds: []Kind{Write}}, sqlite3.SQLITE_IOERR_WRITE},
		"torn":   {Fault{Kinds: []Kind{Write}, Torn: true}, sqlite3.SQLITE_IOERR_WRITE},
		"sync":   {Fault{Kinds: []Kind{Sync}}, sqlite3.SQLITE_IOERR_FSYNC},
	} {
		t.Run(name, func(t *testing.T) {
			w, db, _ := database(t)
			run(t, db, "CREATE TABLE x (y)")
			c.fault.N = 1
			w.Fail(c.fault)
			_, err := db.Exec("INSERT INTO x VALUES (1)")
			var failure *gosqlite.Error
			if !errors.As(err, &failure) || failure.Code() != c.code {
				t.Errorf("the driver says %v, want code %d", err, c.code)
			}
			if n := w.Heal(); n != 1 {
				t.Errorf("%d operations failed", n)
			}
			run(t, db, "INSERT INTO x VALUES (1)")
		})
	}
}

func TestFaultStaysOrPasses(t *testing.T) {
	for _, stays := range []bool{false, true} {
		w := &Watch{}
		w.Fail(Fault{Kinds: []Kind{Sync}, N: 2, Stays: stays})
		w.strike(Write)
		for range 4 {
			w.strike(Sync)
		}
		if got, want := w.Heal(), map[bool]int{false: 1, true: 3}[stays]; got != want {
			t.Errorf("stays %v: %d of 4 failed, want %d", stays, got, want)
		}
	}
}

// TestOutsideIsUntouched: another folder knows nothing of a fault.
func TestOutsideIsUntouched(t *testing.T) {
	w, _, _ := database(t)
	w.Fail(Fault{Kinds: []Kind{Create, Write, Sync, Truncate, Delete, Share}, N: 1, Stays: true})
	db := open(t, filepath.Join(t.TempDir(), "b.db"))
	run(t, db, "CREATE TABLE x (y)")
	if w.Heal() != 0 || w.Len() != 0 {
		t.Errorf("the watch saw %v", w.Ops())
	}
}

// TestCrashKeepsWhatWasSynced writes, syncs and writes again: every crash keeps
// the first, and over many everything that may happen to the second does.
func TestCrashKeepsWhatWasSynced(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "f")
	d, err := ReadDisk(folder, rand.New(rand.NewPCG(1, 2)))
	if err != nil {
		t.Fatal(err)
	}
	write := func(c byte) Op { return Op{Kind: Write, Path: path, Data: slices.Repeat([]byte{c}, 2*sector)} }
	for _, op := range []Op{{Kind: Create, Path: path}, write('a'), {Kind: Sync, Path: path}} {
		d.Do(op)
	}
	if seen := crashes(t, d); !seen["nothing"] || !seen["old"] || len(seen) != 2 {
		t.Errorf("before the folder is synced: %v", seen)
	}
	d.Do(Op{Kind: SyncFolder, Path: path})
	d.Do(write('b'))
	if seen := crashes(t, d); !seen["old"] || !seen["new"] || !seen["mixed"] || len(seen) != 3 {
		t.Errorf("after a write that is not synced: %v", seen)
	}
	d.Do(Op{Kind: Delete, Path: path})
	if seen := crashes(t, d); len(seen) != 4 {
		t.Errorf("after a removal that is not synced: %v", seen)
	}
}

// crashes tells what 200 crashes leave of the file f.
func crashes(t *testing.T, d *Disk) map[string]bool {
	t.Helper()
	seen := map[string]bool{}
	for range 200 {
		into := t.TempDir()
		if err := d.Crash(into); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join(into, "f"))
		switch a, b := slices.Contains(data, 'a'), slices.Contains(data, 'b'); {
		case err != nil:
			seen["nothing"] = true
		case len(data) != 2*sector:
			t.Fatalf("the file has %d bytes", len(data))
		case a && b:
			seen["mixed"] = true
		case b:
			seen["new"] = true
		default:
			seen["old"] = true
		}
	}
	return seen
}
