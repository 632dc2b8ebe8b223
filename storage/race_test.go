//go:build race

package storage

// patience is by how much campaigns are shorter: the race detector makes them
// some eight times as long. It is there to see races; scripts/test runs the
// campaigns without it too.
const patience = 15
