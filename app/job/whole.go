package job

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// WriteWhole writes a file so that it is there whole, or as it was: beside it at
// first, to the disk, and then in its place. A file that is there keeps its
// permissions, a new one may be read by all. The error of write comes back as
// it is.
func WriteWhole(path string, write func(io.Writer) error) error {
	permissions := os.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		permissions = info.Mode().Perm()
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // what is left of it when something failed
	if err := errors.Join(write(file), file.Chmod(permissions)); err != nil {
		return errors.Join(err, file.Close())
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
