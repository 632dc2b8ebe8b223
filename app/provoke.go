//go:build provoke

package app

import (
	"context"
	"os"

	"dragoman/app/background"
)

// provoke ends the program unexpectedly once the window is there, where a test
// asks for it: it is built with the tag that no other program has.
func provoke(r *background.Runner) {
	switch os.Getenv("DRAGOMAN_PROVOKE") {
	case "window":
		panic("words of an article")
	case "background":
		background.Start(r, context.Background(), func(context.Context) (int, error) { panic("words of an article") }, func(int, error) {})
	}
}
