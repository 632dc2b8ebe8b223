package agree

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model/segment"
)

func TestCoefficientsAreUndefinedWhereTheyAre(t *testing.T) {
	measures := map[string]func(Ratings) Value{
		"kappa": CohenKappa, "pi": ScottPi, "fleiss": FleissKappa, "alpha": NominalAlpha,
		"category": func(r Ratings) Value { return FleissCategory(r, "a") },
	}
	for name, r := range map[string]Ratings{
		"nothing": {}, "one rater": {{"a"}, {"b"}}, "one category": {{"a", "a"}, {"a", "a"}},
		"one item": {{"a", "a"}}, "none rated twice": {{"a", ""}, {"", "b"}},
	} {
		for measure, of := range measures {
			if v := of(r); v.Defined() || v.V != 0 {
				t.Errorf("%s of %s is %v", measure, name, v)
			}
		}
	}
	three := Ratings{{"a", "b", "a"}, {"b", "b", "a"}}
	if v := CohenKappa(three); v.Defined() {
		t.Errorf("kappa of three raters is %v", v)
	}
	if v := FleissKappa(Ratings{{"a", "b", ""}, {"b", "b", "a"}}); v.Defined() {
		t.Errorf("Fleiss' kappa with a missing rating is %v", v)
	}
	if v := FleissCategory(three, "c"); v.Defined() {
		t.Errorf("kappa of a category that nobody gave is %v", v)
	}
}

// ratings draws ratings of up to 12 items by so many raters.
func ratings(raters int) *rapid.Generator[Ratings] {
	return rapid.Custom(func(t *rapid.T) Ratings {
		item := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), raters, raters)
		return rapid.SliceOfN(item, 1, 12).Draw(t, "items")
	})
}

func TestCoefficientsAgreeWithEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := ratings(2).Draw(t, "ratings")
		if pi, fleiss := ScottPi(r), FleissKappa(r); pi != fleiss {
			t.Errorf("pi is %v, Fleiss' kappa of two %v", pi, fleiss)
		}
		// Alpha is pi with the correction for a small sample: 1-alpha = (1-pi)(2n-1)/2n.
		if pi, alpha := ScottPi(r), NominalAlpha(r); pi.Defined() {
			n := float64(2 * len(r))
			if want := 1 - (1-pi.V)*(n-1)/n; math.Abs(alpha.V-want) > 1e-9 {
				t.Errorf("alpha is %v, pi asks for %v", alpha, want)
			}
		}
		turned := make(Ratings, len(r))
		for i, item := range r {
			turned[i] = []string{item[1], item[0]}
		}
		if CohenKappa(r) != CohenKappa(turned) {
			t.Error("kappa depends on who is first")
		}
	})
}

func TestTokenFiguresAreThoseOfTheRatings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 3).Draw(t, "annotators")
		w := annotated(n).Draw(t, "work")
		r := report(t, []work{w}, Options{Annotators: people[:n]})
		all := rated(w, "")
		checkSame(t, "alpha", r.Overall.TokenAlpha, NominalAlpha(all))
		kappa := FleissKappa
		if n == 2 {
			kappa = CohenKappa
			checkSame(t, "pi", r.Overall.TokenPi, ScottPi(all))
		}
		checkSame(t, "kappa", r.Overall.TokenKappa, kappa(all))
		for _, l := range r.Labels {
			checkSame(t, "alpha of "+l.Label, l.TokenAlpha, NominalAlpha(rated(w, l.Label)))
			checkSame(t, "kappa of "+l.Label, l.TokenKappa, kappa(rated(w, l.Label)))
		}
	})
}

func checkSame(t *rapid.T, name string, a, b Value) {
	t.Helper()
	if a.Defined() != b.Defined() || math.Abs(a.V-b.V) > 1e-9 {
		t.Errorf("%s is %v, by its definition %v", name, a, b)
	}
}

// rated returns the categories of tokens the plain way: of one label, whether
// it is there, else the set of labels.
func rated(w work, label string) Ratings {
	var r Ratings
	for _, token := range segment.Tokens(w.document.Text.String()) {
		item := make([]string, len(w.sets))
		for i, set := range w.sets {
			item[i] = "set:"
			for _, l := range labelsIn(set.Annotations) {
				for _, a := range set.Annotations {
					covers := false
					for _, f := range a.Fragments {
						covers = covers || f.Overlaps(token)
					}
					if a.Label == l && covers && (label == "" || label == l) {
						item[i] += l + " "
						break
					}
				}
			}
		}
		r = append(r, item)
	}
	return r
}
