package near

import (
	"context"
	"math"
	"slices"
)

// portion is how many shingles Overlaps holds a copy of at a time, about.
const portion = 1 << 20

// Overlaps tells of each document of which in says yes, in their order, which
// share of its shingles a document has of which from says yes; 0 for a document
// without any. It fails only with the context's error.
func (x *Index) Overlaps(ctx context.Context, in, from func(document int) bool) ([]float64, error) {
	x.flush()
	var sources, targets [][]uint64
	total := 0
	for i, set := range x.sets {
		if from(i) {
			sources = append(sources, set)
			total += len(set)
		}
		if in(i) {
			targets = append(targets, set)
		}
	}
	shared := make([]int, len(targets))
	// Shingles are spread evenly over all numbers: a range of them is a portion.
	ranges := uint64(total/portion + 1)
	width := math.MaxUint64/ranges + 1 // 0 for one range, which ends where all do
	for n := range ranges {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		high := (n+1)*width - 1
		if n == ranges-1 {
			high = math.MaxUint64
		}
		addOverlap(sources, targets, n*width, high, shared)
	}
	shares := make([]float64, len(targets))
	for i, set := range targets {
		shares[i] = float64(shared[i]) / float64(max(len(set), 1))
	}
	return shares, nil
}

// addOverlap counts the shingles from low to high of each target that a source
// has.
func addOverlap(sources, targets [][]uint64, low, high uint64, shared []int) {
	var known []uint64
	for _, set := range sources {
		known = append(known, between(set, low, high)...)
	}
	known = sortedSet(known)
	parallel(len(targets), func(i int) {
		for _, v := range between(targets[i], low, high) {
			if _, there := slices.BinarySearch(known, v); there {
				shared[i]++
			}
		}
	})
}

// between returns the part of a sorted set from low to high.
func between(set []uint64, low, high uint64) []uint64 {
	i, _ := slices.BinarySearch(set, low)
	j, there := slices.BinarySearch(set[i:], high)
	if there {
		j++
	}
	return set[i:][:j]
}
