//go:build unix

package storage

import (
	"os"
	"strconv"
	"syscall"
)

// identity returns the number that tells a file from the others of its disk,
// "" where there is none.
func identity(file os.FileInfo) string {
	stat, ok := file.Sys().(*syscall.Stat_t)
	if !ok {
		return ""
	}
	return strconv.FormatUint(stat.Ino, 10)
}
