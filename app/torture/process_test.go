package torture_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// program is the headless program, built once for all tests.
var program built

type built struct {
	once   sync.Once
	folder string
	err    error
}

// path returns where the program is.
func (b *built) path() (string, error) {
	b.once.Do(func() {
		if b.folder, b.err = os.MkdirTemp("", "dragoman-torture-"); b.err != nil {
			return
		}
		build := exec.Command("go", "build", "-o", b.binary(), "dragoman/app/cli/headless")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			b.err = fmt.Errorf("build the headless program: %w\n%s", err, out)
		}
	})
	return b.binary(), b.err
}

func (b *built) binary() string { return filepath.Join(b.folder, "dragoman") }

func (b *built) remove() {
	if b.folder != "" {
		os.RemoveAll(b.folder)
	}
}

// process is the program while it runs.
type process struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	errs    bytes.Buffer
	begun   time.Time
	timers  []*time.Timer
}

// dragoman starts the built program.
func (s *stage) dragoman(args ...string) *process {
	s.Helper()
	path, err := program.path()
	s.must(err)
	return s.start(exec.Command(path, args...))
}

func (s *stage) start(command *exec.Cmd) *process {
	s.Helper()
	p := &process{command: command, begun: time.Now()}
	var err error
	p.in, err = command.StdinPipe()
	s.must(err)
	out, err := command.StdoutPipe()
	s.must(err)
	p.out = bufio.NewReader(out)
	command.Stderr = &p.errs
	s.must(command.Start())
	return p
}

// kill kills the process after the delay; at once when there is none.
func (p *process) kill(delay time.Duration) {
	if delay == 0 {
		p.command.Process.Kill()
		return
	}
	p.timers = append(p.timers, time.AfterFunc(delay, func() { p.command.Process.Kill() }))
}

// line returns the next line that the process writes, with its end; one that was
// cut off is none.
func (p *process) line() ([]byte, error) {
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		return nil, err
	}
	return line, nil
}

// wait waits for the end, after all output was read. It reports whether the
// process was killed; one that ended by itself must have done well.
func (p *process) wait() (killed bool, err error) {
	err = p.command.Wait()
	for _, t := range p.timers {
		t.Stop()
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		if exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL {
			return true, nil
		}
		if exit.ExitCode() == 3 { // something was refused, and said so
			return false, nil
		}
	}
	if err != nil {
		return false, fmt.Errorf("%s ended with %w\n%s", p.command, err, &p.errs)
	}
	return false, nil
}

// moment is when a process is killed: so long after so many acknowledgements,
// or after its start for none. What comes between is more edits, the end of its
// input, or nothing.
type moment struct {
	after int
	delay time.Duration // 0: at once
	then  then
}

type then int

const (
	edit then = iota
	end
	idle
)

// moment draws one.
func (s *stage) moment() moment {
	m := moment{after: s.rng.IntN(5) * (1 + s.rng.IntN(12)), then: then(max(0, s.rng.IntN(8)-5))}
	if m.after == 0 || s.rng.IntN(3) > 0 {
		m.delay = s.delay(100 * time.Millisecond)
	}
	return m
}

// delay draws one between 20 µs and the longest, each order of magnitude as
// often as the others.
func (s *stage) delay(longest time.Duration) time.Duration {
	const shortest = float64(20 * time.Microsecond)
	return time.Duration(shortest * math.Pow(float64(longest)/shortest, s.rng.Float64()))
}
