//go:build !linux

package job

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// syncTree has everything in a folder reach the disk, file by file.
func syncTree(folder string) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		file, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		return errors.Join(file.Sync(), file.Close())
	})
}
