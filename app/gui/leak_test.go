package gui

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain makes sure that no goroutine is left of projects that were closed,
// but for those that the toolkit's test driver keeps.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
