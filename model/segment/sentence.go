package segment

import (
	"sync"
	"unicode"

	uax "github.com/clipperhouse/uax29/v2/sentences"
	"github.com/neurosnap/sentences"
	"github.com/neurosnap/sentences/english"

	"dragoman/model"
)

// punkt is loaded once, at the first sentence asked for. Its training data is
// part of the library, so loading it cannot fail on one machine and not on
// another; where it fails all the same, Annex 29 takes its place.
var punkt = sync.OnceValue(func() *sentences.DefaultSentenceTokenizer {
	tokenizer, err := english.NewSentenceTokenizer(nil)
	if err != nil {
		return nil
	}
	return tokenizer
})

// Sentence returns the sentence that holds the byte at off, without white
// space at its ends. Between two sentences it is the one before; in a blank
// paragraph it is empty.
func Sentence(text string, off int) model.Span {
	all := sentencesNear(text, off)
	found := model.Span{Start: off, End: off}
	for i, s := range all {
		if i == 0 || s.Start <= off {
			found = s
		}
	}
	return found
}

// NextSentence returns the start of the first sentence that starts behind off,
// or the end of the text.
func NextSentence(text string, off int) int {
	for off < len(text) {
		for _, s := range sentencesNear(text, off) {
			if s.Start > off {
				return s.Start
			}
		}
		next := NextParagraph(text, off)
		if s := Sentence(text, next); !s.Empty() && s.Start > off {
			return s.Start
		}
		off = next
	}
	return len(text)
}

// NextSentenceEnd returns the end of the first sentence that ends behind off,
// or the end of the text.
func NextSentenceEnd(text string, off int) int {
	for off < len(text) {
		for _, s := range sentencesNear(text, off) {
			if s.End > off {
				return s.End
			}
		}
		off = NextParagraph(text, off)
	}
	return len(text)
}

// PreviousSentence returns the start of the last sentence that starts before
// off, or 0.
func PreviousSentence(text string, off int) int {
	for off > 0 {
		all := sentencesNear(text, off)
		for i := len(all) - 1; i >= 0; i-- {
			if all[i].Start < off {
				return all[i].Start
			}
		}
		off = min(Paragraph(text, off).Start, off) - 1
	}
	return 0
}

// sentencesNear returns the sentences of the paragraph around off, trimmed and
// in order; blank ones are left out.
func sentencesNear(text string, off int) []model.Span {
	off = max(0, off)
	part := near(text, off)
	var found []model.Span
	for _, s := range split(text[part.Start:part.End]) {
		s = Trim(text, model.Span{Start: part.Start + s.Start, End: part.Start + s.End})
		if !s.Empty() {
			found = append(found, s)
		}
	}
	return found
}

func split(paragraph string) []model.Span {
	var found []model.Span
	if tokenizer := punkt(); tokenizer != nil && latin(paragraph) {
		for _, s := range tokenizer.Tokenize(paragraph) {
			found = append(found, model.Span{Start: s.Start, End: s.End})
		}
		return found
	}
	for it := uax.FromString(paragraph); it.Next(); {
		found = append(found, model.Span{Start: it.Start(), End: it.End()})
	}
	return found
}

// latin reports whether the first letters of s are mostly Latin.
func latin(s string) bool {
	letters, latins := 0, 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(unicode.Latin, r) {
				latins++
			}
		}
		if letters == 200 {
			break
		}
	}
	return 2*latins >= letters
}
