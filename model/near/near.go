// Package near finds near-duplicates: documents that are reprints of each
// other, with another headline, a cut ending or the lines that a site puts
// around everything.
//
// A document stands for the set of its shingles, the runs of Options.Words
// words. Two documents are near-duplicates when the Jaccard similarity of
// their sets, what they share of all that either has, is at least
// Options.Threshold; clusters are what a chain of near-duplicates joins (single
// link). That relation is a matter of two documents alone, so the order of
// documents makes no difference, and another document joins clusters and never
// parts them.
//
// Not every pair is looked at. MinHash (Broder 1997) and banding (Indyk and
// Motwani 1998; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets,
// chapter 3) propose pairs, and each is verified on the whole sets. So what is
// found is true, and of the pairs at the very threshold one in a hundred is
// missed at most, of more similar ones far fewer.
package near

import (
	"slices"
)

// Options say what near-duplicates are. The zero value is a good one.
type Options struct {
	// Words is the length of a shingle, DefaultWords when 0. A text with fewer
	// words is one shingle.
	Words int
	// Threshold is the Jaccard similarity from which on documents are
	// near-duplicates, above 0 and at most 1; DefaultThreshold when 0.
	Threshold float64
	// Seed chooses the permutations of MinHash: which of the pairs near the
	// threshold are overlooked, if any.
	Seed uint64
}

// The defaults of Options. Runs of eight words are hardly ever shared by
// chance, and are what the overlap of news corpora is measured in. The lowest
// threshold that keeps other articles out is the best one, as a cut ending and
// the lines of a site take much away: of 3000 articles of neartest.Wire, 94 in
// 100 pairs of printings of one story reach 0.3 (and nearly all others are
// joined through a third printing), but 4 of 4.5 million other pairs, which
// share their site's lines, stock phrases or paragraphs of background.
const (
	DefaultWords     = 8
	DefaultThreshold = 0.3
)

// Index holds the shingles of documents, eight bytes a word, and what MinHash
// made of them, 800 bytes a document. It belongs to one goroutine.
type Index struct {
	words     int
	threshold float64
	hashes    hashes
	pending   []string // texts whose sets are still to be made
	waiting   int      // bytes in pending
	sets      [][]uint64
	keys      []uint32 // of the bands, those of a document side by side
	sketches  []byte
}

// New makes an empty index.
func New(opt Options) *Index {
	if opt.Words <= 0 {
		opt.Words = DefaultWords
	}
	if opt.Threshold <= 0 || opt.Threshold > 1 {
		opt.Threshold = DefaultThreshold
	}
	return &Index{words: opt.Words, threshold: opt.Threshold, hashes: newHashes(opt.Threshold, opt.Seed)}
}

// Threshold returns the similarity from which on documents are near-duplicates.
func (x *Index) Threshold() float64 { return x.threshold }

// Words returns the length of a shingle in words.
func (x *Index) Words() int { return x.words }

// A batch is worked on by all processors at once: so many documents, or fewer
// long ones.
const (
	batchDocuments = 512
	batchBytes     = 8 << 20
)

// Add adds a document and returns its number: 0 for the first, then 1, and so
// on. The text is held until its batch is full.
func (x *Index) Add(text string) int {
	number := len(x.sets) + len(x.pending)
	x.pending = append(x.pending, text)
	x.waiting += len(text)
	if len(x.pending) == batchDocuments || x.waiting >= batchBytes {
		x.flush()
	}
	return number
}

// flush makes the sets of the pending texts.
func (x *Index) flush() {
	first := len(x.sets)
	x.sets = append(x.sets, make([][]uint64, len(x.pending))...)
	x.keys = append(x.keys, make([]uint32, len(x.pending)*x.hashes.bands)...)
	x.sketches = append(x.sketches, make([]byte, len(x.pending)*x.hashes.sketch())...)
	parallel(len(x.pending), func(i int) {
		set := shingles(x.pending[i], x.words)
		x.sets[first+i] = set
		x.hashes.of(set, x.keysOf(first+i), x.sketchOf(first+i))
	})
	clear(x.pending)
	x.pending, x.waiting = x.pending[:0], 0
}

// keysOf returns the keys of the bands of a document.
func (x *Index) keysOf(document int) []uint32 {
	return x.keys[document*x.hashes.bands:][:x.hashes.bands]
}

func (x *Index) sketchOf(document int) []byte {
	return x.sketches[document*x.hashes.sketch():][:x.hashes.sketch()]
}

// similar reports whether two documents are near-duplicates. A sketch may tell
// that they are not; that they are is said by the whole sets. A document without a word is like no other.
func (x *Index) similar(i, j int) bool {
	a, b := x.sets[i], x.sets[j]
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 || float64(len(a)) < x.threshold*float64(len(b)) || !x.hashes.likely(x.sketchOf(i), x.sketchOf(j)) {
		return false
	}
	all := len(a) + len(b)
	// Fewer than these in common are too few: J = n/(all-n).
	least := int(x.threshold * float64(all) / (1 + x.threshold))
	common := common(a, b, least)
	return float64(common) >= x.threshold*float64(all-common)
}

// common counts the elements of two sorted sets, a not the longer, that are in
// both, and may stop counting once there cannot be least of them.
func common(a, b []uint64, least int) int {
	n, j := 0, 0
	for i, v := range a {
		if n+len(a)-i < least {
			return 0
		}
		for j < len(b) && b[j] < v {
			j++
		}
		if j == len(b) {
			return n
		}
		if b[j] == v {
			n++
		}
	}
	return n
}

// sortedSet sorts the values and removes those that are there twice.
func sortedSet(values []uint64) []uint64 {
	slices.Sort(values)
	return slices.Compact(values)
}
