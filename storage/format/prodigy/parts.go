package prodigy

import (
	"cmp"
	"slices"
	"strings"

	"dragoman/storage/format"
)

// one is one span of a line while it is read.
type one struct {
	format.Found
	at     format.Range // its tokens
	placed bool         // whether they are known
	partOf string       // the id of the span that it is a fragment of; "" for none
}

// join puts the spans that are fragments of one annotation together, and notes
// for relations where each stands.
func (t *task) join() {
	wholes := map[string]int{} // by id, its place
	for i, s := range t.spans {
		if _, twice := wholes[s.ID]; s.partOf == "" && s.ID != "" && !twice {
			wholes[s.ID] = i
		}
	}
	parts := map[int][]one{}
	joined := make([]bool, len(t.spans))
	for i, s := range t.spans {
		key := s.Key
		if s.partOf != "" {
			whole, known := wholes[s.partOf]
			if joined[i] = known && t.spans[whole].Label == s.Label; joined[i] {
				parts[whole] = append(parts[whole], s)
				key = t.spans[whole].Key
			} else {
				t.Lose(format.LossFragment, t.number, s.Name+": what it was part of is gone or has another label")
			}
		}
		if s.Err == nil {
			t.ends.add(s, key)
		}
	}
	var all []one
	for i, s := range t.spans {
		if !joined[i] {
			all = append(all, s.with(parts[i]))
		}
	}
	t.spans = all
}

// with returns the annotation of which s and the others are the fragments.
func (s one) with(others []one) one {
	if len(others) == 0 {
		return s
	}
	pieces := append(others, s)
	slices.SortStableFunc(pieces, func(a, b one) int { return cmp.Compare(a.start(), b.start()) })
	s.Fragments = nil
	var quotes []string
	for _, p := range pieces {
		s.Fragments = append(s.Fragments, p.Fragments...)
		s.Err = cmp.Or(s.Err, p.Err)
		quotes = append(quotes, p.Quote)
	}
	for _, p := range others {
		s.Attributes = append(slices.Clone(p.Attributes), s.Attributes...)
		s.Note = strings.TrimPrefix(strings.TrimSuffix(s.Note+"\n"+p.Note, "\n"), "\n")
	}
	if s.Quote = strings.Join(quotes, " "); slices.Contains(quotes, "") {
		s.Quote = ""
	}
	return s
}

// start returns where the span begins, in the unit of the file.
func (s one) start() int {
	if len(s.Fragments) == 0 {
		return 0
	}
	return s.Fragments[0].Start
}
