package job

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// farOff is the difference of shares from which on people are told why a part
// is so large or small.
const farOff = 0.05

// Sentences tell people what is in the parts, what to look at, and what the
// parts still have in common.
func (p *SplitPlan) Sentences() []string {
	said := []string{p.sayParts()}
	for i, part := range p.Parts {
		without := p.lacks(i)
		switch {
		case part.Documents == 0:
			said = append(said, fmt.Sprintf("%s is empty: divide into fewer parts, or give it a larger share.", part.Name))
		case len(without) > 0:
			said = append(said, fmt.Sprintf("%s has no annotation labelled %s: divide into fewer parts, or annotate more.", part.Name, strings.Join(without, ", ")))
		}
	}
	if p.uneven() {
		said = append(said, fmt.Sprintf("The shares are not those asked for: %s, and they stay together.", p.sayGroups()))
	}
	if p.Undated > 0 {
		said = append(said, fmt.Sprintf("%s no date like 2006-01-02: see that none in %s is newer than the other parts.", sayHave(p.Undated), p.Parts[0].Name))
	}
	return append(said, p.sayLeak())
}

func (p *SplitPlan) documents() int {
	n := 0
	for _, part := range p.Parts {
		n += part.Documents
	}
	return n
}

// got returns the share of the documents that the part got.
func (p *SplitPlan) got(part int) float64 {
	return float64(p.Parts[part].Documents) / float64(max(p.documents(), 1))
}

func (p *SplitPlan) sayParts() string {
	parts := make([]string, len(p.Parts))
	for i, part := range p.Parts {
		parts[i] = fmt.Sprintf("%s %s (%s)", part.Name, sayDocuments(part.Documents), percent(p.got(i)))
	}
	return fmt.Sprintf("Divided by %s, seed %d: %s.", p.By, p.Seed, strings.Join(parts, ", "))
}

// lacks returns the labels, sorted, that a part has no annotation of.
func (p *SplitPlan) lacks(part int) []string {
	var without []string
	for _, label := range slices.Sorted(maps.Keys(p.Parts[part].Labels)) {
		if p.Parts[part].Labels[label] == 0 {
			without = append(without, label)
		}
	}
	return without
}

// uneven reports whether a part is farther from its share than by a document
// that cannot be divided.
func (p *SplitPlan) uneven() bool {
	for i, part := range p.Parts {
		off := math.Abs(p.got(i) - part.Share)
		if off > farOff && off*float64(p.documents()) >= 1 {
			return true
		}
	}
	return false
}

func (p *SplitPlan) sayGroups() string {
	groups := fmt.Sprintf("%d groups", p.Groups)
	if p.Groups == 1 {
		groups = "one group"
	}
	return fmt.Sprintf("the %s are %s", sayDocuments(p.documents()), groups)
}

func (p *SplitPlan) sayLeak() string {
	if p.Leak.Shared == nil {
		return fmt.Sprintf("All documents are in %s: there is nothing to test on.", p.Parts[0].Name)
	}
	pairs := fmt.Sprintf("%d pairs of near-duplicates lie in different parts", p.Leak.NearDuplicates)
	switch p.Leak.NearDuplicates {
	case 0:
		pairs = "no near-duplicates lie in different parts"
	case 1:
		pairs = "1 pair of near-duplicates lies in different parts"
	}
	said := fmt.Sprintf("Left of the leak: %s; of the %s outside %s, %s share a run of %d words with it, and %s share %s of their runs or more.",
		pairs, sayDocuments(p.Leak.Documents), p.Parts[0].Name, percent(*p.Leak.Shared), p.Leak.Words, percent(*p.Leak.MuchShared), percent(MuchSharing))
	if p.Leak.NearDuplicates > 0 && p.By != SplitCluster {
		said += " Divide by cluster to keep near-duplicates together."
	}
	return said
}

func sayDocuments(n int) string {
	if n == 1 {
		return "1 document"
	}
	return fmt.Sprintf("%d documents", n)
}

func sayHave(n int) string {
	if n == 1 {
		return "1 document has"
	}
	return fmt.Sprintf("%d documents have", n)
}

// percent writes a share; one that is neither nothing nor all is neither 0 nor
// 100 %.
func percent(share float64) string {
	switch {
	case share > 0 && share < 0.005:
		return "under 1 %"
	case share >= 0.995 && share < 1:
		return "over 99 %"
	}
	return fmt.Sprintf("%.0f %%", 100*share)
}
