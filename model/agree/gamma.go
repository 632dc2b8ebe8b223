package agree

import (
	"context"
	"math"
)

// Dissimilarity says how unlike two units are, for gamma. The zero value is
// Default.
type Dissimilarity struct {
	Position float64 // weight of the places of the units, alpha in the article
	Label    float64 // weight of their labels, beta
	Empty    float64 // of a unit and none, delta_empty: above 0
}

// Default weighs as the article and pygamma-agreement 0.5.9 do.
var Default = Dissimilarity{Position: 1, Label: 1, Empty: 1}

func (d Dissimilarity) orDefault() Dissimilarity {
	if d == (Dissimilarity{}) {
		return Default
	}
	return d
}

// Between returns the combined dissimilarity of two units,
//
//	delta_empty · ( alpha · place(u, v) + beta · [the labels differ] )
//
// (Mathet, Widlöcher and Métivier 2015, section 4.3 and 4.4).
func (d Dissimilarity) Between(u, v Unit) float64 {
	d = d.orDefault()
	sum := d.Position * place(u, v)
	if u.Label != v.Label {
		sum += d.Label
	}
	return sum * d.Empty
}

// place is the positional (“sporadic”) dissimilarity of two units for a
// delta_empty of 1: the square of how far their starts and their ends are
// apart, measured in their common length.
func place(u, v Unit) float64 {
	apart := math.Abs(float64(u.Start-v.Start)) + math.Abs(float64(u.End-v.End))
	if apart == 0 {
		return 0
	}
	ratio := apart / float64(u.length()+v.length())
	return ratio * ratio
}

// None stands in an alignment for the unit that an annotator does not have.
const None = -1

// Disorder returns the disorder of an alignment of the units of two or more
// annotators: the sum of the disorders of its unitary alignments, divided by
// how many units an annotator has on average. Each unitary alignment holds,
// for each annotator, the index of a unit or None; its disorder is the mean
// dissimilarity of its pairs, Empty where one is None (Mathet, Widlöcher and
// Métivier 2015, section 4.5). It is 0 where there are no units.
func (d Dissimilarity) Disorder(annotators [][]Unit, alignment [][]int) float64 {
	units := 0
	for _, of := range annotators {
		units += len(of)
	}
	if units == 0 {
		return 0
	}
	var sum float64
	for _, unitary := range alignment {
		sum += d.unitary(annotators, unitary)
	}
	return sum * float64(len(annotators)) / float64(units)
}

// unitary returns the disorder of one unitary alignment.
func (d Dissimilarity) unitary(annotators [][]Unit, unitary []int) float64 {
	var sum float64
	count := 0
	pairs(len(annotators), func(i, j int) {
		count++
		if unitary[i] == None || unitary[j] == None {
			sum += d.orDefault().Empty
			return
		}
		sum += d.Between(annotators[i][unitary[i]], annotators[j][unitary[j]])
	})
	return sum / float64(count)
}

// GammaOptions say how gamma is measured. The zero value works.
type GammaOptions struct {
	Dissimilarity Dissimilarity
	Samples       int     // the fewest samples of the expected disorder; 0: 30, 8 for 10,000 units and more
	Precision     float64 // of the expected disorder, as a share of it; 0: 0.02
	Seed          uint64
}

// GammaResult is gamma with what it comes from.
type GammaResult struct {
	Value              Value
	Observed, Expected float64 // disorders
	Samples            int     // of which Expected is the mean
	Alignment          [][]int // the best one: indexes into the units of both, or None
}

// Gamma measures gamma of two annotators who marked units on a continuum of so
// many code points, in any order: 1 - observed / expected, with the disorder
// of the best alignment of their units, and the mean disorder of the best
// alignments of random continua (see expectedDisorder). Units may overlap and
// nest. Gamma is undefined where one of them has no units. The same input and
// seed give the same figures, whoever is named first. An error is ctx's.
//
// Several documents are one continuum, laid end to end, as for the other
// measures of unitizing: their disorders add up before they are divided, so
// that a document counts by its units and not once. Random continua are drawn
// from all of it, so chance is that of the corpus.
//
// Source: Mathet, Widlöcher and Métivier (2015), The Unified and Holistic
// Method Gamma (γ) for Inter-Annotator Agreement Measure and Alignment,
// Computational Linguistics 41(3):437-479.
func Gamma(ctx context.Context, length int, a, b []Unit, opt GammaOptions) (GammaResult, error) {
	if len(a) == 0 || len(b) == 0 {
		return GammaResult{Value: Undefined("one annotator has no annotation")}, ctx.Err()
	}
	var r GammaResult
	var err error
	d := opt.Dissimilarity.orDefault()
	r.Alignment = d.Align(a, b)
	r.Observed = d.Disorder([][]Unit{a, b}, r.Alignment)
	r.Expected, r.Samples, err = expectedDisorder(ctx, length, a, b, opt)
	if err != nil {
		return GammaResult{}, err
	}
	if r.Expected == 0 {
		r.Value = Undefined(whyNoChance)
		return r, nil
	}
	r.Value = Value{V: 1 - r.Observed/r.Expected}
	return r, nil
}
