//go:build !windows

package job

// saysFull reports whether err is this system's own word for a full disk.
func saysFull(error) bool { return false }
