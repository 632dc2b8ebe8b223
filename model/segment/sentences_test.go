package segment

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
)

func TestSentencesAreThoseOfAWalk(t *testing.T) {
	pieces := []string{"Dr. Ana met Zoë. ", "“No,” he said. ", "He left", ". ", "\n", "\r\n\r\n", "التقى نعم. ", " ", "\u2028", "U.S. ", "😊", "3.5 "}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60).Draw(t, "text"), "")
		var want []int
		for off := NextSentence(text, 0); off < len(text); off = NextSentence(text, off) {
			want = append(want, off)
		}
		var got []int
		for _, s := range Sentences(text) {
			if s != Trim(text, s) || s.Empty() {
				t.Fatalf("%q: %v is blank at its ends", text, s)
			}
			if s.Start > 0 {
				got = append(got, s.Start)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: sentences begin at %v, want %v", text, got, want)
		}
	})
}

func TestSentencesOfALongParagraph(t *testing.T) {
	const sentence = "He said no to Dr. Ruiz. "
	found := Sentences(strings.Repeat(sentence, 3000))
	for i, s := range found {
		if want := (model.Span{Start: i * len(sentence), End: (i+1)*len(sentence) - 1}); s != want {
			t.Fatalf("sentence %d is %v, want %v", i, s, want)
		}
	}
	if len(found) != 3000 {
		t.Errorf("%d sentences, want 3000", len(found))
	}
	covered := 0
	for _, s := range Sentences(strings.Repeat("é", 3*part)) {
		covered += s.Len()
	}
	if covered != 6*part {
		t.Errorf("a word of %d bytes has sentences of %d", 6*part, covered)
	}
}
