//go:build linux || darwin

package storage

import (
	"path/filepath"

	"golang.org/x/sys/unix"
)

// hasRoom reports whether there is room beside the file; true where that cannot
// be told.
func hasRoom(path string) bool {
	var s unix.Statfs_t
	return unix.Statfs(filepath.Dir(path), &s) != nil || s.Bavail*uint64(s.Bsize) >= besides
}

// saysFull reports whether err is this system's own word for a full disk.
func saysFull(error) bool { return false }
