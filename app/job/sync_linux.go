package job

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// exchange has the two files or folders change places, so that there is always
// one of them at either path.
func exchange(a, b string) error {
	return unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
}

// syncTree has everything in a folder reach the disk, at the cost of one wait
// for all of its files.
func syncTree(folder string) error {
	dir, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := unix.Syncfs(int(dir.Fd())); err != nil {
		return fmt.Errorf("write %s to the disk: %w", folder, err)
	}
	return nil
}
