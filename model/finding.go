package model

import "strings"

// Finding is something that is wrong with a project file.
type Finding struct {
	Table   string `json:"table"`         // of the project file; "" where the whole file is meant
	Key     string `json:"key,omitempty"` // of the row; "" where the whole table is meant
	Problem string `json:"problem"`       // a sentence
}

// String returns the finding on one line, its place first.
func (f Finding) String() string {
	place := strings.TrimSpace(f.Table + " " + f.Key)
	if place == "" {
		return f.Problem
	}
	return place + ": " + f.Problem
}
