package gui

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWordsAreCountedWithoutAList(t *testing.T) {
	for text, want := range map[string]int{"": 0, " \n": 0, "one": 1, " one  two\nthree\u00a0four ": 4, "نفي رسمي": 2} {
		if got := countWords(text); got != want {
			t.Errorf("%q has %d words, want %d", text, got, want)
		}
	}
	text := string(make([]byte, 1000))
	if n := testing.AllocsPerRun(10, func() { countWords(text) }); n != 0 {
		t.Errorf("counting takes %v allocations", n)
	}
}

func TestWordsAreThoseBetweenBlanks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(
			rapid.StringOf(rapid.SampledFrom([]rune("ab \t\n\v\f\r\b\x0e!\x7f\u00a0é"))),
			rapid.StringOf(rapid.RuneFrom([]rune("x  \n"))),
			rapid.String(),
		).Draw(t, "text")
		if got, want := countWords(text), len(strings.Fields(text)); got != want {
			t.Fatalf("%q has %d words, want %d", text, got, want)
		}
	})
}
