package job

import (
	"errors"

	"golang.org/x/sys/windows"
)

// saysFull reports whether err is this system's own word for a full disk.
func saysFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}
