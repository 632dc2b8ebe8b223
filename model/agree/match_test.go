package agree

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
)

// mark draws an annotation on a short text: few places and labels, so that
// ties, nesting and equal places are common.
func mark() *rapid.Generator[model.Annotation] {
	return rapid.Custom(func(t *rapid.T) model.Annotation {
		n := 2 * rapid.IntRange(1, 2).Draw(t, "fragments")
		cuts := rapid.SliceOfNDistinct(rapid.IntRange(0, 12), n, n, rapid.ID[int]).Draw(t, "cuts")
		slices.Sort(cuts)
		a := model.Annotation{Label: rapid.SampledFrom([]string{"person", "meeting", "denial"}).Draw(t, "label")}
		for i := 0; i < n; i += 2 {
			a.Fragments = append(a.Fragments, model.Span{Start: cuts[i], End: cuts[i+1]})
		}
		return a
	})
}

// marks draws up to n annotations, no two of which are the same.
func marks(n int) *rapid.Generator[[]model.Annotation] {
	return rapid.Custom(func(t *rapid.T) []model.Annotation {
		drawn := rapid.SliceOfNDistinct(mark(), 0, n, model.Annotation.Sameness).Draw(t, "annotations")
		for i := range drawn {
			drawn[i].ID = modeltest.ID(rapid.IntRange(0, 1<<30).Draw(t, "id"))
		}
		return drawn
	})
}

// quality is what Match promises to make best, the first figure deciding.
type quality [5]float64

func qualityOf(a, b []model.Annotation, pairs []Pair) quality {
	var q quality
	labels := labelsIn(a, b)
	for _, p := range pairs {
		x, y := itemsOf(a[p.A:p.A+1], labels)[0], itemsOf(b[p.B:p.B+1], labels)[0]
		fragments, label := compareFragments(x, y) == 0, x.label == y.label
		for i, holds := range []bool{fragments && label, fragments, label, label, true} {
			if holds {
				q[i]++
			}
		}
		q[2] += overlap(x, y)
	}
	return q
}

func better(p, q quality) bool {
	const rounding = 1e-4
	for i := range p {
		if d := p[i] - q[i]; d > rounding || d < -rounding {
			return d > 0
		}
	}
	return false
}

// bestByTrying returns the best quality of all matchings.
func bestByTrying(a, b []model.Annotation, i int, taken []bool, pairs []Pair) quality {
	if i == len(a) {
		return qualityOf(a, b, pairs)
	}
	best := bestByTrying(a, b, i+1, taken, pairs)
	for j := range b {
		if taken[j] || shared(itemsOf(a[i:i+1], nil)[0], itemsOf(b[j:j+1], nil)[0]) == 0 {
			continue
		}
		taken[j] = true
		if q := bestByTrying(a, b, i+1, taken, append(pairs, Pair{i, j})); better(q, best) {
			best = q
		}
		taken[j] = false
	}
	return best
}

func TestMatchingIsTheBestThereIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := marks(5).Draw(t, "a"), marks(5).Draw(t, "b")
		pairs := Match(a, b)
		checkOneToOne(t, a, b, pairs)
		want, got := bestByTrying(a, b, 0, make([]bool, len(b)), nil), qualityOf(a, b, pairs)
		if better(want, got) {
			t.Fatalf("matching is worth %v, one of %v is possible", got, want)
		}
	})
}

func checkOneToOne(t *rapid.T, a, b []model.Annotation, pairs []Pair) {
	var as, bs []int
	for _, p := range pairs {
		if slices.Contains(as, p.A) || slices.Contains(bs, p.B) {
			t.Fatalf("%v matches one annotation twice", pairs)
		}
		as, bs = append(as, p.A), append(bs, p.B)
		if shared(itemsOf(a[p.A:p.A+1], nil)[0], itemsOf(b[p.B:p.B+1], nil)[0]) == 0 {
			t.Fatalf("%v matches what does not overlap", p)
		}
	}
}

func TestMatchingDoesNotDependOnOrderOrIDs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := marks(8).Draw(t, "a"), marks(8).Draw(t, "b")
		want := named(a, b, Match(a, b))
		a2, b2 := rapid.Permutation(a).Draw(t, "a again"), rapid.Permutation(b).Draw(t, "b again")
		for i := range a2 {
			a2[i].ID = model.NewAnnotationID()
		}
		if got := named(a2, b2, Match(a2, b2)); !slices.Equal(got, want) {
			t.Fatalf("%v in another order gives %v", want, got)
		}
		var back []Pair
		for _, p := range Match(b, a) {
			back = append(back, Pair{p.B, p.A})
		}
		if got := named(a, b, back); !slices.Equal(got, want) {
			t.Fatalf("%v the other way round gives %v", want, got)
		}
	})
}

// named returns the pairs by what they match, sorted.
func named(a, b []model.Annotation, pairs []Pair) []string {
	var names []string
	for _, p := range pairs {
		names = append(names, fmt.Sprint(a[p.A].Sameness(), b[p.B].Sameness()))
	}
	slices.Sort(names)
	return names
}

func TestMatchingFindsTheExactOneBehindAnOverlap(t *testing.T) {
	_, a := modeltest.Parse("[person Ana Ruiz] met")
	_, b := modeltest.Parse("[person#1 [person Ana] Ruiz]#1 met")
	pairs := Match(a.Annotations, b.Annotations)
	if len(pairs) != 1 || !b.Annotations[pairs[0].B].Same(a.Annotations[0]) {
		t.Errorf("matched %v", pairs)
	}
	_, left := modeltest.Parse("[person Ana][person Ruiz]")
	if pairs := Match(left.Annotations[:1], left.Annotations[1:]); len(pairs) != 0 {
		t.Errorf("neighbours are matched: %v", pairs)
	}
}

// chain returns n annotations of 60 bytes, each 50 bytes behind the last, the
// first at start: those of another start overlap two of them each.
func chain(n, start int) []model.Annotation {
	annotations := make([]model.Annotation, n)
	for i := range annotations {
		at := start + i*50
		annotations[i] = model.Annotation{ID: modeltest.ID(i), Label: "person", Fragments: []model.Span{{Start: at, End: at + 60}}}
	}
	rand.New(rand.NewPCG(1, 2)).Shuffle(n, func(i, j int) { annotations[i], annotations[j] = annotations[j], annotations[i] })
	return annotations
}

func BenchmarkMatch(b *testing.B) {
	b.Run("chain of 10,000", func(b *testing.B) {
		x, y := chain(10_000, 0), chain(10_000, 20)
		for b.Loop() {
			if n := len(Match(x, y)); n != 10_000 {
				b.Fatal(n)
			}
		}
	})
	b.Run("1,000 on one place", func(b *testing.B) {
		x, y := make([]model.Annotation, 1000), make([]model.Annotation, 1000)
		for i := range x {
			x[i] = model.Annotation{Label: "person", Fragments: []model.Span{{Start: i, End: 3000 - i}}}
			y[i] = model.Annotation{Label: "denial", Fragments: []model.Span{{Start: i, End: 3001 + i}}}
		}
		for b.Loop() {
			Match(x, y)
		}
	})
}
