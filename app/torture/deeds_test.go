package torture_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"time"
)

// deed is a verb that is to be done whole or not at all.
type deed struct {
	name    string
	prepare func(s *stage, folder string) // fills the folder in which it runs
	args    []string                      // relative to the folder
	parts   bool                          // it makes several files, each of which is whole or absent
	watch   string                        // a file that nobody may ever find half written
}

// deedDone is a deed with what it leads from and to, and how long it takes.
type deedDone struct {
	deed
	*stage
	was, will facts
	took      time.Duration
}

// torture kills the verb again and again.
func (d deed) torture(s *stage) {
	_, err := program.path()
	s.must(err)
	before, now := s.path("before"), s.path("now")
	s.must(os.Mkdir(before, 0o755))
	d.prepare(s, before)
	done := &deedDone{deed: d, stage: s, was: s.facts(before)}
	s.must(os.CopyFS(now, os.DirFS(before)))
	done.finish(now)
	done.will = s.facts(now)
	if done.was.same(done.will) && len(done.was.backups) == len(done.will.backups) {
		s.Fatalf("%v does nothing", d.args)
	}
	for s.kills > 0 && !s.Failed() {
		s.must(os.RemoveAll(now))
		s.must(os.CopyFS(now, os.DirFS(before)))
		done.round(now)
	}
}

// round kills the verb in the folder up to three times and then lets it end.
func (d *deedDone) round(folder string) {
	for range min(d.kills, 1+d.rng.IntN(3)) {
		delay := time.Duration(d.rng.Float64() * float64(d.took))
		killed, err := d.run(folder, delay)
		if err != nil {
			d.Fatal(err)
		}
		whole := d.look(folder, delay)
		if killed {
			d.killed(false)
		}
		if whole {
			return
		}
	}
	d.finish(folder)
	f := d.facts(folder)
	if !f.same(d.will) {
		d.Fatalf("%v, after a kill and undisturbed the next time, does not do what it is to do; there is %v", d.args, f.names)
	}
	if !slices.Equal(f.names, d.will.names) {
		d.Fatalf("%v, after a kill and undisturbed the next time, leaves %v; without the kill there is %v", d.args, f.names, d.will.names)
	}
}

// look makes sure that the verb was done whole or not at all, and reports which.
func (d *deedDone) look(folder string, delay time.Duration) (whole bool) {
	f := d.facts(folder)
	if err := f.between(d.was, d.will); err != nil {
		d.Fatalf("%v, killed after %v: %v; there is %v", d.args, delay, err, f.names)
	}
	switch {
	case f.same(d.will) && !d.will.same(d.was):
		d.whole.Add(1)
		return true
	case f.same(d.was):
		d.absent.Add(1)
	case !d.parts:
		d.Fatalf("%v, killed after %v: some files are as before and some as they are to be; there is %v", d.args, delay, f.names)
	}
	return false
}

// finish lets the verb end.
func (d *deedDone) finish(folder string) {
	d.Helper()
	if _, err := d.run(folder, 0); err != nil {
		d.Fatal(err)
	}
}

// run runs the verb and kills it after the delay, if there is one. It notes how
// long the verb takes that ends by itself.
func (d *deedDone) run(folder string, delay time.Duration) (killed bool, err error) {
	path, err := program.path()
	d.must(err)
	command := exec.Command(path, d.args...)
	command.Dir = folder
	p := d.start(command)
	if delay > 0 {
		p.kill(delay)
	}
	stop, seen := make(chan struct{}), make(chan error, 1)
	go func() { seen <- d.reader(folder, stop) }()
	p.in.Close()
	for {
		if _, err := p.line(); err != nil {
			break
		}
	}
	killed, err = p.wait()
	if !killed {
		d.took = time.Since(p.begun)
	}
	close(stop)
	return killed, errors.Join(err, <-seen)
}

// reader reads the watched file again and again until it is stopped. Its error
// says that the file was neither what it was nor what it is to be.
func (d *deedDone) reader(folder string, stop chan struct{}) error {
	for d.watch != "" && d.will.files != nil {
		data, err := os.ReadFile(filepath.Join(folder, d.watch))
		old, stood := d.was.files[d.watch]
		switch {
		case errors.Is(err, fs.ErrNotExist) && (!stood || runtime.GOOS != "linux"):
		case err != nil:
			return err
		case (!stood || !bytes.Equal(data, []byte(old))) && !bytes.Equal(data, []byte(d.will.files[d.watch])):
			return errors.New("a reader saw " + d.watch + " half written")
		}
		select {
		case <-stop:
			return nil
		case <-time.After(time.Millisecond):
		}
	}
	return nil
}
