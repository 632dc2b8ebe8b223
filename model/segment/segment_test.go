package segment

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"dragoman/model"
)

func at(t *testing.T, text, mark string) int {
	t.Helper()
	i := strings.Index(text, mark)
	if i < 0 {
		t.Fatalf("%q is not in %q", mark, text)
	}
	return i
}

func TestSentenceKeepsAbbreviationsWhole(t *testing.T) {
	text := "First line.\nZoë met Dr. Lee. “We go,” he said. Gov. Arrigo met the U.S. envoy.\r\n\r\nLast."
	for mark, want := range map[string]string{
		"Dr.":   "Zoë met Dr. Lee.",
		"he sa": "“We go,” he said.",
		"U.S.":  "Gov. Arrigo met the U.S. envoy.",
		"Last":  "Last.",
		"First": "First line.",
	} {
		if got := text[Sentence(text, at(t, text, mark)).Start:Sentence(text, at(t, text, mark)).End]; got != want {
			t.Errorf("sentence at %q is %q, want %q", mark, got, want)
		}
	}
}

func TestSentenceOfArabicText(t *testing.T) {
	text := "هل التقى الوزير؟ نعم، التقاه."
	s := Sentence(text, at(t, text, "نعم"))
	if got := text[s.Start:s.End]; got != "نعم، التقاه." {
		t.Errorf("sentence is %q", got)
	}
}

func TestWordLeavesPunctuationOut(t *testing.T) {
	text := "“Don't go,” Zoë said."
	for mark, want := range map[string]string{"on't": "Don't", "go": "go", "oë": "Zoë", ",": "go", "said": "said"} {
		s := Word(text, at(t, text, mark))
		if got := text[s.Start:s.End]; got != want {
			t.Errorf("word at %q is %q, want %q", mark, got, want)
		}
	}
}

func TestGraphemesHoldTogether(t *testing.T) {
	for _, cluster := range []string{"👨‍👩‍👧", "e\u0301", "🇫🇷", "👶🏻", "\r\n"} {
		text := "a" + cluster + "b"
		for off := 1; off < 1+len(cluster); off++ {
			if s := Grapheme(text, off); text[s.Start:s.End] != cluster {
				t.Errorf("cluster %q: at %d found %q", cluster, off, text[s.Start:s.End])
			}
		}
		if got := PreviousGrapheme(text, 1+len(cluster)); got != 1 {
			t.Errorf("cluster %q: previous is %d", cluster, got)
		}
	}
}

func TestStepsEndAndMove(t *testing.T) {
	pieces := rapid.SampledFrom([]string{"a", "Zoë ", "Mr. ", "end. ", "\n", "\r\n", "שלום", "نعم؟ ", "👨‍👩‍👧", "e\u0301", "，", " ", "“", "\u2029", "7"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(pieces, 0, 40).Draw(t, "pieces"), "")
		steps := map[string]func(string, int) int{
			"grapheme": NextGrapheme, "word": NextWord, "word start": NextWordStart,
			"sentence": NextSentence, "sentence end": NextSentenceEnd, "paragraph": NextParagraph,
		}
		for name, step := range steps {
			for off := 0; off < len(text); {
				next := step(text, off)
				if next <= off || next > len(text) || next < len(text) && !utf8.RuneStart(text[next]) {
					t.Fatalf("%s from %d leads to %d in %q", name, off, next, text)
				}
				off = next
			}
		}
		back := map[string]func(string, int) int{
			"grapheme": PreviousGrapheme, "word": PreviousWord, "sentence": PreviousSentence, "paragraph": PreviousParagraph,
		}
		for name, step := range back {
			for off := len(text); off > 0; {
				next := step(text, off)
				if next >= off || next < 0 || !utf8.RuneStart(text[next]) {
					t.Fatalf("%s back from %d leads to %d in %q", name, off, next, text)
				}
				off = next
			}
		}
	})
}

func TestSnapCovers(t *testing.T) {
	text := "a👨‍👩‍👧b e\u0301 c"
	for start := range len(text) {
		for end := start + 1; end <= len(text); end++ {
			s := model.Span{Start: start, End: end}
			if got := SnapGraphemes(text, s); !got.Covers(s) || SnapGraphemes(text, got) != got {
				t.Fatalf("%v snaps to %v", s, got)
			}
		}
	}
}

func TestLongParagraphCostsItsNeighbourhood(t *testing.T) {
	text := strings.Repeat("One word. ", 200_000)
	if got := testing.AllocsPerRun(5, func() { NextSentence(text, len(text)/2) }); got > 20_000 {
		t.Errorf("a step in a long paragraph costs %v allocations", got)
	}
	s := Sentence(text, len(text)/2)
	if got := text[s.Start:s.End]; got != "One word." {
		t.Errorf("sentence is %q", got)
	}
}
