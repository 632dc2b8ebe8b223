package faultfs

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// Small mounts a real file system of so many bytes at a folder of its own for
// the length of a test, and returns the folder. A test that may not mount is
// skipped.
func Small(t testing.TB, bytes int) string {
	t.Helper()
	folder := t.TempDir()
	if err := unix.Mount("none", folder, "tmpfs", 0, fmt.Sprintf("size=%d", bytes)); err != nil {
		t.Skip("a full disk needs the right to mount one:", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(folder, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return folder
}

// Fill takes all of the room in the folder but so many bytes, and returns what
// gives it back.
func Fill(t testing.TB, folder string, but int) (release func()) {
	t.Helper()
	name := filepath.Join(folder, "filling-"+rand.Text())
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	page := make([]byte, 4096)
	size := int64(0)
	for err == nil {
		var n int
		n, err = file.Write(page)
		size += int64(n)
	}
	if err := file.Truncate(max(0, size-int64(but))); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return func() {
		t.Helper()
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
}
