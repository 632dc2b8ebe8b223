//go:build !race

package storage

const patience = 1
