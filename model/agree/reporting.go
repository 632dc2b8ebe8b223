package agree

import (
	"cmp"
	"context"
	"maps"
	"slices"
)

// Report returns what was measured in all documents that were added. Counts
// pool over documents, then the mean over pairs of annotators is taken; a pair
// for which a figure is undefined has no part in the mean. It tells progress
// how much is done, and ends early with the error of ctx when that is done.
func (acc *Accumulator) Report(ctx context.Context, progress func(done, total int)) (Report, error) {
	if err := ctx.Err(); err != nil {
		return Report{}, err
	}
	if progress == nil {
		progress = func(int, int) {}
	}
	r := Report{
		Annotators: acc.opt.Annotators, Documents: len(acc.documents), Left: acc.left,
		Tokens: acc.tokens, Tokenizer: acc.opt.Tokenizer, Blind: acc.blind,
		Disputed: acc.mostDisputed(), Words: acc.mostDisputedWords(), Confusion: acc.confusionTable(),
	}
	labels := acc.labels()
	sum := acc.pooled()
	all := acc.ofAll(sum)
	r.Overall, r.Shared = all.figures(r.Annotators), acc.sharedBy(all)
	for _, label := range labels {
		r.Labels = append(r.Labels, LabelFigures{label, acc.ofLabel(label, sum).figures(r.Annotators)})
	}
	acc.measureUnits(&r)
	steps := acc.steps(len(labels), progress)
	if err := acc.measureGamma(ctx, &r, steps); err != nil {
		return Report{}, err
	}
	overall, each, err := acc.bootstrap(ctx, labels, steps.bootstrap)
	if err != nil {
		return Report{}, err
	}
	r.Overall.keepIntervals(overall)
	for i, ci := range each {
		r.Labels[i].keepIntervals(ci)
	}
	return r, nil
}

// keepIntervals takes the intervals of the figures that are defined.
func (f *Figures) keepIntervals(ci map[string]Interval) {
	for _, m := range Measures {
		if !m.Of(*f).Defined() {
			delete(ci, m.Name)
		}
	}
	f.CI = ci
}

// steps tell progress: those of gamma, then those of the bootstrap.
type steps struct {
	gamma, total int
	progress     func(done, total int)
}

func (acc *Accumulator) steps(labels int, progress func(done, total int)) steps {
	s := steps{progress: progress, total: acc.opt.Samples}
	if acc.opt.Gamma {
		// One gamma takes about as long as the whole bootstrap, or longer.
		s.gamma = (1 + labels) * acc.pairs() * max(1, acc.opt.Samples)
		s.total += s.gamma
	}
	return s
}

func (s steps) bootstrap(done int) { s.progress(s.gamma+done, s.total) }

// measureUnits fills in the measures of units.
func (acc *Accumulator) measureUnits(r *Report) {
	u := MeasureUnits(acc.codePoints, acc.units)
	by := map[string]LabelUnitizing{}
	for _, l := range u.Labels {
		by[l.Label] = l
	}
	for i := range r.Labels {
		f := &r.Labels[i].Figures
		l, there := by[r.Labels[i].Label]
		if !there {
			l = LabelUnitizing{AlphaU: Undefined(whyNoUnits), UAlpha: Undefined(whyNoUnits), KUAlpha: Undefined(whyNoUnits)}
		}
		f.AlphaU, f.UAlpha, f.KUAlpha, f.CUAlpha = l.AlphaU, l.UAlpha, l.KUAlpha, Undefined(WhyNoLabelCU)
	}
	o := &r.Overall
	if acc.opt.Label != "" {
		one := r.Labels[0].Figures
		o.AlphaU, o.UAlpha, o.CUAlpha, o.KUAlpha = one.AlphaU, one.UAlpha, one.CUAlpha, one.KUAlpha
		return
	}
	o.AlphaU, o.UAlpha, o.CUAlpha, o.KUAlpha = u.AlphaU, u.UAlpha, u.CUAlpha, Undefined(WhyNoOverallKU)
}

// measureGamma fills in gamma, the mean over pairs of annotators.
func (acc *Accumulator) measureGamma(ctx context.Context, r *Report, s steps) error {
	fields := []*Value{&r.Overall.Gamma}
	for i := range r.Labels {
		fields = append(fields, &r.Labels[i].Gamma)
	}
	for i, field := range fields {
		if !acc.opt.Gamma {
			*field = Undefined("it was not asked for")
			continue
		}
		label := acc.opt.Label
		if i > 0 {
			label = r.Labels[i-1].Label
		}
		v, err := acc.gammaOf(ctx, label, func(pair int) {
			s.progress(s.gamma*(i*acc.pairs()+pair+1)/(len(fields)*acc.pairs()), s.total)
		})
		if err != nil {
			return err
		}
		*field = v
	}
	return nil
}

// gammaOf returns gamma over the units of a label, "" for all.
func (acc *Accumulator) gammaOf(ctx context.Context, label string, progress func(pair int)) (Value, error) {
	var err error
	v := counted{layout: acc.layout}.meanOverPairs(func(pair, a, b int) Value {
		if err != nil {
			return Value{}
		}
		var g GammaResult
		g, err = Gamma(ctx, acc.codePoints, unitsOf(acc.units[a], label), unitsOf(acc.units[b], label), GammaOptions{Seed: acc.opt.Seed})
		progress(pair)
		return g.Value
	})
	return v, err
}

func unitsOf(units []Unit, label string) []Unit {
	if label == "" {
		return units
	}
	return slices.DeleteFunc(slices.Clone(units), func(u Unit) bool { return u.Label != label })
}

// mostDisputed returns the documents by how many cases differ, then by which
// share of all does.
func (acc *Accumulator) mostDisputed() []DocumentFigures {
	disputed := slices.Clone(acc.disputed)
	slices.SortFunc(disputed, func(x, y DocumentFigures) int {
		return cmp.Or(cmp.Compare(y.Cases, x.Cases), cmp.Compare(x.Agreed, y.Agreed), cmp.Compare(x.Document, y.Document))
	})
	return disputed
}

// mostWords is how many words the report names.
const mostWords = 200

func (acc *Accumulator) mostDisputedWords() []WordFigures {
	var disputed []*WordFigures
	for _, w := range acc.words {
		if w.Cases > 0 {
			disputed = append(disputed, w)
		}
	}
	slices.SortFunc(disputed, func(x, y *WordFigures) int {
		return cmp.Or(cmp.Compare(y.Cases, x.Cases), cmp.Compare(x.Agreed, y.Agreed), cmp.Compare(x.Text, y.Text))
	})
	words := make([]WordFigures, min(len(disputed), mostWords))
	for i := range words {
		words[i] = *disputed[i]
	}
	return words
}

// confusionTable returns the table over the labels that occur, and nothing.
func (acc *Accumulator) confusionTable() Confusion {
	seen := map[string]bool{}
	for cell := range acc.confusion {
		if acc.opt.Label != "" && !slices.Contains(cell[:], acc.opt.Label) {
			continue
		}
		seen[cell[0]], seen[cell[1]] = true, true
	}
	delete(seen, "")
	c := Confusion{Labels: append(slices.Sorted(maps.Keys(seen)), "")}
	for _, x := range c.Labels {
		row := make([]int, len(c.Labels))
		for j, y := range c.Labels {
			if l := acc.opt.Label; l == "" || x == l || y == l {
				row[j] = acc.confusion[[2]string{x, y}]
			}
		}
		c.Counts = append(c.Counts, row)
	}
	return c
}
