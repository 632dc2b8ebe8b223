package command

import (
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"
)

// Filter returns the indexes of the titles that match what was typed, the best
// first: the title itself, those that begin with it, those that have its
// letters. It returns all of them when nothing was typed.
func Filter(typed string, titles []string) []int {
	if typed == "" {
		all := make([]int, len(titles))
		for i := range titles {
			all[i] = i
		}
		return all
	}
	matches := fuzzy.Find(typed, titles)
	found := make([]int, len(matches))
	for i, m := range matches {
		found[i] = m.Index
	}
	slices.SortStableFunc(found, func(a, b int) int { return likeness(typed, titles[a]) - likeness(typed, titles[b]) })
	return found
}

// likeness says how far a title is from what was typed, whatever the case of
// the letters.
func likeness(typed, title string) int {
	switch {
	case strings.EqualFold(title, typed):
		return 0
	case strings.HasPrefix(strings.ToLower(title), strings.ToLower(typed)):
		return 1
	}
	return 2
}
