package segment

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestTokensAreWordsAndMarks(t *testing.T) {
	var got []string
	text := "“Don't go,”\r\n\tZoë said: 3.5 %... 😊"
	for _, s := range Tokens(text) {
		got = append(got, text[s.Start:s.End])
	}
	want := strings.Fields("“ Don't go , ” Zoë said : 3.5 % . . . 😊")
	if !slices.Equal(got, want) {
		t.Errorf("tokens are %q", got)
	}
}

func TestTokensBesideNarrowSpaces(t *testing.T) {
	text := "«\u202fOui\u202f», 10\u202f000"
	var got []string
	for _, s := range Tokens(text) {
		got = append(got, text[s.Start:s.End])
	}
	if want := []string{"«", "Oui", "»", ",", "10\u202f000"}; !slices.Equal(got, want) {
		t.Errorf("tokens are %q", got)
	}
}

func TestTokensLeaveOnlyWhiteSpaceOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, at := rapid.String().Draw(t, "text"), 0
		var left strings.Builder
		for _, s := range Tokens(text) {
			if s.Start < at || s.Empty() {
				t.Fatalf("%v follows %d", s, at)
			}
			left.WriteString(text[at:s.Start])
			at = s.End
		}
		left.WriteString(text[at:])
		if strings.ContainsFunc(left.String(), func(r rune) bool { return !unicode.IsSpace(r) && !unicode.In(r, unicode.M, unicode.Cf) }) {
			t.Fatalf("%q is in no token of %q", left.String(), text)
		}
	})
}
