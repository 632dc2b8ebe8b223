// Command headless is Dragoman without a window, for machines without a
// display: the command line alone, in a static binary.
package main

import (
	"context"
	"os"

	"dragoman/app/cli"
	"dragoman/app/cli/headless/wiring"
	"dragoman/app/crash"
)

func main() {
	os.Exit(crash.Guard(wiring.Version, func(*crash.Watch) int {
		return cli.Run(context.Background(), os.Args[1:], cli.Stdio{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, wiring.Deps())
	}))
}
