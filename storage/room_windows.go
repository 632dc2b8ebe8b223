package storage

import (
	"errors"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// hasRoom reports whether there is room beside the file; true where that cannot
// be told.
func hasRoom(path string) bool {
	folder, err := windows.UTF16PtrFromString(filepath.Dir(path))
	if err != nil {
		return true
	}
	var free uint64
	return windows.GetDiskFreeSpaceEx(folder, &free, nil, nil) != nil || free >= besides
}

// saysFull reports whether err is this system's own word for a full disk.
func saysFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}
