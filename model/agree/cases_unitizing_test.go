package agree

import "testing"

// unitizingCases are the published cases of unitizing and gamma.
var unitizingCases = map[string]caseTest{
	"alpha-u-distance":           caseDistance,
	"alpha-u-degenerate":         caseDegenerate,
	"krippendorff2004-unitizing": caseUnitizing2004,
	"krippendorff1995-observed":  caseObserved1995,
	"krippendorff1995-alphas":    caseAlphas1995,
	"u-alpha-keyphrase":          caseKeyphrase,

	"gamma-positional-fig10":                 caseFigure10,
	"gamma-fixture_02_unequal_counts":        caseGamma,
	"gamma-fixture_04_three_annotators":      caseGamma,
	"gamma-fixture_06_weighted_alpha3_beta2": caseGamma,
	"gamma-AlexPaulSuzan":                    caseGamma,
}

func caseDistance(t *testing.T, c *publishedCase) {
	var in struct {
		Pairs []struct{ A, B [3]int }
	}
	c.input(t, &in)
	read := func(s [3]int) section { return section{start: s[0], end: s[0] + s[1], value: s[2]} }
	for i, p := range in.Pairs {
		c.expect(t, key(i), distance(read(p.A), read(p.B)))
		if distance(read(p.A), read(p.B)) != distance(read(p.B), read(p.A)) {
			t.Errorf("the distance of pair %d depends on the order", i)
		}
	}
}

// The file describes these inputs in words.
func caseDegenerate(t *testing.T, c *publishedCase) {
	single := MeasureUnits(20, [][]Unit{{{0, 1, "X"}}, {}, {}})
	c.expectValue(t, "0", single.AlphaU)
	c.expectValue(t, "1", MeasureUnits(20, make([][]Unit, 3)).AlphaU)
	c.expectValue(t, "2", MeasureUnits(15, [][]Unit{{{0, 0, "A"}}, {{0, 0, "A"}}}).AlphaU)
	c.expectValue(t, "2", MeasureUnits(15, [][]Unit{{{0, 0, "A"}}, {{0, 0, "B"}}}).AlphaU)
	c.expectValue(t, "3", MeasureUnits(15, [][]Unit{{{0, 0, "A"}, {2, 7, "A"}}, {{2, 7, "A"}}}).AlphaU)
}

func caseUnitizing2004(t *testing.T, c *publishedCase) {
	var in ratersInput
	c.input(t, &in)
	measured := MeasureUnits(in.Length, in.units())
	c.expectValue(t, "alpha_u", measured.AlphaU)
	for _, label := range measured.Labels {
		c.expectValue(t, label.Label, label.AlphaU)
	}
	parts := in.disagreements(t)
	c.expect(t, "Do_c", parts["c"].observed)
	c.expect(t, "De_c", parts["c"].expected)
	c.expect(t, "De_k", parts["k"].expected)
}

func caseObserved1995(t *testing.T, c *publishedCase) {
	var in ratersInput
	c.input(t, &in)
	for label, d := range in.disagreements(t) {
		c.expect(t, "Do_"+label, d.observed)
	}
}

func caseAlphas1995(t *testing.T, c *publishedCase) {
	var in ratersInput
	c.input(t, &in)
	for label, d := range in.disagreements(t) {
		c.expect(t, "De_"+label, d.expected)
	}
	for _, label := range MeasureUnits(in.Length, in.units()).Labels {
		c.expectValue(t, label.Label, label.AlphaU)
	}
}

func caseKeyphrase(t *testing.T, c *publishedCase) {
	var in struct {
		Length      int
		Annotations map[string][][3]any
	}
	c.input(t, &in)
	var annotators [][]Unit
	for _, rows := range in.Annotations {
		var units []Unit
		for _, row := range rows {
			units = append(units, Unit{int(row[1].(float64)), int(row[2].(float64)), row[0].(string)})
		}
		annotators = append(annotators, units)
	}
	c.expectValue(t, "u", MeasureUnits(in.Length, annotators).UAlpha)
}

func caseFigure10(t *testing.T, c *publishedCase) {
	var in struct {
		Pairs      [][2][2]int
		DeltaEmpty float64 `json:"delta_empty"`
	}
	c.input(t, &in)
	d := Dissimilarity{Position: 1, Label: 1, Empty: in.DeltaEmpty}
	for i, p := range in.Pairs {
		u, v := Unit{Start: p[0][0], End: p[0][1]}, Unit{Start: p[1][0], End: p[1][1]}
		c.expect(t, key(i), d.Between(u, v))
	}
}

// gammaInput is how the file writes gamma's units: by annotator, each as
// start, end and label.
type gammaInput struct {
	Annotators  [][][3]any
	Alpha, Beta float64
	DeltaEmpty  float64 `json:"delta_empty"`
}

func (in gammaInput) units() (length int, annotators [][]Unit) {
	for _, rows := range in.Annotators {
		var units []Unit
		for _, row := range rows {
			u := Unit{int(row[0].(float64)), int(row[1].(float64)), row[2].(string)}
			units = append(units, u)
			length = max(length, u.End)
		}
		annotators = append(annotators, units)
	}
	return length, annotators
}

func caseGamma(t *testing.T, c *publishedCase) {
	var in gammaInput
	c.input(t, &in)
	length, annotators := in.units()
	d := Dissimilarity{Position: in.Alpha, Label: in.Beta, Empty: in.DeltaEmpty}
	observed := leastDisorder(d, annotators)
	c.expect(t, "disorder", observed)
	gamma := 1 - observed/leastDisorderByChance(d, length, annotators, 150)
	if len(annotators) == 2 {
		r := gammaOf(t, length, annotators[0], annotators[1], GammaOptions{Dissimilarity: d})
		c.expect(t, "disorder", r.Observed)
		gamma = r.Value.V
	}
	if _, band := c.Expected["gamma_low"]; !band {
		c.expect(t, "gamma_monte_carlo", gamma)
		return
	}
	c.checked["gamma_low"], c.checked["gamma_high"] = true, true
	if gamma < *c.Expected["gamma_low"] || gamma > *c.Expected["gamma_high"] {
		t.Errorf("gamma is %v, published as from %v to %v", gamma, *c.Expected["gamma_low"], *c.Expected["gamma_high"])
	}
}

// leastDisorderByChance is the expected disorder of any number of annotators,
// of whom each in a random continuum is any of the real ones. The program
// measures pairs: only their random continua and their disorders are its own.
func leastDisorderByChance(d Dissimilarity, length int, annotators [][]Unit, n int) float64 {
	s := newShuffler(length, annotators, 1)
	var drawn samples
	for range n {
		var choice []int
		for range annotators {
			choice = append(choice, s.random.IntN(len(annotators)))
		}
		drawn.add(leastDisorder(d, s.continua(choice, s.pivots(len(annotators)))))
	}
	return drawn.mean()
}
