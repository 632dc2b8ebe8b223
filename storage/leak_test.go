package storage

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain makes sure that no goroutine is left of projects that were closed.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
