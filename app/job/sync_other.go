//go:build !linux

package job

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// exchange fails: this system has no way to do that which is used here.
func exchange(_, _ string) error { return errors.ErrUnsupported }

// syncTree has everything in a folder reach the disk, file by file.
func syncTree(folder string) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return syncFolder(path)
		}
		file, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		return errors.Join(file.Sync(), file.Close())
	})
}
