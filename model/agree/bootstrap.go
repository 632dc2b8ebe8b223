package agree

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
)

// bootstrapped are the figures with a confidence interval, by the name it has
// in Figures.CI.
var bootstrapped = []struct {
	name string
	of   func(counted) Value
}{
	{"strict.f1", func(c counted) Value { return c.meanF1(countStrict) }},
	{"exact.f1", func(c counted) Value { return c.meanF1(countExact) }},
	{"partial.f1", func(c counted) Value { return c.meanF1(countPartial) }},
	{"type.f1", func(c counted) Value { return c.meanF1(countType) }},
	{"token_alpha", counted.tokenAlpha},
	{"token_kappa", counted.tokenKappa},
	{"relation_f1", counted.relationF1},
}

// batch is how many samples are drawn between two reports of progress, and
// together how many of them a worker draws in one go.
const (
	batch    = 64
	together = 8
)

// bootstrap returns 95 % percentile confidence intervals (Efron and Tibshirani
// 1993, chapter 13) over all labels and for each: as many documents as there
// are are drawn with replacement, Options.Samples times, and the figure is
// taken of each draw; the interval reaches from the 2.5th to the 97.5th
// percentile. Draws in which a figure is undefined have no part in it; a figure
// that is undefined has no interval, and with fewer than two documents there
// is none. The same documents in the same order and the same seed give the
// same.
func (acc *Accumulator) bootstrap(ctx context.Context, labels []string, progress func(done int)) (all map[string]Interval, each []map[string]Interval, err error) {
	if acc.opt.Samples <= 0 || len(acc.documents) < 2 {
		return nil, nil, nil
	}
	samples := make([][]float64, acc.opt.Samples)
	for done := 0; done < len(samples); done += batch {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		acc.draw(samples, done, min(done+batch, len(samples)), labels)
		progress(min(done+batch, len(samples)))
	}
	n := len(bootstrapped)
	all = intervals(samples, 0)
	for i := range labels {
		each = append(each, intervals(samples, (i+1)*n))
	}
	return all, each, nil
}

// draw fills in some of the samples, on all processors.
func (acc *Accumulator) draw(samples [][]float64, from, to int, labels []string) {
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wait.Go(func() {
			var sums, weights [][]uint64
			for range together {
				sums = append(sums, make([]uint64, acc.size))
				weights = append(weights, make([]uint64, len(acc.documents)))
			}
			for i := from + w*together; i < to; i += workers * together {
				n := min(together, to-i)
				acc.sample(samples[i:i+n], uint64(i), sums[:n], weights[:n], labels)
			}
		})
	}
	wait.Wait()
}

// sample draws documents for each of the samples, the first of which has this
// number, and takes every figure of them. sums and weights are memory to work
// in.
func (acc *Accumulator) sample(samples [][]float64, number uint64, sums, weights [][]uint64, labels []string) {
	for s := range samples {
		clear(sums[s])
		clear(weights[s])
		r := rand.New(rand.NewPCG(acc.opt.Seed, number+uint64(s)))
		for range weights[s] {
			weights[s][r.IntN(len(weights[s]))]++
		}
	}
	acc.addUp(sums, weights)
	for s := range samples {
		samples[s] = acc.bootstrapFigures(unpack(sums[s]), labels)
	}
}

// bootstrapFigures returns the bootstrapped figures over all labels and of
// each, NaN where one is undefined.
func (acc *Accumulator) bootstrapFigures(sum []int64, labels []string) []float64 {
	figures := make([]float64, 0, len(bootstrapped)*(1+len(labels)))
	take := func(c counted) {
		for _, b := range bootstrapped {
			v := b.of(c)
			if !v.Defined() {
				v.V = math.NaN()
			}
			figures = append(figures, v.V)
		}
	}
	take(acc.ofAll(sum))
	for _, label := range labels {
		take(acc.ofLabel(label, sum))
	}
	return figures
}

// intervals returns the interval of each figure from this place in the samples.
func intervals(samples [][]float64, at int) map[string]Interval {
	ci := map[string]Interval{}
	for i, b := range bootstrapped {
		var drawn []float64
		for _, s := range samples {
			if !math.IsNaN(s[at+i]) {
				drawn = append(drawn, s[at+i])
			}
		}
		if len(drawn) > 0 {
			slices.Sort(drawn)
			ci[b.name] = Interval{percentile(drawn, 0.025), percentile(drawn, 0.975)}
		}
	}
	return ci
}

// percentile returns the value below which this share of the sorted values
// lies, between two of them where it must.
func percentile(sorted []float64, share float64) float64 {
	at := share * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}
