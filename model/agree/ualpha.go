package agree

// coincidences count, for the 2016 family of Krippendorff's u-alphas, on how
// much of the continuum two annotators gave which two values. A value is a
// label, or gap.
//
// With m annotators, observed[c][k] = l_ck is the length over which one of two
// annotators gave c and the other k, over all ordered pairs, divided by m-1;
// l_c its sum over k, l the sum of all. Expected is
//
//	e_ck = l · (l_c·l_k - [c=k]·S_c) / (l² - ΣS)
//
// where S_c is the sum of the squared lengths of units of label c, and of the
// plain lengths of gaps. Source: Krippendorff, Mathet, Bouvry and Widlöcher
// (2016), On the reliability of unitizing textual continua: further
// developments, Quality & Quantity 50:2347-2364.
type coincidences struct {
	annotators int
	observed   [][]float64
	squares    []float64 // S_c
	shared     []float64 // squared lengths that units of a label share with units of another annotator, divided by m-1
}

// coincide counts the coincidences of annotators in a continuum with so many
// labels.
func coincide(continua [][]section, labels int) *coincidences {
	c := newCoincidences(len(continua), labels)
	for _, sections := range continua {
		for _, s := range sections {
			l := float64(s.length())
			if s.value != gap {
				l *= l
			}
			c.squares[s.value] += l
		}
	}
	pairs(len(continua), func(i, j int) { c.add(continua[i], continua[j]) })
	others := float64(max(1, len(continua)-1))
	for value := range c.observed {
		c.shared[value] /= others
		for other := range c.observed {
			c.observed[value][other] /= others
		}
	}
	return c
}

func newCoincidences(annotators, labels int) *coincidences {
	c := &coincidences{
		annotators: annotators,
		observed:   make([][]float64, labels+1),
		squares:    make([]float64, labels+1),
		shared:     make([]float64, labels+1),
	}
	for i := range c.observed {
		c.observed[i] = make([]float64, labels+1)
	}
	return c
}

// add counts what two annotators have in common, in both orders.
func (c *coincidences) add(a, b []section) {
	var ofG, ofH float64 // how much of the section met units so far
	meet(a, b, func(g, h section) {
		l := float64(min(g.end, h.end) - max(g.start, h.start))
		c.observed[g.value][h.value] += l
		c.observed[h.value][g.value] += l
		if g.value != gap && h.value != gap {
			ofG += l
			ofH += l
		}
		if g.end <= h.end {
			c.shared[g.value] += ofG * ofG
			ofG = 0
		}
		if h.end <= g.end {
			c.shared[h.value] += ofH * ofH
			ofH = 0
		}
	})
}

// uAlpha is 1 - (l - Σ l_cc) / (l - Σ e_cc): agreement on units and labels
// over the whole continuum, gaps included (2016, section 5.1).
func (c *coincidences) uAlpha() Value {
	var l, same, margins, squares float64
	for value, row := range c.observed {
		margin := sum(row)
		l += margin
		same += row[value]
		margins += margin * margin
		squares += c.squares[value]
	}
	switch {
	case c.annotators < 2:
		return Undefined(whyAlone)
	case c.observed[gap][gap] == l:
		return Undefined(whyNoUnits)
	case margins == l*l:
		return Undefined(whyNoChance)
	}
	expected := l * (l*l - margins) / (l*l - squares) // l - Σ e_cc
	return Value{V: 1 - (l-same)/expected}
}

// cuAlpha is the agreement on labels where units of annotators intersect
// (2016, section 5.3): as u-alpha, but of coincidences of two labels only,
//
//	e_ck = (l_c·l_k - [c=k]·V_c) / (l - ΣV/l)
//
// with V_c the squared lengths that each unit of label c shares with units of
// each other annotator, summed and divided by m-1.
func (c *coincidences) cuAlpha() Value {
	l, shared := c.units()
	if why := c.whyNoCU(l); why != "" {
		return Undefined(why)
	}
	var same, margins float64
	for value := 1; value < len(c.observed); value++ {
		margin := c.margin(value)
		same += c.observed[value][value]
		margins += margin * margin
	}
	if margins == l*l {
		return Undefined("units of different annotators intersect with one label only")
	}
	expected := (l*l - margins) / (l - shared/l) // l - Σ e_cc
	return Value{V: 1 - (l-same)/expected}
}

// kuAlpha is the agreement on one label k against the others, where units of
// annotators intersect (2016, section 5.4):
//
//	1 - e_k/l_k · (l_k - l_kk) / (e_k - e_kk)
//
// with the coincidences of cuAlpha.
func (c *coincidences) kuAlpha(k int) Value {
	l, _ := c.units()
	if why := c.whyNoCU(l); why != "" {
		return Undefined(why)
	}
	margin := c.margin(k)
	switch margin {
	case 0:
		return Undefined("no unit of this label intersects a unit of another annotator")
	case l:
		return Undefined("units of different annotators intersect with one label only")
	}
	// e_k and e_k - e_kk have the same divisor.
	expected, differ := margin*l-c.shared[k], margin*(l-margin)
	return Value{V: 1 - expected/margin*(margin-c.observed[k][k])/differ}
}

// margin returns over how much a label coincides with labels.
func (c *coincidences) margin(value int) float64 { return sum(c.observed[value][1:]) }

// units returns over how much labels coincide with labels, and the sum of V.
func (c *coincidences) units() (l, shared float64) {
	for value := 1; value < len(c.observed); value++ {
		l += c.margin(value)
		shared += c.shared[value]
	}
	return l, shared
}

func (c *coincidences) whyNoCU(l float64) string {
	switch {
	case c.annotators < 2:
		return whyAlone
	case l == 0:
		return "no units of different annotators intersect"
	}
	return ""
}

func sum(values []float64) float64 {
	var total float64
	for _, v := range values {
		total += v
	}
	return total
}
