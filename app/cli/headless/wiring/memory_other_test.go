//go:build !unix

package wiring_test

import "os"

func (m *memory) of(*os.ProcessState) {}
