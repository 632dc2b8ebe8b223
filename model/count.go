package model

// CountLabels returns how many of the annotations have each label.
func CountLabels(annotations []Annotation) map[string]int {
	counts := map[string]int{}
	for i := range annotations {
		counts[annotations[i].Label]++
	}
	return counts
}

// Count brings counts of CountLabels from before c to after it.
func (c Change) Count(counts map[string]int) {
	for _, e := range c.Annotations {
		if e.Old != nil {
			counts[e.Old.Label]--
		}
		if e.New != nil {
			counts[e.New.Label]++
		}
	}
}
