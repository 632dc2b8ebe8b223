// Dragoman turns news articles into training data: see package cli for the
// command line, and package app for the window.
package main

import (
	"context"
	"os"

	"dragoman/app/cli"
	"dragoman/app/cli/headless/wiring"
)

func main() {
	os.Exit(cli.Run(context.Background(), os.Args[1:], cli.Stdio{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, wiring.Deps()))
}
