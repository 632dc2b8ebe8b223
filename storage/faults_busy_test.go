package storage

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestBusyProgram is another program that holds a lock of SQLite on a project:
// it runs the statement, says so, and ends when its input does.
func TestBusyProgram(t *testing.T) {
	path, statement := os.Getenv("STORAGE_TEST_BUSY"), os.Getenv("STORAGE_TEST_STATEMENT")
	if path == "" {
		t.Skip("runs inside other tests")
	}
	db, err := connect(ctx, path, 1, nil, []string{"mode=rw"})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, statement); err != nil {
		t.Fatal(err)
	}
	fmt.Println("ready")
	bufio.NewReader(os.Stdin).ReadString('\n')
}

// busy starts a TestBusyProgram, and returns what ends it.
func busy(t *testing.T, path, statement string) (end func()) {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^TestBusyProgram$")
	c.Env = append(os.Environ(), "STORAGE_TEST_BUSY="+path, "STORAGE_TEST_STATEMENT="+statement)
	in, err := c.StdinPipe()
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
		t.Fatalf("the other program says %q, %v", line, err)
	}
	return func() {
		t.Helper()
		in.Close()
		if err := c.Wait(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAnotherProgramWrites is refused with a sentence, waits no longer than a
// person would bear, and goes on when the other program is done.
func TestAnotherProgramWrites(t *testing.T) {
	for _, statement := range []string{"BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"} {
		t.Run(statement, func(t *testing.T) {
			e := newEdits(t, filepath.Join(t.TempDir(), "a.dragoman"))
			e.must()
			end := busy(t, e.p.path, statement)
			begin := time.Now()
			err := e.try()
			// Half a second of waiting, and much for a slow machine; SQLite's
			// own wait would be five.
			if waited := time.Since(begin); waited > 4*time.Second {
				t.Errorf("an edit keeps a person waiting for %v", waited)
			}
			if !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), "let that finish") {
				t.Fatal(err)
			}
			e.refused(ErrInUse, "try again")
			end()
			e.must()
			closed(t, e.p)
			e.holdsAt(e.p.path)
		})
	}
}

// TestAnotherProgramWritesInPassing is waited for.
func TestAnotherProgramWritesInPassing(t *testing.T) {
	e := newEdits(t, filepath.Join(t.TempDir(), "a.dragoman"))
	end := busy(t, e.p.path, "BEGIN IMMEDIATE")
	done := make(chan struct{})
	go func() {
		defer close(done)
		end() // while the edit waits
	}()
	for e.try() != nil { // at most until the other program has ended
	}
	<-done
	closed(t, e.p)
	e.holdsAt(e.p.path)
}

// TestClosingWhileAnotherProgramWrites loses nothing: what cannot be taken in
// stays beside the project file until the next time.
func TestClosingWhileAnotherProgramWrites(t *testing.T) {
	for _, statement := range []string{"BEGIN IMMEDIATE", "BEGIN; SELECT count(*) FROM annotation"} {
		t.Run(statement, func(t *testing.T) {
			e := newEdits(t, filepath.Join(t.TempDir(), "a.dragoman"))
			e.must()
			end := busy(t, e.p.path, statement)
			closed(t, e.p)
			reader := opened(t, e.p.path, Options{ReadOnly: true})
			e.holds(reader)
			closed(t, reader)
			end()
			e.holdsAt(e.p.path)
			if left := filesIn(t, filepath.Dir(e.p.path)); len(left) != 1 {
				t.Errorf("left: %v", left)
			}
		})
	}
}

// TestOpeningWhatAnotherProgramLocks is refused with a sentence, and works when
// that is done.
func TestOpeningWhatAnotherProgramLocks(t *testing.T) {
	e := newEdits(t, filepath.Join(t.TempDir(), "a.dragoman"))
	e.must()
	closed(t, e.p)
	end := busy(t, e.p.path, "BEGIN EXCLUSIVE")
	_, err := Open(ctx, e.p.path, Options{})
	if !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), "try again") {
		t.Errorf("opened: %v", err)
	}
	t.Log(err)
	end()
	e.holdsAt(e.p.path)
	if left := filesIn(t, filepath.Dir(e.p.path)); len(left) != 1 {
		t.Errorf("left: %v", left)
	}
}

// TestManyProcessesAtOnce open a project: one of them has it.
func TestManyProcessesAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.dragoman")
	closed(t, must[*Project](t)(Create(ctx, path, testSchema, Options{})))
	type outcome struct {
		said string
		err  error
	}
	const many = 6
	results := make(chan outcome)
	for range many {
		go func() {
			c := exec.Command(os.Args[0], "-test.run=^TestOneOfMany$", "-test.v")
			c.Env = append(os.Environ(), "STORAGE_TEST_MANY="+path)
			out, err := c.CombinedOutput()
			results <- outcome{string(out), err}
		}()
	}
	in := 0
	for range many {
		r := <-results
		switch {
		case r.err != nil:
			t.Errorf("%v: %s", r.err, r.said)
		case strings.Contains(r.said, "I have it"):
			in++
		case !strings.Contains(r.said, "open in another window or program"):
			t.Errorf("a process says %s", r.said)
		}
	}
	if in == 0 {
		t.Error("nobody got the project")
	}
	p := opened(t, path, Options{})
	list, err := p.Documents(ctx)
	if err != nil || len(list) != in {
		t.Errorf("%d documents of %d who wrote one, %v", len(list), in, err)
	}
	closed(t, p)
}

// TestOneOfMany is a process of TestManyProcessesAtOnce.
func TestOneOfMany(t *testing.T) {
	path := os.Getenv("STORAGE_TEST_MANY")
	if path == "" {
		t.Skip("runs inside TestManyProcessesAtOnce")
	}
	p, err := Open(ctx, path, Options{})
	if errors.Is(err, ErrInUse) {
		fmt.Println(err)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	claim := path + "-claim"
	if err := os.Mkdir(claim, 0o700); err != nil {
		t.Fatal("two have it:", err)
	}
	add(t, p, fmt.Sprint("by ", os.Getpid()), "one")
	if err := os.Remove(claim); err != nil {
		t.Fatal(err)
	}
	closed(t, p)
	fmt.Println("I have it")
}

// TestStaleLock opens a project beside whose file a lock was left, whatever
// stands in it.
func TestStaleLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.dragoman")
	closed(t, must[*Project](t)(Create(ctx, path, testSchema, Options{})))
	for _, content := range []string{"", "\x00\xffrubbish\n", strings.Repeat("x", 1<<16)} {
		if err := os.WriteFile(path+"-lock", []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		closed(t, opened(t, path, Options{}))
		if left := filesIn(t, filepath.Dir(path)); len(left) != 1 {
			t.Errorf("left: %v", left)
		}
	}
	if err := os.Mkdir(path+"-lock", 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := Open(ctx, path, Options{})
	if err == nil || !strings.Contains(err.Error(), path+"-lock") {
		t.Errorf("with a folder of the lock's name: %v", err)
	}
	if err := os.Remove(path + "-lock"); err != nil {
		t.Fatal(err)
	}
	closed(t, opened(t, path, Options{}))
}
