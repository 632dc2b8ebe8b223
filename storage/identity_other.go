//go:build !unix

package storage

import "os"

// identity returns "": this system has no number for files that is asked for
// without opening them.
func identity(os.FileInfo) string { return "" }
