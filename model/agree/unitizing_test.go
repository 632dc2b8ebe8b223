package agree

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// key is how the published cases name what has a number.
func key(i int) string { return fmt.Sprint(i) }

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*(1+math.Abs(a)) }

// same reports whether two figures are equal, or undefined for the same
// reason.
func same(a, b Value) bool { return a.Why == b.Why && near(a.V, b.V) }

// figures lists the figures of all labels and of each.
func (m Unitizing) figures() map[string]Value {
	all := map[string]Value{"alpha_u": m.AlphaU, "u": m.UAlpha, "cu": m.CUAlpha}
	for _, l := range m.Labels {
		all["alpha_u "+l.Label], all["u "+l.Label], all["(k)u "+l.Label] = l.AlphaU, l.UAlpha, l.KUAlpha
	}
	return all
}

func sameFigures(t *rapid.T, what string, a, b Unitizing) {
	t.Helper()
	other := b.figures()
	if len(a.figures()) != len(other) {
		t.Fatalf("%s: other labels", what)
	}
	for name, v := range a.figures() {
		if !same(v, other[name]) {
			t.Fatalf("%s changed %s from %v to %v", what, name, v, other[name])
		}
	}
}

// drawUnits draws what annotators marked in a continuum: units of one
// annotator that do not overlap, unless it says so.
func drawUnits(t *rapid.T, length, annotators int, overlapping bool) [][]Unit {
	drawn := make([][]Unit, annotators)
	for i := range drawn {
		at := 0
		for range rapid.IntRange(0, 6).Draw(t, "units") {
			if overlapping {
				at = 0
			}
			if at >= length {
				break
			}
			start := rapid.IntRange(at, length-1).Draw(t, "start")
			at = rapid.IntRange(start+1, min(length, start+12)).Draw(t, "end")
			drawn[i] = append(drawn[i], Unit{start, at, rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "label")})
		}
	}
	return drawn
}

func relabelled(annotators [][]Unit, name func(string) string) [][]Unit {
	renamed := make([][]Unit, len(annotators))
	for i, units := range annotators {
		for _, u := range units {
			renamed[i] = append(renamed[i], Unit{u.Start, u.End, name(u.Label)})
		}
	}
	return renamed
}

// ratersInput is how the file writes alpha_u's units: by rater and label, each
// as offset and length.
type ratersInput struct {
	Begin, Length int
	Raters        []map[string][][2]int
}

func (in ratersInput) units() [][]Unit {
	annotators := make([][]Unit, len(in.Raters))
	for i, labels := range in.Raters {
		for label, units := range labels {
			for _, u := range units {
				start := u[0] - in.Begin
				annotators[i] = append(annotators[i], Unit{start, start + u[1], label})
			}
		}
	}
	return annotators
}

// disagreements returns what alpha_u is made of, by label.
func (in ratersInput) disagreements(t *testing.T) map[string]disagreement {
	t.Helper()
	all := in.units()
	byLabel := map[string]disagreement{}
	for _, label := range unitLabels(all) {
		layer := make([][]Unit, len(all))
		for i, units := range all {
			layer[i] = slices.DeleteFunc(slices.Clone(units), func(u Unit) bool { return u.Label != label })
		}
		continua, ok := cutAll(in.Length, inOrder(layer), func(Unit) int { return 1 })
		if !ok {
			t.Fatalf("units of %s overlap", label)
		}
		byLabel[label] = alphaU(in.Length, continua)
	}
	return byLabel
}

// The example in the source of lindanna/unitized_alpha, whose figures its
// README prints.
func TestFamilyOfUAlphas(t *testing.T) {
	m := MeasureUnits(20, [][]Unit{
		{{2, 5, "1"}, {9, 11, "1"}, {12, 20, "2"}},
		{{2, 5, "1"}, {7, 15, "2"}},
		{{2, 5, "1"}, {10, 15, "2"}},
	})
	for name, want := range map[string]float64{"u": 0.474, "cu": 0.779, "(k)u 1": 0.769, "(k)u 2": 0.787} {
		if got := m.figures()[name]; !got.Defined() || math.Abs(got.V-want) > 0.0005 {
			t.Errorf("%s is %v, published as %v", name, got, want)
		}
	}
}

// The example of DKPro Statistics' UnitizingAgreementTest.
func TestAlphaUOfScatteredUnits(t *testing.T) {
	in := ratersInput{Length: 10, Raters: []map[string][][2]int{{"A": {{1, 8}}}, {"A": {{2, 1}, {4, 1}, {6, 1}}}}}
	d := in.disagreements(t)["A"]
	for name, pair := range map[string][2]float64{
		"observed": {d.observed, 0.9100}, "expected": {d.expected, 0.5351}, "alpha": {d.alpha(2).V, -0.7003},
	} {
		if math.Abs(pair[0]-pair[1]) > 0.0001 {
			t.Errorf("%s is %v, published as %v", name, pair[0], pair[1])
		}
	}
}

// What agrees with itself agrees perfectly, or chance would too.
func TestUnitizingAgreesWithItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := drawUnits(t, 40, 1, rapid.Bool().Draw(t, "overlapping"))[0]
		for name, v := range MeasureUnits(40, [][]Unit{units, units, units}).figures() {
			if v.Defined() && !near(v.V, 1) {
				t.Fatalf("%s of equal units is %v", name, v.V)
			}
		}
	})
}

func TestUnitizingKnowsNoOrderAndNoNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := drawUnits(t, 40, 3, rapid.Bool().Draw(t, "overlapping"))
		before := fmt.Sprint(units)
		measured := MeasureUnits(40, units)

		swapped := [][]Unit{slices.Clone(units[2]), units[0], units[1]}
		slices.Reverse(swapped[0])
		sameFigures(t, "another order", measured, MeasureUnits(40, swapped))

		names := strings.NewReplacer("a", "z", "c", "k")
		renamed := MeasureUnits(40, relabelled(units, func(l string) string { return names.Replace(l) }))
		for i, l := range renamed.Labels {
			renamed.Labels[i].Label = strings.NewReplacer("z", "a", "k", "c").Replace(l.Label)
		}
		if measured.AlphaU.Defined() { // which label overlaps is told by name
			sameFigures(t, "other names", measured, renamed)
		}
		if fmt.Sprint(units) != before {
			t.Fatal("what was measured was changed")
		}
	})
}

// What was observed does not depend on how finely the continuum is counted.
// The expected disagreement does: chance has more places to choose from.
func TestObservedDisagreementKnowsNoScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := relabelled(drawUnits(t, 40, 3, false), func(string) string { return "a" })
		k := rapid.IntRange(2, 50).Draw(t, "scale")
		scaled := make([][]Unit, len(units))
		for i, of := range units {
			for _, u := range of {
				scaled[i] = append(scaled[i], Unit{u.Start * k, u.End * k, u.Label})
			}
		}
		one := func(Unit) int { return 1 }
		small, _ := cutAll(40, inOrder(units), one)
		large, _ := cutAll(40*k, inOrder(scaled), one)
		if a, b := alphaU(40, small).observed, alphaU(40*k, large).observed; !near(a, b) {
			t.Fatalf("the observed disagreement is %v, and scaled by %d %v", a, k, b)
		}
		if a, b := MeasureUnits(40, units).CUAlpha, MeasureUnits(40*k, scaled).CUAlpha; !same(a, b) {
			t.Fatalf("cu-alpha is %v, and scaled by %d %v", a, k, b)
		}
	})
}

// Counting code point by code point gives the same coincidences.
func TestCoincidencesCodePointByCodePoint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const length = 40
		units := inOrder(drawUnits(t, length, 3, false))
		index := map[string]int{"a": 1, "b": 2, "c": 3}
		value := func(u Unit) int { return index[u.Label] }
		continua, ok := cutAll(length, units, value)
		if !ok {
			t.Fatal("units overlap that were drawn apart")
		}
		var want [4][4]float64
		at := func(i, point int) int {
			for _, u := range units[i] {
				if u.Start <= point && point < u.End {
					return value(u)
				}
			}
			return gap
		}
		for point := range length {
			for i := range units {
				for j := range units {
					if i != j {
						want[at(i, point)][at(j, point)] += 0.5
					}
				}
			}
		}
		c := coincide(continua, 3)
		for k := range want {
			if !slices.Equal(want[k][:], c.observed[k]) {
				t.Fatalf("row %d is %v, counted %v", k, c.observed[k], want[k])
			}
		}
	})
}

func TestUnitizingSaysWhyNot(t *testing.T) {
	overlapping := []Unit{{0, 5, "a"}, {3, 8, "a"}, {10, 12, "b"}}
	nested := []Unit{{0, 5, "a"}, {3, 4, "b"}}
	m := MeasureUnits(20, [][]Unit{overlapping, nested})
	for name, want := range map[string]bool{
		"alpha_u": false, "alpha_u a": false, "u a": false, "alpha_u b": true, "u b": true,
		"u": false, "cu": false, "(k)u a": false, "(k)u b": false,
	} {
		if v := m.figures()[name]; v.Defined() != want {
			t.Errorf("%s is %+v, defined should be %v", name, v, want)
		}
	}
	if v := MeasureUnits(20, [][]Unit{nested, nested}).AlphaU; !same(v, Value{V: 1}) {
		t.Errorf("alpha_u of equal nested units of two labels is %v", v)
	}
	for name, v := range MeasureUnits(20, [][]Unit{{{0, 5, "a"}}}).figures() {
		if v.Defined() {
			t.Errorf("%s of one annotator is %v", name, v.V)
		}
	}
	for name, v := range MeasureUnits(0, [][]Unit{nil, nil}).figures() {
		if v.Defined() {
			t.Errorf("%s of nothing is %v", name, v.V)
		}
	}
}

// corpus returns what three annotators, who mostly agree, marked in documents
// of 3,000 code points laid end to end.
func corpus(documents, perDocument int) (int, [][]Unit) {
	const size = 3000
	slot := size / perDocument
	random := rand.New(rand.NewPCG(1, 2))
	labels := []string{"person", "meeting", "statement", "denial"}
	annotators := make([][]Unit, 3)
	for d := range documents {
		for u := range perDocument {
			start := d*size + u*slot + random.IntN(slot/2-4)
			end := start + 1 + random.IntN(slot/2)
			label := labels[random.IntN(len(labels))]
			for i := range annotators {
				shift := random.IntN(4)
				if random.IntN(10) == 0 {
					label = labels[random.IntN(len(labels))]
				}
				annotators[i] = append(annotators[i], Unit{start + shift, end + shift, label})
			}
		}
	}
	return documents * size, annotators
}

func BenchmarkMeasureUnits(b *testing.B) {
	length, annotators := corpus(10_000, 20)
	for b.Loop() {
		if !MeasureUnits(length, annotators).UAlpha.Defined() {
			b.Fatal("the figures are undefined")
		}
	}
}
