package model

// Tally counts what stands in the annotation sets of a project, by name of
// label or relation type, then by whose set it is. Counts of 0 are left out;
// the zero value has none.
type Tally struct {
	Annotations map[string]map[Annotator]int `json:"annotations,omitempty"`
	Relations   map[string]map[Annotator]int `json:"relations,omitempty"`
}

// Of returns the counts of one annotator alone.
func (t Tally) Of(annotator Annotator) Tally {
	own := func(all map[string]map[Annotator]int) map[string]map[Annotator]int {
		kept := map[string]map[Annotator]int{}
		for name, counts := range all {
			if n := counts[annotator]; n != 0 {
				kept[name] = map[Annotator]int{annotator: n}
			}
		}
		return kept
	}
	return Tally{own(t.Annotations), own(t.Relations)}
}

// Edit counts what the change does.
func (t *Tally) Edit(c Change) {
	for _, e := range c.Annotations {
		if e.Old != nil {
			t.AddAnnotations(e.Old.Label, c.Owner, -1)
		}
		if e.New != nil {
			t.AddAnnotations(e.New.Label, c.Owner, +1)
		}
	}
	for _, e := range c.Relations {
		if e.Old != nil {
			t.AddRelations(e.Old.Type, c.Owner, -1)
		}
		if e.New != nil {
			t.AddRelations(e.New.Type, c.Owner, +1)
		}
	}
}

// AddAnnotations counts n more annotations of a label.
func (t *Tally) AddAnnotations(label string, annotator Annotator, n int) {
	addTo(&t.Annotations, label, annotator, n)
}

// AddRelations counts n more relations of a type.
func (t *Tally) AddRelations(kind string, annotator Annotator, n int) {
	addTo(&t.Relations, kind, annotator, n)
}

// Add counts what another tally does, times sign.
func (t *Tally) Add(other Tally, sign int) {
	for label, counts := range other.Annotations {
		for annotator, n := range counts {
			t.AddAnnotations(label, annotator, sign*n)
		}
	}
	for kind, counts := range other.Relations {
		for annotator, n := range counts {
			t.AddRelations(kind, annotator, sign*n)
		}
	}
}

func addTo(all *map[string]map[Annotator]int, name string, annotator Annotator, n int) {
	if *all == nil {
		*all = map[string]map[Annotator]int{}
	}
	counts := (*all)[name]
	if counts == nil {
		counts = map[Annotator]int{}
		(*all)[name] = counts
	}
	if counts[annotator] += n; counts[annotator] == 0 {
		delete(counts, annotator)
	}
	if len(counts) == 0 {
		delete(*all, name)
	}
}
