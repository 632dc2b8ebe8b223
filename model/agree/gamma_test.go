package agree

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// leastDisorder tries every alignment of the units of any number of
// annotators, but those with a part that costs more than leaving its units
// alone.
func leastDisorder(d Dissimilarity, annotators [][]Unit) float64 {
	s := aligner{d: d, annotators: annotators, best: math.Inf(1)}
	for _, units := range annotators {
		s.used = append(s.used, make([]bool, len(units)))
		s.left += len(units)
		s.total += len(units)
	}
	s.tuples(make([]int, len(annotators)), 0)
	slices.SortFunc(s.parts, func(p, q part) int { return int(1e9 * (p.share() - q.share())) })
	s.cover(0)
	return s.best * float64(len(annotators)) / float64(s.total)
}

type part struct {
	units    []int
	size     int
	disorder float64
}

func (p part) share() float64 { return p.disorder / float64(p.size) }

type aligner struct {
	d           Dissimilarity
	annotators  [][]Unit
	parts       []part
	used        [][]bool
	left, total int
	best        float64
}

func (s *aligner) tuples(units []int, at int) {
	if at == len(units) {
		p := part{units: slices.Clone(units)}
		for _, u := range units {
			if u != None {
				p.size++
			}
		}
		if p.size == 0 {
			return
		}
		p.disorder = s.d.unitary(s.annotators, units)
		if p.disorder <= float64(len(units))*s.d.orDefault().Empty+1e-9 {
			s.parts = append(s.parts, p)
		}
		return
	}
	for u := None; u < len(s.annotators[at]); u++ {
		units[at] = u
		s.tuples(units, at+1)
	}
}

// cover branches over the parts that hold the first free unit.
func (s *aligner) cover(disorder float64) {
	if s.left == 0 {
		s.best = min(s.best, disorder)
		return
	}
	annotator, unit := s.free()
	for _, p := range s.parts {
		if p.units[annotator] != unit || !s.fits(p) {
			continue
		}
		// What is left cannot cost less than the cheapest share for each unit.
		if disorder+p.disorder+float64(s.left-p.size)*s.parts[0].share() >= s.best {
			continue
		}
		s.mark(p, true)
		s.cover(disorder + p.disorder)
		s.mark(p, false)
	}
}

func (s *aligner) free() (annotator, unit int) {
	for i, used := range s.used {
		if u := slices.Index(used, false); u >= 0 {
			return i, u
		}
	}
	panic("nothing is free")
}

func (s *aligner) fits(p part) bool {
	for i, u := range p.units {
		if u != None && s.used[i][u] {
			return false
		}
	}
	return true
}

func (s *aligner) mark(p part, used bool) {
	for i, u := range p.units {
		if u != None {
			s.used[i][u] = used
		}
	}
	if used {
		s.left -= p.size
	} else {
		s.left += p.size
	}
}

// Units of one annotator may overlap, lie on each other and touch.
func drawTwo(t *rapid.T) (a, b []Unit) {
	units := drawUnits(t, 60, 2, rapid.Bool().Draw(t, "overlapping"))
	return units[0], units[1]
}

func TestAlignmentIsTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawTwo(t)
		d := Dissimilarity{
			Position: rapid.SampledFrom([]float64{0.5, 1, 3}).Draw(t, "alpha"),
			Label:    rapid.SampledFrom([]float64{0, 1, 2}).Draw(t, "beta"),
			Empty:    rapid.SampledFrom([]float64{0.25, 1, 7}).Draw(t, "empty"),
		}
		alignment := d.Align(a, b)
		seen := [2][]int{}
		for _, unitary := range alignment {
			for side, u := range unitary {
				if u != None {
					seen[side] = append(seen[side], u)
				}
			}
		}
		for side, n := range []int{len(a), len(b)} {
			slices.Sort(seen[side])
			if len(seen[side]) != n || len(slices.Compact(seen[side])) != n {
				t.Fatalf("the alignment has the units %v of %d", seen[side], n)
			}
		}
		if len(a)+len(b) == 0 {
			return
		}
		got, want := d.Disorder([][]Unit{a, b}, alignment), leastDisorder(d, [][]Unit{a, b})
		if !near(got, want) {
			t.Fatalf("the disorder is %v, the least is %v", got, want)
		}
	})
}

func gammaOf(t rapid.TB, length int, a, b []Unit, opt GammaOptions) GammaResult {
	t.Helper()
	r, err := Gamma(context.Background(), length, a, b, opt)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestGammaKnowsNoOrderAndNoNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawTwo(t)
		opt := GammaOptions{Samples: 4, Precision: 0.5, Seed: 7}
		r := gammaOf(t, 60, a, b, opt)
		if again := gammaOf(t, 60, a, b, opt); again.Value != r.Value {
			t.Fatalf("gamma is %v, and again %v", r.Value, again.Value)
		}
		reversed := slices.Clone(a)
		slices.Reverse(reversed)
		if swapped := gammaOf(t, 60, b, reversed, opt); !same(r.Value, swapped.Value) {
			t.Fatalf("gamma is %v, and swapped %v", r.Value, swapped.Value)
		}
		names := strings.NewReplacer("a", "z", "c", "k")
		named := relabelled([][]Unit{a, b}, func(l string) string { return names.Replace(l) })
		if renamed := gammaOf(t, 60, named[0], named[1], opt); !same(r.Value, renamed.Value) {
			t.Fatalf("gamma is %v, and renamed %v", r.Value, renamed.Value)
		}
		if r.Value.Defined() != (len(a) > 0 && len(b) > 0) {
			t.Fatalf("gamma of %d and %d units is %+v", len(a), len(b), r.Value)
		}
		if itself := gammaOf(t, 60, a, a, opt); itself.Value.Defined() && itself.Value.V != 1 {
			t.Fatalf("gamma of equal units is %v", itself.Value.V)
		}
	})
}

func TestGammaStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	units := []Unit{{0, 4, "a"}}
	if _, err := Gamma(ctx, 10, units, units, GammaOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

func TestMovedUnitsComeInAtTheStart(t *testing.T) {
	got := moveAround([]Unit{{0, 4, "a"}, {5, 8, "b"}, {12, 20, "c"}}, 10, 20)
	want := []Unit{{2, 10, "c"}, {10, 14, "a"}, {15, 18, "b"}}
	if !slices.Equal(got, want) {
		t.Errorf("moved to %v", got)
	}
}

// More samples make the expected disorder as precise as asked.
func TestGammaIsAsPreciseAsAsked(t *testing.T) {
	length, annotators := corpus(1, 20)
	opt := GammaOptions{Precision: 0.05}
	var all []float64
	for seed := range 40 {
		opt.Seed = uint64(seed)
		all = append(all, gammaOf(t, length, annotators[0], annotators[1], opt).Expected)
	}
	mean := sum(all) / float64(len(all))
	outside := 0
	for _, expected := range all {
		if math.Abs(expected-mean) > opt.Precision*mean {
			outside++
		}
	}
	if outside > len(all)/8 { // one in twenty, and the sampling of it
		t.Errorf("%d of %d are further off than %v", outside, len(all), opt.Precision)
	}
}

func benchmarkGamma(b *testing.B, documents, perDocument int) {
	length, annotators := corpus(documents, perDocument)
	for b.Loop() {
		r, err := Gamma(b.Context(), length, annotators[0], annotators[1], GammaOptions{})
		if err != nil || !r.Value.Defined() {
			b.Fatal(r.Value, err)
		}
	}
}

func BenchmarkGammaThousandUnits(b *testing.B)    { benchmarkGamma(b, 50, 20) }
func BenchmarkGammaDenseDocument(b *testing.B)    { benchmarkGamma(b, 5, 200) }
func BenchmarkGammaThousandArticles(b *testing.B) { benchmarkGamma(b, 1000, 20) }

// Continua of DKPro Statistics' fixtures, made with pygamma-agreement 0.5.9,
// of alpha, beta and delta_empty 1.
func TestPublishedDisorders(t *testing.T) {
	for _, c := range []struct {
		name     string
		a, b     []Unit
		disorder float64
	}{
		{"fixture_01_two_annotators_simple", []Unit{{1, 5, "a"}, {6, 10, "b"}, {11, 15, "a"}}, []Unit{{2, 6, "a"}, {7, 11, "b"}, {12, 16, "a"}}, 0.0625},
		{
			"fixture_05_larger_two_annotators, first sample",
			[]Unit{
				{380453, 1051991, "c"},
				{1441427, 1897139, "a"},
				{2334811, 2894192, "b"},
				{3274759, 3794494, "a"},
				{4030865, 4638434, "b"},
				{5268407, 5772894, "a"},
				{6078184, 6584590, "a"},
				{6954594, 7537155, "c"},
				{7845554, 8398511, "a"},
				{8775265, 9437202, "c"},
				{9883638, 10473291, "c"},
				{10819455, 11388328, "b"},
				{11803782, 12363665, "c"},
				{12934059, 13459684, "a"},
				{13876087, 14410795, "c"},
				{14774501, 15381184, "b"},
			},
			[]Unit{
				{548101, 1122823, "c"},
				{1512076, 2025031, "a"},
				{2604383, 3165445, "a"},
				{3527269, 4020077, "a"},
				{4372406, 4980016, "b"},
				{5702092, 6241584, "c"},
				{6610082, 7208691, "a"},
				{7651184, 8081157, "c"},
				{8634927, 9181248, "b"},
				{9757200, 10294908, "a"},
				{10498971, 11125909, "c"},
				{11520388, 12002779, "c"},
				{12288151, 12768297, "c"},
				{13173856, 13751054, "c"},
				{14101005, 14638834, "b"},
				{15142334, 15707645, "c"},
			},
			0.96753943,
		},
	} {
		if got := Default.Disorder([][]Unit{c.a, c.b}, Default.Align(c.a, c.b)); math.Abs(got-c.disorder) > 1e-5 {
			t.Errorf("%s: the disorder is %v, published as %v", c.name, got, c.disorder)
		}
	}
}
