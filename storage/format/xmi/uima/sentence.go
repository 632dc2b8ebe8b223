package uima

import (
	"dragoman/model"
	"dragoman/model/segment"
	"dragoman/storage/format"
)

// Sentences returns the runs of tokens that the sentences of the text are made
// of. The tokens are sorted and do not overlap; each belongs to one sentence.
func Sentences(text string, tokens []model.Span) []format.Range {
	var runs []format.Range
	sentences := segment.Sentences(text)
	for i, t := range tokens {
		begins := i == 0
		for len(sentences) > 0 && sentences[0].Start <= t.Start {
			begins, sentences = true, sentences[1:]
		}
		if !begins {
			continue
		}
		if i > 0 {
			runs[len(runs)-1].End = i
		}
		runs = append(runs, format.Range{First: i, End: len(tokens)})
	}
	return runs
}
