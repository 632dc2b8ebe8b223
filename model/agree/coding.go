package agree

import (
	"maps"
	"slices"
)

// Ratings are the categories that raters gave to items: by item, then by
// rater; "" where a rater gave none. Every item has one place for each rater.
type Ratings [][]string

// CohenKappa is Cohen's kappa for two raters, (Ao - Ae) / (1 - Ae): Ao is the
// share of items on which they agree, Ae what is expected when each rater gives
// categories as often as they do, by chance (Cohen, A coefficient of agreement
// for nominal scales, 1960). Items that one of them did not rate are left out.
func CohenKappa(r Ratings) Value {
	t, why := r.complete(2)
	if why != "" {
		return Undefined(why)
	}
	return kappa(t.observed(), t.expectedByRater())
}

// ScottPi is Scott's pi for two raters: like Cohen's kappa, but expecting of
// both raters that they give categories as often as the two do together (Scott,
// Reliability of content analysis, 1955).
func ScottPi(r Ratings) Value {
	t, why := r.complete(2)
	if why != "" {
		return Undefined(why)
	}
	return kappa(t.observed(), t.expectedPooled())
}

// FleissKappa is Fleiss' kappa, Scott's pi for more than two raters: Ao is the
// share of agreeing pairs of ratings of one item (Fleiss, Measuring nominal
// scale agreement among many raters, 1971). Each item must be rated by all.
func FleissKappa(r Ratings) Value {
	t, why := r.complete(0)
	if why != "" {
		return Undefined(why)
	}
	return kappa(t.observed(), t.expectedPooled())
}

// FleissCategory is Fleiss' kappa for one category: how far raters agree in
// giving it, corrected for chance; the pooled form of Fleiss 1971 and not
// Cohen's kappa of the category against the rest.
func FleissCategory(r Ratings, category string) Value {
	binary := make(Ratings, len(r))
	for i, item := range r {
		binary[i] = make([]string, len(item))
		for j, given := range item {
			switch given {
			case "":
			case category:
				binary[i][j] = "yes"
			default:
				binary[i][j] = "no"
			}
		}
	}
	return FleissKappa(binary)
}

// NominalAlpha is Krippendorff's alpha for nominal data, 1 - Do/De, for any
// number of raters and with missing ratings: Do is the disagreement among the
// pairs of ratings of one item, each item weighing as many as its ratings; De
// that among all pairs of ratings (Krippendorff, Computing Krippendorff's
// alpha-reliability, 2011). Items with one rating count for nothing.
func NominalAlpha(r Ratings) Value {
	observed, expected, why := alphaParts(r)
	if why != "" {
		return Undefined(why)
	}
	return Value{V: 1 - observed/expected}
}

// alphaParts returns Do and De of Krippendorff's alpha.
func alphaParts(r Ratings) (observed, expected float64, why string) {
	values := map[string]int{}
	n := 0
	for _, item := range r {
		given, count := 0, map[string]int{}
		for _, category := range item {
			if category != "" {
				given++
				count[category]++
			}
		}
		if given < 2 {
			continue
		}
		n += given
		disagreeing := given * given
		for category, k := range count {
			values[category] += k
			disagreeing -= k * k
		}
		observed += float64(disagreeing) / float64(given-1)
	}
	if n == 0 {
		return 0, 0, whyNothingRated
	}
	expected = chanceDisagreement(n, maps.Values(values))
	if expected == 0 {
		return 0, 0, whyOneCategory
	}
	return observed / float64(n), expected, ""
}

// chanceDisagreement returns the share of pairs of n values that differ: De of
// Krippendorff's alpha.
func chanceDisagreement(n int, values func(func(int) bool)) float64 {
	differing := float64(n) * float64(n)
	for k := range values {
		differing -= float64(k) * float64(k)
	}
	return differing / (float64(n) * float64(n-1))
}

const (
	whyNothingRated = "there is nothing that two annotators rated"
	whyOneCategory  = "only one category was given, so that no disagreement is possible"
	whyTwoRaters    = "it is defined for two annotators"
	whyMissing      = "it is not defined where ratings are missing"
)

// kappa corrects observed agreement for chance.
func kappa(observed, expected float64) Value {
	if expected >= 1 {
		return Undefined(whyOneCategory)
	}
	return Value{V: (observed - expected) / (1 - expected)}
}

// tallied are ratings counted: all that kappa and pi need to know.
type tallied struct {
	items, raters int
	agreeing      int     // pairs of ratings of one item that agree
	given         [][]int // how often, by category and rater
}

// complete counts the ratings of items. Where raters is not 0 there must be
// that many, and an item that is not rated by all is left out; else such an
// item is a reason against.
func (r Ratings) complete(raters int) (t tallied, why string) {
	given := map[string][]int{}
	for _, item := range r {
		t.raters = len(item)
		if slices.Contains(item, "") {
			if raters == 0 {
				return t, whyMissing
			}
			continue
		}
		t.items++
		for i, category := range item {
			if given[category] == nil {
				given[category] = make([]int, len(item))
			}
			given[category][i]++
			for _, other := range item[i+1:] {
				if category == other {
					t.agreeing++
				}
			}
		}
	}
	switch {
	case t.items == 0 || t.raters < 2:
		return t, whyNothingRated
	case raters > 0 && t.raters != raters:
		return t, whyTwoRaters
	}
	t.given = slices.Collect(maps.Values(given))
	return t, ""
}

// observed returns the share of agreeing pairs of ratings, Ao.
func (t tallied) observed() float64 {
	return float64(t.agreeing) / float64(t.items*t.raters*(t.raters-1)/2)
}

// expectedByRater returns Ae of Cohen's kappa.
func (t tallied) expectedByRater() float64 {
	sum := 0
	for _, n := range t.given {
		sum += n[0] * n[1]
	}
	return float64(sum) / (float64(t.items) * float64(t.items))
}

// expectedPooled returns Ae of Scott's pi and Fleiss' kappa.
func (t tallied) expectedPooled() float64 {
	sum, all := 0, t.items*t.raters
	for _, n := range t.given {
		k := 0
		for _, m := range n {
			k += m
		}
		sum += k * k
	}
	return float64(sum) / (float64(all) * float64(all))
}
