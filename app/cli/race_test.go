//go:build race

package cli_test

// raced says that the race detector watches, which makes a test take some
// twelve times as long.
const raced = true
