package agree

import "fmt"

// Why figures of unitizing do not exist by definition.
const (
	// WhyNoLabelCU says why there is no cu-alpha for one label.
	WhyNoLabelCU = "it compares labels with each other, and is a figure over all of them"
	// WhyNoOverallKU says why there is no (k)u-alpha over all labels.
	WhyNoOverallKU = "it is a figure of one label"
)

const (
	whyAlone    = "it takes two annotators"
	whyNoUnits  = "nothing is marked"
	whyOverlaps = "annotations of one annotator overlap"
	whyNoChance = "everything is marked alike, so that chance could not differ"
)

// Unitizing are the measures of unitizing over one continuum.
type Unitizing struct {
	AlphaU  Value // Krippendorff's alpha_u of 2004, see alphaU
	UAlpha  Value // Krippendorff's u-alpha of 2016, see coincidences
	CUAlpha Value // cu-alpha: labels where units of annotators intersect
	Labels  []LabelUnitizing
}

// LabelUnitizing are the measures of unitizing of one label. All but KUAlpha
// know of this label's units only.
type LabelUnitizing struct {
	Label   string
	AlphaU  Value
	UAlpha  Value
	KUAlpha Value // (k)u-alpha: this label against the others, where units of annotators intersect
}

// MeasureUnits measures how far annotators agree on what is a unit of a
// continuum of so many code points, and of which label. Each element of
// annotators holds the units of one, in any order and within the continuum;
// they are not changed. Labels are sorted. It takes time n log n of the units
// and n of the pairs of annotators.
//
// Units of one annotator must not overlap: those of one label for AlphaU,
// which adds up its labels' disagreements, and of a label's own figures; those
// of all labels for the rest. Where they do, the figure is undefined.
func MeasureUnits(length int, annotators [][]Unit) Unitizing {
	labels := unitLabels(annotators)
	measured := Unitizing{Labels: make([]LabelUnitizing, len(labels))}
	units := inOrder(annotators)
	index := map[string]int{}
	for i, label := range labels {
		index[label] = i + 1
		measured.Labels[i].Label = label
	}
	measured.measureLayers(length, units, index)
	measured.measureTogether(length, units, index)
	return measured
}

// measureLayers fills in the figures that look at one label at a time.
func (m *Unitizing) measureLayers(length int, units [][]Unit, index map[string]int) {
	var all disagreement
	why := ""
	for i, layer := range layers(units, index) {
		label := &m.Labels[i]
		continua, ok := cutAll(length, layer, func(Unit) int { return 1 })
		if !ok {
			label.AlphaU, label.UAlpha = Undefined(whyOverlaps), Undefined(whyOverlaps)
			why = fmt.Sprintf("annotations of one annotator with the label “%s” overlap", label.Label)
			continue
		}
		d := alphaU(length, continua)
		label.AlphaU = d.alpha(len(units))
		label.UAlpha = coincide(continua, 1).uAlpha()
		all = all.plus(d)
	}
	m.AlphaU = all.alpha(len(units))
	switch {
	case why != "":
		m.AlphaU = Undefined(why)
	case len(m.Labels) == 0:
		m.AlphaU = Undefined(whyNoUnits)
	}
}

// measureTogether fills in the figures that look at all labels at once.
func (m *Unitizing) measureTogether(length int, units [][]Unit, index map[string]int) {
	continua, ok := cutAll(length, units, func(u Unit) int { return index[u.Label] })
	if !ok {
		m.UAlpha, m.CUAlpha = Undefined(whyOverlaps), Undefined(whyOverlaps)
		for i := range m.Labels {
			m.Labels[i].KUAlpha = Undefined(whyOverlaps)
		}
		return
	}
	c := coincide(continua, len(index))
	m.UAlpha, m.CUAlpha = c.uAlpha(), c.cuAlpha()
	for i := range m.Labels {
		m.Labels[i].KUAlpha = c.kuAlpha(i + 1)
	}
}

// layers returns the units of each label, by annotator.
func layers(annotators [][]Unit, index map[string]int) [][][]Unit {
	split := make([][][]Unit, len(index))
	for l := range split {
		split[l] = make([][]Unit, len(annotators))
	}
	for i, units := range annotators {
		counts := make([]int, len(index))
		for _, u := range units {
			counts[index[u.Label]-1]++
		}
		for l, n := range counts {
			split[l][i] = make([]Unit, 0, n)
		}
		for _, u := range units {
			layer := split[index[u.Label]-1]
			layer[i] = append(layer[i], u)
		}
	}
	return split
}
