package near

import (
	"context"
	"slices"
	"sync/atomic"
)

// Clusters returns for each document the number of the first document of its
// cluster, which is its own where it has no near-duplicate before it. It fails
// only with the context's error.
func (x *Index) Clusters(ctx context.Context) ([]int, error) {
	x.flush()
	// Each worker joins what its bands propose, so that none waits for another.
	workers := processors()
	forests := make([]forest, workers)
	var next atomic.Int64
	parallel(workers, func(w int) {
		forests[w] = newForest(len(x.sets))
		b := bucketer{index: x, forest: forests[w]}
		for band := int(next.Add(1)) - 1; band < x.hashes.bands && ctx.Err() == nil; band = int(next.Add(1)) - 1 {
			b.join(ctx, band)
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for i := range x.sets {
		for _, f := range forests[1:] {
			forests[0].join(i, f.root(i))
		}
	}
	for i := range forests[0] {
		forests[0].root(i)
	}
	return forests[0], nil
}

// forest says which documents are joined: each leads to one before it, or to
// itself where it is the first of its cluster.
type forest []int

func newForest(n int) forest {
	f := make(forest, n)
	for i := range f {
		f[i] = i
	}
	return f
}

// root returns the first document of the cluster of i, and has i lead to it.
func (f forest) root(i int) int {
	root := i
	for f[root] != root {
		root = f[root]
	}
	for f[i] != root {
		i, f[i] = f[i], root
	}
	return root
}

func (f forest) join(i, j int) {
	i, j = f.root(i), f.root(j)
	f[max(i, j)] = min(i, j)
}

// bucketer joins near-duplicates among the documents that agree in a band.
type bucketer struct {
	index   *Index
	forest  forest
	entries []uint64 // key and document
	groups  [][]int  // of one bucket: what is joined already
}

func (b *bucketer) join(ctx context.Context, band int) {
	b.entries = b.entries[:0]
	for i, set := range b.index.sets {
		if len(set) > 0 {
			b.entries = append(b.entries, uint64(b.index.keysOf(i)[band])<<32|uint64(i))
		}
	}
	slices.Sort(b.entries)
	for rest := b.entries; len(rest) > 0 && ctx.Err() == nil; {
		n := 1
		for n < len(rest) && rest[n]>>32 == rest[0]>>32 {
			n++
		}
		if n > 1 {
			b.bucket(ctx, rest[:n])
		}
		rest = rest[n:]
	}
}

// bucket compares each document with those before it. Of a group that is
// joined one near-duplicate is enough, which keeps the cost of a thousand
// copies of a story at a thousand comparisons.
func (b *bucketer) bucket(ctx context.Context, entries []uint64) {
	b.groups = b.groups[:0]
	for _, e := range entries {
		if ctx.Err() != nil {
			return
		}
		b.place(int(uint32(e)))
	}
}

// place joins a document with the groups that it belongs to, which become one.
func (b *bucketer) place(document int) {
	own := []int{document}
	others := b.groups[:0]
	for _, group := range b.groups {
		if !b.belongs(document, group) {
			others = append(others, group)
			continue
		}
		b.forest.join(document, group[0])
		own = append(own, group...)
	}
	b.groups = append(others, own)
}

func (b *bucketer) belongs(document int, group []int) bool {
	return b.forest.root(document) == b.forest.root(group[0]) ||
		slices.ContainsFunc(group, func(other int) bool { return b.index.similar(document, other) })
}

// CountPairs counts the near-duplicates a < b for which counts says yes. What
// it looks at are the pairs within clusters, all of them, as Clusters returned
// them: the cost grows with the square of the largest cluster. counts is called
// by several goroutines at once.
func (x *Index) CountPairs(ctx context.Context, clusters []int, counts func(a, b int) bool) (int, error) {
	x.flush()
	members := map[int][]int{}
	for i, first := range clusters {
		members[first] = append(members[first], i)
	}
	var pairs atomic.Int64
	parallel(len(clusters), func(a int) {
		own := members[clusters[a]]
		i, _ := slices.BinarySearch(own, a)
		n := int64(0)
		for _, b := range own[i+1:] {
			if ctx.Err() == nil && counts(a, b) && x.similar(a, b) {
				n++
			}
		}
		pairs.Add(n)
	})
	return int(pairs.Load()), ctx.Err()
}
