package command

import "github.com/sahilm/fuzzy"

// Filter returns the indexes of the titles that match what was typed, the best
// first; all of them when nothing was.
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
	return found
}
