package job

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// WriteWhole writes a file so that it is there whole, or as it was: beside it at
// first, to the disk, and then in its place. A file that is there keeps its
// permissions, a new one may be read by all. The error of write comes back as
// it is, or with what a person can do where the disk is the reason.
func WriteWhole(path string, write func(io.Writer) error) error {
	return unwritten(path, writeWhole(path, write))
}

func writeWhole(path string, write func(io.Writer) error) error {
	permissions := os.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		permissions = info.Mode().Perm()
	}
	beside, err := newAside(path)
	if err != nil {
		return err
	}
	if err = writeNew(beside.at(asideNew), permissions, write); err == nil {
		err = os.Rename(beside.at(asideNew), path)
	}
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	return errors.Join(err, beside.remove())
}

func writeNew(path string, permissions os.FileMode, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, permissions)
	if err != nil {
		return err
	}
	if err := errors.Join(write(file), file.Chmod(permissions)); err != nil {
		return errors.Join(err, file.Close())
	}
	return errors.Join(file.Sync(), file.Close())
}

// told is a failure of the disk that says what a person can do.
type told struct{ error }

// Unwrap returns the failure.
func (t told) Unwrap() error { return t.error }

// unwritten says what a person can do after nothing could be written to path;
// errors that are not the disk's, or say it, stay as they are.
func unwritten(path string, err error) error {
	if errors.As(err, new(told)) {
		return err
	}
	now := "nothing was left there"
	if _, failed := os.Stat(path); failed == nil {
		now = "what was there is as it was"
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG), saysFull(err):
		return told{fmt.Errorf("the disk is full; %s; make room, or choose another place (%w)", now, err)}
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return told{fmt.Errorf("you may not write there; %s; choose another place (%w)", now, err)}
	case errors.Is(err, syscall.EIO):
		return told{fmt.Errorf("the disk could not be read or written; %s; choose another place (%w)", now, err)}
	}
	return err
}
