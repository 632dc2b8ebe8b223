package job

import (
	"math/rand/v2"
	"slices"

	"dragoman/model"
)

// Dealt says who is handed which documents.
type Dealt map[model.Annotator][]model.DocumentID

// Deal gives each document to exactly overlap of the annotators, each of whom
// must be named once; overlap is from 1 to their number. How many two of them
// get differs by at most one, and documents are spread over the groups of
// annotators so that every pair shares as nearly as many as a search by
// exchange finds. The same seed deals the same; the order in which documents
// and annotators are named makes no difference. The documents of each
// annotator are sorted.
func Deal(documents []model.DocumentID, annotators []model.Annotator, overlap int, seed uint64) Dealt {
	random := rand.New(rand.NewPCG(seed, uint64(len(documents))))
	documents, annotators = slices.Sorted(slices.Values(documents)), slices.Sorted(slices.Values(annotators))
	random.Shuffle(len(annotators), func(i, j int) { annotators[i], annotators[j] = annotators[j], annotators[i] })
	random.Shuffle(len(documents), func(i, j int) { documents[i], documents[j] = documents[j], documents[i] })
	d := newDealer(len(annotators), random)
	for range documents {
		d.deal(overlap)
	}
	d.even()
	dealt := Dealt{}
	for _, a := range annotators {
		dealt[a] = []model.DocumentID{}
	}
	for i, group := range d.groups {
		for _, a := range group {
			dealt[annotators[a]] = append(dealt[annotators[a]], documents[i])
		}
	}
	for _, ids := range dealt {
		slices.Sort(ids)
	}
	return dealt
}

// dealer deals with annotators as numbers.
type dealer struct {
	random *rand.Rand
	loads  []int
	shared [][]int // how many documents two of them share
	groups [][]int // who gets each document
}

func newDealer(annotators int, random *rand.Rand) *dealer {
	d := &dealer{random: random, loads: make([]int, annotators), shared: make([][]int, annotators)}
	for i := range d.shared {
		d.shared[i] = make([]int, annotators)
	}
	return d
}

// deal gives one document to those who have least, and among them to those who
// share least with each other.
func (d *dealer) deal(overlap int) {
	var group []int
	for range overlap {
		best, order := -1, d.random.Perm(len(d.loads))
		for _, a := range order {
			if !slices.Contains(group, a) && (best < 0 || d.before(a, best, group)) {
				best = a
			}
		}
		group = append(group, best)
	}
	for i, a := range group {
		d.loads[a]++
		for _, b := range group[:i] {
			d.share(a, b, +1)
		}
	}
	d.groups = append(d.groups, group)
}

func (d *dealer) before(a, b int, group []int) bool {
	if d.loads[a] != d.loads[b] {
		return d.loads[a] < d.loads[b]
	}
	return d.sharedWith(a, group) < d.sharedWith(b, group)
}

func (d *dealer) sharedWith(a int, group []int) int {
	n := 0
	for _, b := range group {
		n += d.shared[a][b]
	}
	return n
}

func (d *dealer) share(a, b, by int) {
	d.shared[a][b] += by
	d.shared[b][a] += by
}

// rounds is how often all documents are looked through for an exchange.
const rounds = 20

// even exchanges annotators between documents, which leaves the loads as they
// are, as long as that makes what pairs share more even.
func (d *dealer) even() {
	for range rounds {
		better := false
		for i := range d.groups {
			// With many documents a few partners suffice: what is uneven is a
			// handful of documents.
			for j := max(0, i-window); j < i; j++ {
				if d.perfect() {
					return
				}
				for d.exchange(i, j) {
					better = true
				}
			}
		}
		if !better {
			return
		}
	}
}

// perfect reports whether what two pairs share differs by one at most.
func (d *dealer) perfect() bool {
	least, most := len(d.groups), 0
	for a, row := range d.shared {
		for _, n := range row[:a] {
			least, most = min(least, n), max(most, n)
		}
	}
	return most-least <= 1
}

// window is how far apart two documents are at most that exchange annotators.
const window = 64

// exchange has two documents exchange one annotator each, if that is better.
func (d *dealer) exchange(i, j int) bool {
	for x, a := range d.groups[i] {
		for y, b := range d.groups[j] {
			if slices.Contains(d.groups[j], a) || slices.Contains(d.groups[i], b) {
				continue
			}
			before := d.unevenness(a, b)
			d.swap(i, x, j, y)
			if d.unevenness(a, b) < before {
				return true
			}
			d.swap(i, x, j, y)
		}
	}
	return false
}

// swap exchanges the annotators at two places.
func (d *dealer) swap(i, x, j, y int) {
	d.count(d.groups[i], -1)
	d.count(d.groups[j], -1)
	d.groups[i][x], d.groups[j][y] = d.groups[j][y], d.groups[i][x]
	d.count(d.groups[i], +1)
	d.count(d.groups[j], +1)
}

func (d *dealer) count(group []int, by int) {
	for i, a := range group {
		for _, b := range group[:i] {
			d.share(a, b, by)
		}
	}
}

// unevenness of what two annotators share with all others is smallest when they
// share the same with each: the sum is always the same, so that of squares
// tells.
func (d *dealer) unevenness(a, b int) int {
	n := 0
	for i := range d.shared {
		n += d.shared[a][i]*d.shared[a][i] + d.shared[b][i]*d.shared[b][i]
	}
	return n
}
