package agree

import (
	"math"

	"dragoman/model"
)

// halves returns twice the correct annotations of a pair, those that count
// half counted once.
func (c counted) halves(pair, way int) float64 {
	n := float64(c.pair(pair, way))
	if way == countPartial {
		return n
	}
	return 2 * n
}

func (c counted) f1(pair, a, b, way int) Value {
	return ratio(c.halves(pair, way), float64(c.annotations(a)+c.annotations(b)), whyBothEmpty)
}

// meanF1 returns the mean of F1 over the pairs.
func (c counted) meanF1(way int) Value {
	return c.meanOverPairs(func(pair, a, b int) Value { return c.f1(pair, a, b, way) })
}

// meanOverPairs returns the mean of what is defined; where nothing is, it is
// undefined like the first pair.
func (c counted) meanOverPairs(of func(pair, a, b int) Value) Value {
	sum, n, why := 0.0, 0, ""
	c.each(func(pair, a, b int) {
		v := of(pair, a, b)
		switch {
		case v.Defined():
			sum += v.V
			n++
		case why == "":
			why = v.Why
		}
	})
	switch {
	case n > 0:
		return Value{V: sum / float64(n)}
	case why == "":
		return Undefined(whyAlone)
	}
	return Undefined(why)
}

// score returns precision, recall and F1 by one way of counting: counts pool
// over documents, then the mean over pairs of annotators is taken, and the
// standard deviation over the pairs as of a whole population, 0 for one pair
// (as bratiaa, Kolditz 2019). Pairs for which a figure is undefined have no
// part in its mean.
func (c counted) score(way int, annotators []model.Annotator) Score {
	s := Score{
		Precision: c.meanOverPairs(func(pair, _, b int) Value {
			return ratio(c.halves(pair, way), float64(2*c.annotations(b)), whyOneEmpty)
		}),
		Recall: c.meanOverPairs(func(pair, a, _ int) Value {
			return ratio(c.halves(pair, way), float64(2*c.annotations(a)), whyOneEmpty)
		}),
		F1: c.meanF1(way),
	}
	c.each(func(pair, a, b int) {
		s.Pairs = append(s.Pairs, PairValue{annotators[a], annotators[b], c.f1(pair, a, b, way)})
	})
	s.SD = deviation(s.Pairs, s.F1)
	return s
}

func deviation(pairs []PairValue, mean Value) Value {
	if !mean.Defined() {
		return mean
	}
	sum, n := 0.0, 0
	for _, p := range pairs {
		if p.Value.Defined() {
			sum += (p.Value.V - mean.V) * (p.Value.V - mean.V)
			n++
		}
	}
	return Value{V: math.Sqrt(sum / float64(n))}
}

// agreeing returns the share of tokens on which a pair agrees.
func (c counted) agreeing(pair int) float64 {
	return 1 - float64(c.pair(pair, countDiffering))/float64(c.tokens)
}

// tokenKappa is Cohen's kappa over the tokens for two annotators and Fleiss'
// kappa for more: see CohenKappa and FleissKappa. A token's category is its
// set of labels; for one label, whether it has the label. A token has the
// label of an annotation when one of its fragments overlaps the token.
func (c counted) tokenKappa() Value {
	if why := c.noTokens(); why != "" {
		return Undefined(why)
	}
	if c.annotators == 2 {
		return kappa(c.agreeing(0), c.expectedByRater())
	}
	observed := 0.0
	c.each(func(pair, _, _ int) { observed += c.agreeing(pair) })
	return kappa(observed/float64(c.pairs()), c.expectedPooled(c.everyone()))
}

// tokenPi is Scott's pi over the tokens, see ScottPi and tokenKappa; for more
// than two annotators the mean over pairs.
func (c counted) tokenPi() Value {
	if why := c.noTokens(); why != "" {
		return Undefined(why)
	}
	return c.meanOverPairs(func(pair, a, b int) Value {
		return kappa(c.agreeing(pair), c.expectedPooled([]int{a, b}))
	})
}

func (c counted) everyone() []int {
	all := make([]int, c.annotators)
	for i := range all {
		all[i] = i
	}
	return all
}

// expectedByRater returns Ae of Cohen's kappa for the first two annotators.
func (c counted) expectedByRater() float64 {
	sum := 0.0
	for given := range c.categories() {
		sum += float64(given[0]) * float64(given[1])
	}
	return sum / (float64(c.tokens) * float64(c.tokens))
}

// expectedPooled returns Ae of Scott's pi and Fleiss' kappa for some of the
// annotators.
func (c counted) expectedPooled(annotators []int) float64 {
	sum, all := 0.0, float64(c.tokens)*float64(len(annotators))
	for given := range c.categories() {
		n := 0.0
		for _, i := range annotators {
			n += float64(given[i])
		}
		sum += n * n
	}
	return sum / (all * all)
}

// relationF1 is the F1 of relations whose two ends are both matched, mean over
// pairs of annotators: a relation of one is right when the other links the
// partners of its ends by the same type. A relation at an annotation that the
// other lacks is left out, because the annotation counts as missing already.
// Partners are those of Match over all labels. For one label these are the
// relations that begin or end at an annotation of the label.
func (c counted) relationF1() Value {
	return c.meanOverPairs(func(pair, _, _ int) Value {
		all := c.pair(pair, countRelationsA) + c.pair(pair, countRelationsB)
		return ratio(float64(c.pair(pair, countRelationsSame)), float64(all), whyNoRelations)
	})
}

// attributeAgreement is, over the matched annotations of the same label, the
// share of attributes given by either annotator to which both give the same
// value; mean over pairs of annotators. The definition is our own, as there is no
// customary one: an attribute that neither gives counts for nothing, so that it
// is positive agreement, like F1.
func (c counted) attributeAgreement() Value {
	return c.meanOverPairs(func(pair, _, _ int) Value {
		return ratio(float64(c.pair(pair, countAttributesSame)), float64(c.pair(pair, countAttributes)), whyNoAttributes)
	})
}

const (
	whyNoRelations  = "no relation links annotations that are matched"
	whyNoAttributes = "no matched annotations of the same label have an attribute"
)

// figures returns all that follows from the counts.
func (c counted) figures(annotators []model.Annotator) Figures {
	return Figures{
		Strict: c.score(countStrict, annotators), Exact: c.score(countExact, annotators),
		Partial: c.score(countPartial, annotators), Type: c.score(countType, annotators),
		TokenKappa: c.tokenKappa(), TokenPi: c.tokenPi(), TokenAlpha: c.tokenAlpha(),
		RelationF1: c.relationF1(), AttributeAgreement: c.attributeAgreement(),
	}
}

// tokenAlpha is Krippendorff's alpha for nominal data over the tokens, see
// NominalAlpha and tokenKappa.
func (c counted) tokenAlpha() Value {
	if why := c.noTokens(); why != "" {
		return Undefined(why)
	}
	differing := int64(0)
	c.each(func(pair, _, _ int) { differing += c.pair(pair, countDiffering) })
	expected := chanceDisagreement(int(c.tokens)*c.annotators, func(yield func(int) bool) {
		for given := range c.categories() {
			n := int64(0)
			for _, k := range given {
				n += k
			}
			if !yield(int(n)) {
				return
			}
		}
	})
	if expected <= 0 {
		return Undefined(whyOneCategory)
	}
	return Value{V: 1 - float64(differing)/float64(c.tokens*int64(c.pairs()))/expected}
}

// noTokens returns why nothing can be said over tokens, or "".
func (c counted) noTokens() string {
	switch {
	case c.annotators < 2:
		return whyAlone
	case c.tokens == 0:
		return "there are no tokens"
	}
	return ""
}
