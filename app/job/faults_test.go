//go:build linux

package job_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"dragoman/app/job"
	"dragoman/storage/faultfs"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonl"
)

// stall says that it begins, and waits until its input ends.
func stall() {
	os.Stdout.WriteString("ready\n")
	bufio.NewReader(os.Stdin).ReadString('\n')
}

// TestStallingExport is the process that other tests kill in the middle.
func TestStallingExport(t *testing.T) {
	path := os.Getenv("JOB_TEST_STALL")
	if path == "" {
		t.Skip("runs inside TestWhatAKilledExportLeft")
	}
	if filepath.Ext(path) != "" {
		err := job.WriteWhole(path, func(w io.Writer) error {
			stall()
			_, err := io.WriteString(w, "from the other process")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	slow := pile
	slow.WriteFolder = func(ctx context.Context, out format.Folder, o format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
		report, err := pile.WriteFolder(ctx, out, o, records)
		stall()
		return report, err
	}
	if _, err := job.Export(t.Context(), filled(t), path, job.ExportOptions{Format: slow}, job.Silent); err != nil {
		t.Fatal(err)
	}
}

// stalled starts a TestStallingExport and waits until it is in the middle.
func stalled(t *testing.T, path string) (process *exec.Cmd, in io.Closer) {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^TestStallingExport$")
	c.Env = append(os.Environ(), "JOB_TEST_STALL="+path)
	pipe, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("the other process says %q, %v", line, err)
	}
	return c, pipe
}

func entries(t *testing.T, folder string) []string {
	t.Helper()
	list, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}

// TestWhatAKilledExportLeft is taken away by the next export to that place; what
// another one is just writing is not, nor is anything of the person's.
func TestWhatAKilledExportLeft(t *testing.T) {
	for _, name := range []string{"a.txt", "pack"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, name)
			dead, _ := stalled(t, path)
			dead.Process.Kill()
			dead.Wait()
			living, in := stalled(t, path)
			defer living.Process.Kill()
			mine := []string{"." + name + "-1", "." + name + "-2.unfinished", ".other-3.unfinished"}
			for i, m := range mine {
				if i == 1 { // a folder like ours with something else in it
					m = filepath.Join(m, "mine")
					if err := os.Mkdir(filepath.Dir(filepath.Join(dir, m)), 0o700); err != nil {
						t.Fatal(err)
					}
				}
				if err := os.WriteFile(filepath.Join(dir, m), []byte("mine"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			// The second one took away what the first had left.
			if left := entries(t, dir); len(left) != len(mine)+1 {
				t.Fatalf("there is %v", left)
			}
			opt := job.ExportOptions{Format: pile}
			if filepath.Ext(name) != "" {
				opt.Format = jsonl.Format()
			}
			if _, err := job.Export(t.Context(), filled(t), path, opt, job.Silent); err != nil {
				t.Fatal(err)
			}
			if left := entries(t, dir); len(left) != len(mine)+2 {
				t.Fatalf("beside an export in progress there is %v", left)
			}
			in.Close()
			if err := living.Wait(); err != nil {
				t.Fatal("the export in progress was disturbed:", err)
			}
			want := append([]string{name}, mine...)
			slices.Sort(want)
			if left := entries(t, dir); !slices.Equal(left, want) {
				t.Errorf("in the end there is %v, want %v", left, want)
			}
		})
	}
}

// TestKilledBetweenOldAndNew puts an earlier export back that a killed program
// had put away.
func TestKilledBetweenOldAndNew(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pack")
	if _, err := job.Export(t.Context(), filled(t), path, job.ExportOptions{Format: pile}, job.Silent); err != nil {
		t.Fatal(err)
	}
	before := tree(t, path)
	aside := filepath.Join(dir, ".pack-12.unfinished")
	if err := errors.Join(os.Mkdir(aside, 0o700), os.WriteFile(filepath.Join(aside, "lock"), nil, 0o600), os.Rename(path, filepath.Join(aside, "old"))); err != nil {
		t.Fatal(err)
	}
	broken := pile
	failure := errors.New("broken")
	broken.WriteFolder = func(context.Context, format.Folder, format.WriteOptions, iter.Seq2[format.Record, error]) (format.Report, error) {
		return format.Report{}, failure
	}
	if _, err := job.Export(t.Context(), filled(t), path, job.ExportOptions{Format: broken}, job.Silent); !errors.Is(err, failure) {
		t.Fatal(err)
	}
	if after := tree(t, path); !slices.Equal(before, after) || len(entries(t, dir)) != 1 {
		t.Errorf("the earlier export holds %v, and was %v; there is %v", after, before, entries(t, dir))
	}
}

// TestExportToAFullDisk leaves what was there, says what to do, and works once
// there is room.
func TestExportToAFullDisk(t *testing.T) {
	for name, opt := range map[string]job.ExportOptions{
		"a.jsonl": {Format: jsonl.Format()}, "pack": {Format: pile}, "list.txt": {Format: list},
	} {
		t.Run(name, func(t *testing.T) {
			dir := faultfs.Small(t, 1<<20)
			path := filepath.Join(dir, name)
			p := filled(t)
			// The room for nothing, for the folder aside, and for more and more.
			refused := 0
			for but := 0; ; but += 4096 {
				release := faultfs.Fill(t, dir, but)
				_, err := job.Export(t.Context(), p, path, opt, job.Silent)
				if err == nil {
					release()
					break
				}
				refused++
				if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "the disk is full") || !strings.Contains(err.Error(), "make room") {
					t.Fatal(err)
				}
				if left := entries(t, dir); len(left) != 1 {
					t.Fatalf("with %d bytes there is %v", but, left)
				}
				release()
			}
			if refused == 0 {
				t.Error("the disk was never full")
			}
			before, _ := os.ReadFile(path)
			release := faultfs.Fill(t, dir, 0)
			if _, err := job.Export(t.Context(), p, path, opt, job.Silent); !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "is as it was") {
				t.Errorf("in the place of another: %v", err)
			} else {
				t.Log(err)
			}
			if after, _ := os.ReadFile(path); string(after) != string(before) {
				t.Error("the earlier export was harmed")
			}
			release()
			if _, err := job.Export(t.Context(), p, path, opt, job.Silent); err != nil {
				t.Error("with room again:", err)
			}
		})
	}
}

// TestLimitedExport is the process of TestExportBeyondALimit.
func TestLimitedExport(t *testing.T) {
	path := os.Getenv("JOB_TEST_LIMIT")
	if path == "" {
		t.Skip("runs inside TestExportBeyondALimit")
	}
	limit := syscall.Rlimit{Cur: 100, Max: 100}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	_, err := job.Export(t.Context(), filled(t), path, job.ExportOptions{Format: jsonl.Format()}, job.Silent)
	if !errors.Is(err, syscall.EFBIG) || !strings.Contains(err.Error(), "the disk is full; what was there is as it was") {
		t.Fatal(err)
	}
}

// TestExportBeyondALimit exports more than a person may have in one file.
func TestExportBeyondALimit(t *testing.T) {
	dir := folder(t, map[string]string{"a.jsonl": "mine"})
	path := filepath.Join(dir, "a.jsonl")
	c := exec.Command(os.Args[0], "-test.run=^TestLimitedExport$")
	c.Env = append(os.Environ(), "JOB_TEST_LIMIT="+path)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if data, err := os.ReadFile(path); string(data) != "mine" || len(entries(t, dir)) != 1 {
		t.Errorf("%q, %v; there is %v", data, err, entries(t, dir))
	}
}

func TestExportWhereNobodyMayWrite(t *testing.T) {
	for _, path := range []string{"/sys/a.jsonl", "/dev/full"} {
		if _, err := os.Stat("/sys/kernel"); err != nil {
			t.Skip("there is no folder of the kernel's, in which nobody may write")
		}
		_, err := job.Export(t.Context(), filled(t), path, job.ExportOptions{Format: jsonl.Format()}, job.Silent)
		if err == nil || !strings.Contains(err.Error(), "choose another") {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestLongNamesHaveRoom(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, strings.Repeat("é", 110)+".jsonl")
	if _, err := job.Export(t.Context(), filled(t), path, job.ExportOptions{Format: jsonl.Format()}, job.Silent); err != nil {
		t.Fatal(err)
	}
	if left := entries(t, dir); len(left) != 1 {
		t.Errorf("there is %v", left)
	}
}
