package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	gosqlite "github.com/glebarez/go-sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// privateName is the name of a project's copy in a folder of its own.
const privateName = "project" + Extension

// openToRead opens the project for reading only. Where something is left of a
// write-ahead log, SQLite must write beside the file to read it: if it may not,
// a private copy is read.
func (p *Project) openToRead(ctx context.Context, steps []migration) (*Project, error) {
	err := recognise(ctx, p.path)
	if needsToWrite(err) {
		if failed := p.copyPrivately(); failed != nil {
			return nil, errors.Join(err, failed)
		}
		err = recognise(ctx, p.source())
	}
	if err == nil {
		err = p.beginReadOnly(ctx, steps)
	}
	if err != nil && p.private != "" {
		err = errors.Join(err, os.RemoveAll(p.private))
	}
	if err != nil {
		return nil, err
	}
	return p, nil
}

// needsToWrite reports that SQLite could not make beside the file what it needs
// to read it, for want of rights or of room.
func needsToWrite(err error) bool {
	var failure *gosqlite.Error
	if errors.As(err, &failure) && failure.Code() == sqlite3.SQLITE_IOERR_SHMSIZE {
		return true
	}
	return slices.Contains([]int{sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL}, codeOf(err))
}

// tries is how often a file is copied that another program writes meanwhile.
const tries = 3

// copyPrivately copies the project file and its write-ahead log into a folder
// that is this person's alone, both as they were at one moment.
func (p *Project) copyPrivately() error {
	for range tries {
		whole, err := p.copyOnce()
		if whole {
			return nil
		}
		err = errors.Join(err, os.RemoveAll(p.private))
		p.private = ""
		if err != nil {
			return fmt.Errorf("copy the project to read it: %w", err)
		}
	}
	return fmt.Errorf("%w; wait until nothing is written there, and try again", ErrInUse)
}

// copyOnce reports whether nobody wrote to the project while it was copied.
func (p *Project) copyOnce() (whole bool, err error) {
	if p.private, err = os.MkdirTemp("", "dragoman-*"); err != nil {
		return false, err
	}
	before, err := p.looks()
	for _, suffix := range partOf {
		if err == nil {
			err = copyFile(p.path+suffix, p.source()+suffix)
		}
	}
	if err != nil {
		return false, err
	}
	after, err := p.looks()
	return err == nil && before == after, err
}

// looks tells of the project file and its parts what changes when they are
// written.
func (p *Project) looks() (string, error) {
	text := ""
	for _, suffix := range partOf {
		info, err := os.Stat(p.path + suffix)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		text += fmt.Sprintln(suffix, info.Size(), info.ModTime().UnixNano())
	}
	return text, nil
}
