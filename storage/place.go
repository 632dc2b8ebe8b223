package storage

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// place is what tells whether the files of an open project are still where
// they were opened. The zero value belongs to a project that is only read.
type place struct {
	file, log os.FileInfo // of the project file and of its write-ahead log
}

// remember looks at the project file before it is opened for writing.
func (p *Project) remember() error {
	file, err := os.Stat(p.path)
	if err != nil {
		return err
	}
	// Where a file is known by a number that is asked for late (Windows), it
	// must be asked for now.
	os.SameFile(file, file)
	p.place.file = file
	if p.lock != nil { // a draft has none
		o := owner{file: identity(file)}
		if p.network(filepath.Dir(p.path)) != "" {
			o.computer = thisComputer()
		}
		p.lock.sign(o)
	}
	return nil
}

// rememberLog looks at the write-ahead log, which SQLite makes when it first
// reads.
func (p *Project) rememberLog(ctx context.Context) error {
	var tables int
	if err := p.writer.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return err
	}
	log, err := os.Stat(p.path + "-wal")
	if err != nil {
		return err
	}
	os.SameFile(log, log)
	p.place.log = log
	return p.here()
}

// here reports that the project file at the path is not the one that is open.
// Whatever is written then would go into a file that nobody finds again, or
// stand in the way of what is at the path now.
func (p *Project) here() error {
	how, err := p.elsewhere()
	if how != "" {
		return passing{fmt.Errorf("%w: %s; put it back and go on, or save a copy of the project elsewhere", ErrMoved, how)}
	}
	return err
}

// elsewhere tells what became of the file that was opened, "" where it is at
// its path or that cannot be seen.
func (p *Project) elsewhere() (how string, err error) {
	if p.place.file == nil {
		return "", nil
	}
	now, err := os.Stat(p.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is none at " + p.path + " any more", nil
	case err != nil:
		return "", explain(err)
	case !os.SameFile(p.place.file, now):
		return "another file stands at " + p.path + " now", nil
	case now.Size() == 0:
		return p.path + " was emptied", nil
	}
	return "", nil
}

// logHere reports that the write-ahead log was taken away, after everything in
// it was written into the project file: what is saved after that would be lost
// if the program ended by force.
func (p *Project) logHere(ctx context.Context) error {
	if p.place.log == nil {
		return nil
	}
	now, err := os.Stat(p.path + "-wal")
	if err == nil && os.SameFile(p.place.log, now) {
		return nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return explain(err)
	}
	all, err := checkpoint(ctx, p.writer)
	switch {
	case err != nil:
		return p.explain(err)
	case !all:
		return passing{fmt.Errorf("%w: %s, which belongs to it, was taken away, and what was done last could not be brought into the project file "+
			"while something reads it: put that file back, or save a copy of the project elsewhere", ErrMoved, p.path+"-wal")}
	}
	return passing{fmt.Errorf("%w: %s, which belongs to it, was taken away; everything that was done is in the project file: "+
		"close the project and open it again, or put that file back", ErrMoved, p.path+"-wal")}
}

// ready reports why nothing may be written as things are.
func (p *Project) ready(ctx context.Context) error {
	if err := p.here(); err != nil {
		return err
	}
	return p.logHere(ctx)
}

// source returns the path of the file that SQLite has open.
func (p *Project) source() string {
	if p.private != "" {
		return filepath.Join(p.private, privateName)
	}
	return p.path
}

// connector opens connections to a file as long as it is the same one: the pool
// opens them when they are needed, by the path.
type connector struct {
	driver driver.Driver
	name   string
	same   func() error
}

// Connect implements driver.Connector.
func (c connector) Connect(context.Context) (driver.Conn, error) {
	conn, err := c.driver.Open(c.name)
	if elsewhere := c.same(); elsewhere != nil {
		if err == nil {
			err = conn.Close()
		}
		return nil, errors.Join(elsewhere, err)
	}
	return conn, err
}

// Driver implements driver.Connector.
func (c connector) Driver() driver.Driver { return c.driver }
