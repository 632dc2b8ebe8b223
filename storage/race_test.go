//go:build race

package storage

// patience is by how much campaigns are shorter: the race detector makes them
// some eight times as long.
const patience = 6
