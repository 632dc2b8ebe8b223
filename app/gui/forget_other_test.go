//go:build !migrated_fynedo

package gui

import "testing"

// forget does nothing where the toolkit keeps its lists in another way; the
// tests take more memory then.
func forget(testing.TB) {}
