package prodigy

import (
	"slices"

	"dragoman/model"
	"dragoman/storage/format"
)

// tokensOf returns the tokens of a text, those of format.Tokens, cut so that
// every annotation begins where one begins and ends where one ends.
func tokensOf(text string, annotations []model.Annotation) []model.Span {
	starts, ends := map[int]bool{}, map[int]bool{}
	var edges []int
	for _, a := range annotations {
		for _, f := range a.Fragments {
			starts[f.Start], ends[f.End] = true, true
			edges = append(edges, f.Start, f.End)
		}
	}
	slices.Sort(edges)
	var tokens []model.Span
	at := 0
	for _, t := range append(format.Tokens(text), model.Span{Start: len(text), End: len(text)}) {
		if at < t.Start && (starts[at] || ends[t.Start]) {
			tokens = append(tokens, model.Span{Start: at, End: t.Start}) // a space that is marked
		}
		tokens = cut(tokens, t, edges)
		at = t.End
	}
	return tokens
}

// cut appends the token in the parts into which the edges cut it.
func cut(tokens []model.Span, t model.Span, edges []int) []model.Span {
	i, _ := slices.BinarySearch(edges, t.Start+1)
	for ; i < len(edges) && edges[i] < t.End; i++ {
		if edges[i] > t.Start {
			tokens = append(tokens, model.Span{Start: t.Start, End: edges[i]})
			t.Start = edges[i]
		}
	}
	if t.Empty() {
		return tokens
	}
	return append(tokens, t)
}

// covering returns the first and the last of the tokens of a span that begins
// and ends with one.
func covering(tokens []model.Span, s model.Span) (first, last int) {
	first, _ = slices.BinarySearchFunc(tokens, s.Start, func(t model.Span, off int) int { return t.Start - off })
	last, _ = slices.BinarySearchFunc(tokens, s.End, func(t model.Span, off int) int { return t.End - off })
	return first, last
}
