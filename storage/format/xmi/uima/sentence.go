package uima

import (
	"dragoman/model"
	"dragoman/model/segment"
	"dragoman/storage/format"
)

// Sentences returns the runs of tokens that the sentences of the text are made
// of. The tokens are sorted and do not overlap; each belongs to one sentence.
func Sentences(text string, tokens []model.Span) []format.Range {
	var sentences []format.Range
	next := 0 // where the next sentence starts
	for i, t := range tokens {
		if i > 0 && t.Start < next {
			continue
		}
		if i > 0 {
			sentences[len(sentences)-1].End = i
		}
		sentences = append(sentences, format.Range{First: i, End: len(tokens)})
		next = segment.NextSentence(text, t.Start)
	}
	return sentences
}
