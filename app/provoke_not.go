//go:build !provoke

package app

import "dragoman/app/background"

// provoke does nothing in a program that people use.
func provoke(*background.Runner) {}
