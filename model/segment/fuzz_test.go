package segment

import (
	"testing"

	"dragoman/model"
)

// FuzzSegments cuts any text at any place: what holds the place does, spans lie
// in the text in order, and each step forward or back ends.
func FuzzSegments(f *testing.F) {
	for _, text := range []string{
		"“No”, she said. It is 3.5 %. Dr. Who?\r\n\nA b—c; d", "می\u200cشود ۱۴۰۳. שלום", "👨\u200d👩\u200d👧e\u0301\u202e\u2067a\u2069",
		"\u2028\u2029\r\r\n\x00\u0085", "你好。你好！“你好”", "« a « b » c",
	} {
		f.Add(text, 3)
	}
	f.Fuzz(func(t *testing.T, text string, off int) {
		text = model.NewText(text).String()
		if off < 0 || off > len(text) {
			return
		}
		for name, find := range map[string]func(string, int) model.Span{"grapheme": Grapheme, "word": Word, "sentence": Sentence, "paragraph": Paragraph} {
			if s := find(text, off); s.Start < 0 || s.End > len(text) || s.Start > s.End {
				t.Fatalf("%q: the %s at %d is %v", text, name, off, s)
			}
		}
		for name, step := range map[string]func(string, int) int{
			"grapheme": NextGrapheme, "word": NextWord, "word start": NextWordStart, "clause": NextClause,
			"sentence": NextSentence, "sentence end": NextSentenceEnd, "paragraph": NextParagraph,
		} {
			if to := step(text, off); to < off || to > len(text) {
				t.Fatalf("%q: the next %s of %d is %d", text, name, off, to)
			}
		}
		for name, step := range map[string]func(string, int) int{
			"grapheme": PreviousGrapheme, "word": PreviousWord, "clause": PreviousClause, "sentence": PreviousSentence, "paragraph": PreviousParagraph,
		} {
			if to := step(text, off); to > off || to < 0 {
				t.Fatalf("%q: the previous %s of %d is %d", text, name, off, to)
			}
		}
		inOrder(t, text, Sentences(text))
		inOrder(t, text, Tokens(text))
	})
}

func inOrder(t *testing.T, text string, spans []model.Span) {
	t.Helper()
	end := 0
	for _, s := range spans {
		if s.Start < end || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("%q: %v", text, spans)
		}
		end = s.End
	}
}
