package storage

import (
	"path/filepath"

	"golang.org/x/sys/windows"
)

// networkOf names the kind of network file system that the folder lies on, ""
// for one of this computer and for one that cannot be told.
func networkOf(folder string) string {
	root, err := windows.UTF16PtrFromString(filepath.VolumeName(folder) + `\`)
	if err != nil || windows.GetDriveType(root) != windows.DRIVE_REMOTE {
		return ""
	}
	return "a network drive"
}
