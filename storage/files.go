package storage

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// removeDatabase removes the file and what SQLite may have put beside it.
func removeDatabase(path string) error {
	var err error
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if failed := os.Remove(path + suffix); failed != nil && !errors.Is(failed, fs.ErrNotExist) {
			err = errors.Join(err, failed)
		}
	}
	return err
}

// syncFolder makes the entry of the file in its folder durable.
func syncFolder(path string) error {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	// Where a folder cannot be synced (Windows), the file system keeps its
	// own order.
	if err := folder.Sync(); err != nil && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, fs.ErrInvalid) {
		return errors.Join(err, folder.Close())
	}
	return folder.Close()
}

// syncFile makes the content of the file durable. No database may have it open.
func syncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
