package session

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// InUseError says that a schema edit takes away labels or relation types that
// are in use, without saying what becomes of their annotations.
type InUseError struct {
	Counts map[string]int // "label person", "relation type speaker", how many of each
}

// Error names what is in use and how often.
func (e *InUseError) Error() string {
	var parts []string
	for _, what := range slices.Sorted(maps.Keys(e.Counts)) {
		parts = append(parts, fmt.Sprintf("%s is in use %d times", what, e.Counts[what]))
	}
	return strings.Join(parts, ", ") + ": the new schema has no place for them; keep the names, or delete or relabel first"
}
