package agree

import (
	"context"
	"math"
	"math/rand/v2"
)

const (
	fewestSamples    = 30
	samplesPrecision = 0.02

	manyUnits       = 10_000 // from here on disorder hardly varies from one random continuum to the next
	fewestSamplesOf = 8      // so many units
)

// expectedDisorder returns the mean disorder of random continua, and how many
// samples of it were taken. A random continuum takes for each of two
// annotators what one of the real ones, drawn by lot, marked, moved by a random
// pivot; what leaves the end comes in again at the start. Pivots are at least
// half a unit's mean length apart (Mathet, Widlöcher and Métivier 2015, section
// 5.2; ShuffleContinuumSampler of pygamma-agreement). A sample is the mean of
// two random continua of the same pivots, the second with the annotators
// exchanged: so it does not matter who is named first.
//
// After the fewest samples it draws as many more as the precision asks for
// with a confidence of 95%: (1.96 · deviation / mean / precision)² in all
// (section 5.3).
func expectedDisorder(ctx context.Context, length int, a, b []Unit, opt GammaOptions) (float64, int, error) {
	s := newShuffler(length, [][]Unit{a, b}, opt.Seed)
	var drawn samples
	fewest := opt.fewest(len(a) + len(b))
	for want := fewest; drawn.n < want; {
		if err := ctx.Err(); err != nil {
			return 0, 0, err
		}
		drawn.add(s.sample(opt.Dissimilarity))
		if drawn.n == fewest {
			want = max(fewest, drawn.required(opt.precision()))
		}
	}
	return drawn.mean(), drawn.n, nil
}

func (opt GammaOptions) fewest(units int) int {
	switch {
	case opt.Samples > 0:
		return opt.Samples
	case units >= manyUnits:
		return fewestSamplesOf
	}
	return fewestSamples
}

func (opt GammaOptions) precision() float64 {
	if opt.Precision > 0 {
		return opt.Precision
	}
	return samplesPrecision
}

// samples sums up the disorders that were drawn.
type samples struct {
	n            int
	sum, squares float64
}

func (s *samples) add(v float64) {
	s.n++
	s.sum += v
	s.squares += v * v
}

func (s *samples) mean() float64 { return s.sum / float64(s.n) }

// required returns how many samples make the mean as precise as that.
func (s *samples) required(precision float64) int {
	mean := s.mean()
	if mean == 0 {
		return s.n
	}
	variance := max(0, s.squares/float64(s.n)-mean*mean)
	return int(math.Ceil(1.96 * 1.96 * variance / (mean * mean) / (precision * precision)))
}

// shuffler makes random continua out of real ones.
type shuffler struct {
	length     int
	annotators [][]Unit // by start
	apart      int      // how far pivots are apart at least
	random     *rand.Rand
	memory     aligning
}

func newShuffler(length int, annotators [][]Unit, seed uint64) *shuffler {
	s := &shuffler{length: max(1, length), annotators: inOrder(annotators), random: rand.New(rand.NewPCG(seed, 0))}
	total, units := 0, 0
	for _, of := range s.annotators {
		units += len(of)
		for _, u := range of {
			total += u.length()
		}
	}
	s.apart = total / max(1, 2*units)
	return s
}

// sample returns the mean disorder of two random continua of two annotators.
func (s *shuffler) sample(d Dissimilarity) float64 {
	pivots := s.pivots(2)
	i, j := s.random.IntN(2), s.random.IntN(2)
	return (s.disorder(d, []int{i, j}, pivots) + s.disorder(d, []int{1 - i, 1 - j}, pivots)) / 2
}

func (s *shuffler) disorder(d Dissimilarity, choice, pivots []int) float64 {
	continua := s.continua(choice, pivots)
	return d.Disorder(continua, d.align(continua[0], continua[1], &s.memory))
}

// pivots draws n places of the continuum, seen as a ring, that are apart. In a
// continuum with too little room they are anywhere.
func (s *shuffler) pivots(n int) []int {
	const tries = 100
	var pivots []int
	for range tries {
		pivots = pivots[:0]
		for range n {
			pivots = append(pivots, s.random.IntN(s.length))
		}
		if s.areApart(pivots) {
			break
		}
	}
	return pivots
}

func (s *shuffler) areApart(pivots []int) bool {
	apart := true
	pairs(len(pivots), func(i, j int) {
		distance := max(pivots[i]-pivots[j], pivots[j]-pivots[i])
		apart = apart && min(distance, s.length-distance) >= s.apart
	})
	return apart
}

// continua returns what the chosen annotators marked, each moved by a pivot.
func (s *shuffler) continua(choice, pivots []int) [][]Unit {
	moved := make([][]Unit, len(choice))
	for i, of := range choice {
		moved[i] = moveAround(s.annotators[of], pivots[i], s.length)
	}
	return moved
}

// moveAround moves units to the right; those that would start behind the end
// come in at the start. They stay sorted by start.
func moveAround(units []Unit, by, length int) []Unit {
	moved := make([]Unit, 0, len(units))
	first := 0
	for first < len(units) && units[first].Start+by < length {
		first++
	}
	for _, u := range units[first:] {
		moved = append(moved, Unit{u.Start + by - length, u.End + by - length, u.Label})
	}
	for _, u := range units[:first] {
		moved = append(moved, Unit{u.Start + by, u.End + by, u.Label})
	}
	return moved
}
