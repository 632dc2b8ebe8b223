package agree

import (
	"math"
	"strings"
	"testing"

	"dragoman/model"
)

// notOffered names what of the file is not reproduced, and why: a case by its
// id, one figure of a case by id/key.
var notOffered = map[string]string{
	"zwick1988-ex1/S":           whyNoS,
	"artstein-poesio-ex1/S":     whyNoS,
	"artstein-poesio-ex2/S":     whyNoS,
	"randolph2005-ex1/randolph": "Randolph's free-marginal kappa is not offered: it ignores how often labels are given",

	"cohen1960-ex1/AC1":     whyNoAC1,
	"kappa-paradox-2x2/AC1": whyNoAC1,
	"gwet-ac1-cohen-ex2":    whyNoAC1,

	"wikipedia-alpha/interval":         whyNominal,
	"krippendorff2011-missing/ordinal": whyNominal, "krippendorff2011-missing/interval": whyNominal, "krippendorff2011-missing/ratio": whyNominal,
	"krippendorff1980-3raters/interval": whyNominal, "krippendorff1980-3raters/ratio": whyNominal,
	"hayes-krippendorff2007": whyNominal,

	"artstein-poesio-ex2-weighted": "weighted coefficients are not offered: labels are equally far apart",
	"masi-nltk":                    "no distance between sets of labels is offered",
	"masi-dkpro-variant":           "no distance between sets of labels is offered",

	"segeval-1": whyNoSegments, "segeval-2": whyNoSegments, "segeval-3": whyNoSegments,
	"segeval-fleiss-pi": whyNoSegments + "; these pi and kappa are of boundary similarity",

	"gamma-AlexPaulSuzan/gamma_cat_low": whyNoGammaCat, "gamma-AlexPaulSuzan/gamma_cat_high": whyNoGammaCat,

	"nervaluate-min-overlap": "no least overlap is offered: one shared byte makes two annotations overlap",
	"conll2000-sample":       "its file, tests/data/ground_truth.txt of seqeval, is not here",
	"polnear-token-alpha":    "its corpus, PolNeAR, is not here",
}

const (
	whyNoS        = "Bennett's S is not offered: it ignores how often labels are given"
	whyNoAC1      = "Gwet's AC1 is not offered"
	whyNominal    = "labels are nominal: no order or distance is between them"
	whyNoGammaCat = "gamma-cat, of labels alone, is not offered: cu-alpha tells labels from places"
	whyNoSegments = "boundary and segmentation similarity are for full segmentations and not offered"
)

// codingCases are the cases on ratings of items and on spans.
var codingCases = map[string]caseTest{
	"zwick1988-ex1":                       checkCoding,
	"nltk-easy":                           checkCoding,
	"low-variance":                        checkCoding,
	"krippendorff2004-3categories":        checkCoding,
	"cohen1960-ex1":                       checkCoding,
	"randolph2005-ex1":                    checkFleiss,
	"fleiss-3raters-10items":              checkFleiss,
	"mieskes2009":                         checkFleiss,
	"fleiss1971-category":                 checkFleissCategories,
	"krippendorff2011-missing":            checkCoding,
	"krippendorff1980-3raters":            checkCoding,
	"artstein-poesio-ex1":                 checkCoding,
	"artstein-poesio-ex2":                 checkCoding,
	"kappa-paradox-2x2":                   checkCoding,
	"wikipedia-alpha":                     checkCoding,
	"seqeval-readme":                      checkSeqeval,
	"nervaluate-missed":                   checkSpanCounts,
	"nervaluate-wrong_label":              checkSpanCounts,
	"nervaluate-wrong_label_and_boundary": checkSpanCounts,
	"nervaluate-readme-table":             checkCountTable,
}

func TestPublishedCases(t *testing.T) {
	for _, c := range publishedCases(t) {
		check := codingCases[c.ID]
		if check == nil {
			check = unitizingCases[c.ID]
		}
		if check == nil {
			if notOffered[c.ID] == "" {
				t.Errorf("case %s (%s) is neither reproduced nor named as not offered", c.ID, c.Measure)
			}
			continue
		}
		t.Run(c.ID, func(t *testing.T) {
			check(t, c)
			for key := range c.Expected {
				if !c.checked[key] && notOffered[c.ID+"/"+key] == "" {
					t.Errorf("%s is neither reproduced nor named as not offered", key)
				}
			}
		})
	}
}

// ratings reads what the coding cases give: items, digit strings or a table.
func (c *publishedCase) ratings(t *testing.T) Ratings {
	var in struct {
		Items       [][]any  `json:"items"`
		Digits      []string `json:"items_as_digit_strings"`
		Contingency []struct {
			N      int
			Rater1 string
			Rater2 string
		}
	}
	c.input(t, &in)
	var r Ratings
	for _, item := range in.Items {
		r = append(r, categories(item))
	}
	for _, digits := range in.Digits {
		r = append(r, strings.Split(digits, ""))
	}
	for _, cell := range in.Contingency {
		for range cell.N {
			r = append(r, []string{cell.Rater1, cell.Rater2})
		}
	}
	return r
}

// categories returns the names of the categories; null is missing.
func categories(item []any) []string {
	names := make([]string, len(item))
	for i, v := range item {
		switch v := v.(type) {
		case string:
			names[i] = v
		case float64:
			names[i] = string(rune('0' + int(v)))
		}
	}
	return names
}

// checkCoding compares each figure that the case has and that we offer for two
// raters, and alpha.
func checkCoding(t *testing.T, c *publishedCase) {
	r := c.ratings(t)
	counted, _ := r.complete(2)
	observed, expected, _ := alphaParts(r)
	for key := range c.Expected {
		switch key {
		case "kappa", "kappa_recomputed":
			c.expectValue(t, key, CohenKappa(r))
		case "pi", "pi_recomputed":
			c.expectValue(t, key, ScottPi(r))
		case "alpha", "alpha_nominal", "nominal":
			c.expectValue(t, key, NominalAlpha(r))
		case "Ao":
			c.expect(t, key, counted.observed())
		case "Ae", "Ae_kappa":
			c.expect(t, key, counted.expectedByRater())
		case "Ae_pi":
			c.expect(t, key, counted.expectedPooled())
		case "Do":
			c.expect(t, key, observed)
		case "De":
			c.expect(t, key, expected)
		}
	}
}

func checkFleiss(t *testing.T, c *publishedCase) {
	r := c.ratings(t)
	counted, _ := r.complete(0)
	for key := range c.Expected {
		switch category, ok := strings.CutPrefix(key, "cat_"); {
		case ok:
			c.expectValue(t, key, FleissCategory(r, category))
		case key == "kappa", key == "fleiss":
			c.expectValue(t, key, FleissKappa(r))
		case key == "Ao":
			c.expect(t, key, counted.observed())
		case key == "Ae":
			c.expect(t, key, counted.expectedPooled())
		}
	}
}

func checkFleissCategories(t *testing.T, c *publishedCase) {
	r := c.ratings(t)
	for category := range c.Expected {
		c.expectValue(t, category, FleissCategory(r, category))
	}
}

// bio reads annotations off tags such as "O B-PER I-PER", one byte a tag,
// beginning at offset at.
func bio(tags string, at int) []model.Annotation {
	var annotations []model.Annotation
	for i, tag := range strings.Fields(tags) {
		kind, label, _ := strings.Cut(tag, "-")
		span := model.Span{Start: at + i, End: at + i + 1}
		switch kind {
		case "B":
			annotations = append(annotations, model.Annotation{Label: label, Fragments: []model.Span{span}})
		case "I":
			annotations[len(annotations)-1].Fragments[0].End = span.End
		}
	}
	return annotations
}

func checkSpanCounts(t *testing.T, c *publishedCase) {
	var in struct {
		Gold string `json:"gold_bio"`
		Pred string `json:"pred_bio"`
	}
	c.input(t, &in)
	got := CountSpans(bio(in.Gold, 0), bio(in.Pred, 0))
	for way, counts := range map[string]Counts{"strict": got.Strict, "exact": got.Exact, "partial": got.Partial, "type": got.Type} {
		c.expect(t, way+"_COR", float64(counts.Correct))
		c.expect(t, way+"_INC", float64(counts.Incorrect))
		c.expect(t, way+"_PAR", float64(counts.Partial))
		c.expect(t, way+"_MIS", float64(counts.Missing))
		c.expect(t, way+"_SPU", float64(counts.Spurious))
	}
}

func checkSeqeval(t *testing.T, c *publishedCase) {
	var in struct{ Gold, Pred []string }
	c.input(t, &in)
	var gold, pred []model.Annotation
	for i := range in.Gold {
		gold = append(gold, bio(in.Gold[i], 100*i)...)
		pred = append(pred, bio(in.Pred[i], 100*i)...)
	}
	c.expectValue(t, "micro_f1", CountSpans(gold, pred).Strict.F1())
	for _, label := range []string{"MISC", "PER"} {
		only := func(all []model.Annotation) (some []model.Annotation) {
			for _, a := range all {
				if a.Label == label {
					some = append(some, a)
				}
			}
			return some
		}
		c.expectValue(t, label+"_f1", CountSpans(only(gold), only(pred)).Strict.F1())
	}
}

func checkCountTable(t *testing.T, c *publishedCase) {
	var in struct {
		Counts map[string]struct{ COR, INC, PAR, MIS, SPU int }
	}
	c.input(t, &in)
	for way, n := range in.Counts {
		counts := Counts{n.COR, n.INC, n.PAR, n.MIS, n.SPU}
		c.expectValue(t, way+"_f1", counts.F1())
		if p, r := counts.Precision().V, counts.Recall().V; math.Abs(counts.F1().V-2*p*r/(p+r)) > 1e-12 {
			t.Errorf("%s: F1 %v is not the harmonic mean of %v and %v", way, counts.F1(), p, r)
		}
	}
}
