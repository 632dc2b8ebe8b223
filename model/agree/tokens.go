package agree

import (
	"cmp"
	"encoding/binary"
	"slices"
	"sort"

	"dragoman/model"
)

// coverage goes along the tokens of a document and counts which labels each
// annotator gave them. Tokens between two boundaries of annotations are alike,
// so it costs what the annotations are, not the tokens.
type coverage struct {
	layout
	labels   int
	active   [][]int // by annotator and label, how many annotations are open
	category []int   // by annotator, the set of labels that is open
	key      []byte
	names    map[string]int // categories by the labels in them
	given    [][]int32      // by category and annotator: tokens
	rows     [][]int32      // over all labels, then of each label
}

// boundary is where an annotation begins or stops to cover tokens.
type boundary struct {
	at, annotator, label, delta int32
}

func newCoverage(l layout, labels int, rows [][]int32) *coverage {
	c := &coverage{layout: l, labels: labels, names: map[string]int{}, rows: rows}
	for range l.annotators {
		c.active = append(c.active, make([]int, labels))
		c.category = append(c.category, 0)
	}
	c.recategorize(0)
	return c
}

// boundaries returns where the items of each annotator begin and stop to cover
// tokens, in order. A fragment covers a token when they overlap.
func boundaries(tokens []model.Span, items [][]item) []boundary {
	found := make([]boundary, 0, 2*fragments(items))
	for annotator, all := range items {
		for _, it := range all {
			for _, f := range it.fragments {
				from := sort.Search(len(tokens), func(i int) bool { return tokens[i].End > f.Start })
				to := from + sort.Search(len(tokens)-from, func(i int) bool { return tokens[from+i].Start >= f.End })
				if from < to {
					found = append(found, boundary{int32(from), int32(annotator), int32(it.label), 1}, boundary{int32(to), int32(annotator), int32(it.label), -1})
				}
			}
		}
	}
	slices.SortFunc(found, func(x, y boundary) int { return cmp.Compare(x.at, y.at) })
	return found
}

func fragments(items [][]item) int {
	n := 0
	for _, all := range items {
		for _, it := range all {
			n += len(it.fragments)
		}
	}
	return n
}

// count goes along so many tokens.
func (c *coverage) count(tokens int, all []boundary) {
	at := int32(0)
	for i := 0; i < len(all); {
		c.add(int(all[i].at - at))
		at = all[i].at
		for ; i < len(all) && all[i].at == at; i++ {
			b := all[i]
			c.active[b.annotator][b.label] += int(b.delta)
			if i+1 == len(all) || all[i+1].at != at || all[i+1].annotator != b.annotator {
				c.recategorize(int(b.annotator))
			}
		}
	}
	c.add(tokens - int(at))
}

// recategorize finds the category of what is open of the annotator.
func (c *coverage) recategorize(annotator int) {
	c.key = c.key[:0]
	for label, open := range c.active[annotator] {
		if open > 0 {
			c.key = binary.AppendUvarint(c.key, uint64(label))
		}
	}
	category, known := c.names[string(c.key)]
	if !known {
		category = len(c.given)
		c.names[string(c.key)] = category
		c.given = append(c.given, make([]int32, c.annotators))
	}
	c.category[annotator] = category
}

// add counts n tokens with what is open.
func (c *coverage) add(n int) {
	if n == 0 {
		return
	}
	for annotator, category := range c.category {
		c.given[category][annotator] += int32(n)
		c.rows[0][c.one(annotator)+countTokens] += int32(n)
		for label, open := range c.active[annotator] {
			if open > 0 {
				c.rows[1+label][c.one(annotator)+countTokens] += int32(n)
			}
		}
	}
	c.each(func(pair, a, b int) {
		if c.category[a] == c.category[b] {
			return
		}
		at := c.two(pair) + countDiffering
		c.rows[0][at] += int32(n)
		for label := range c.labels {
			if (c.active[a][label] > 0) != (c.active[b][label] > 0) {
				c.rows[1+label][at] += int32(n)
			}
		}
	})
}

// categories returns the labels in each category, in the order of given.
func (c *coverage) categories(labels []string) []string {
	names := make([]string, len(c.given))
	for key, category := range c.names {
		for rest := []byte(key); len(rest) > 0; {
			label, n := binary.Uvarint(rest)
			names[category] += labels[label] + "\x00"
			rest = rest[n:]
		}
	}
	return names
}
