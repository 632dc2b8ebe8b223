package flow

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/bidi"
	"pgregory.net/rapid"
)

// shown returns a line of text as the eye meets it, by levels alone: upper-case
// letters stand for Hebrew, braces for an isolate, '^' for an override.
func shown(s string) string {
	runes := []rune(s)
	for i, r := range runes {
		switch {
		case r >= 'A' && r <= 'Z':
			runes[i] = 'א' + (r - 'A')
		case r == '{':
			runes[i] = '\u2067' // isolate right to left
		case r == '}':
			runes[i] = '\u2069'
		case r == '^':
			runes[i] = '\u202e' // override
		}
	}
	base := max(0, baseLevel(runes))
	levels := levels(runes, base)
	var out strings.Builder
	for _, i := range visualOrder(levels) {
		out.WriteRune([]rune(s)[i])
	}
	return out.String()
}

func TestVisualOrder(t *testing.T) {
	for _, c := range []struct{ logical, visual string }{
		{"abc", "abc"},
		{"ABC", "CBA"},
		{"abc DEF ghi", "abc FED ghi"},
		{"ABC def GHI", "IHG def CBA"},
		{"ABC 123 DEF", "FED 123 CBA"},
		{"abc DEF 123 GHI jkl", "abc IHG 123 FED jkl"}, // numbers stand inside right-to-left text
		{"abc DEF 123 ghi", "abc 123 FED ghi"},
		{"ABC def 12.5% GHI", "IHG def 12.5% CBA"},
		{"ABC 12-3 DEF", "FED 12-3 CBA"},
		{"ABC (def) GHI", "IHG )def( CBA"},
		{"abc (DEF) ghi", "abc (FED) ghi"},
		{"abc (DEF ghi) JKL", "abc (FED ghi) LKJ"},
		{"ABC, def. ", " .def ,CBA"},
		{"ABC def, ghi JKL", "LKJ def, ghi CBA"},
	} {
		if got := shown(c.logical); got != c.visual {
			t.Errorf("%q is shown as %q, want %q", c.logical, got, c.visual)
		}
	}
}

func TestIsolatesStandAlone(t *testing.T) {
	if got := shown("abc {DEF} 12 ghi"); got != "abc {FED} 12 ghi" {
		t.Errorf("shown as %q", got)
	}
}

func TestOverridesReverseNothing(t *testing.T) {
	if got := shown("abc ^def ghi"); !strings.Contains(got, "def") || !strings.Contains(got, "ghi") {
		t.Errorf("shown as %q", got)
	}
}

// TestDirectionsAgreeWithAnotherImplementation compares odd and even levels
// with those of golang.org/x/text, which gives no more than that. Brackets are
// left out: there it gives the two of a pair different directions in "א[a]a".
func TestDirectionsAgreeWithAnotherImplementation(t *testing.T) {
	alphabet := []rune("ab אב عم ۱۲ ٣٤ 56 .,:-+%\"'! \u200e\u200f\u2067\u2066\u2069\u202a\u202b\u202c\u0301$€")
	rapid.Check(t, func(rt *rapid.T) {
		runes := rapid.SliceOfN(rapid.SampledFrom(alphabet), 1, 24).Draw(rt, "runes")
		base := max(0, baseLevel(runes))
		want := reference(rt, runes, base)
		got := levels(runes, base)
		end := len(runes) // rule L1 belongs to lines, there too it is applied
		for end > 0 && (neutral(class(runes[end-1])) || removed(class(runes[end-1]))) {
			end--
		}
		for i, r := range runes[:end] {
			if !removed(class(r)) && got[i]&1 != want[i] {
				rt.Fatalf("%q base %d: levels %v, directions %v", string(runes), base, got, want)
			}
		}
	})
}

func reference(t *rapid.T, runes []rune, base int) []uint8 {
	dir := bidi.LeftToRight
	if base == 1 {
		dir = bidi.RightToLeft
	}
	var p bidi.Paragraph
	if _, err := p.SetString(string(runes), bidi.DefaultDirection(dir)); err != nil {
		t.Fatal(err)
	}
	o, err := p.Order()
	if err != nil {
		t.Fatal(err)
	}
	out := make([]uint8, len(runes))
	for i := range o.NumRuns() {
		r := o.Run(i)
		from, to := r.Pos()
		for k := from; k <= to && k < len(out); k++ {
			if r.Direction() == bidi.RightToLeft {
				out[k] = 1
			}
		}
	}
	return out
}

func TestVisualOrderIsAPermutation(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		levels := rapid.SliceOfN(rapid.Uint8Range(0, 6), 0, 20).Draw(rt, "levels")
		order := visualOrder(levels)
		slices.Sort(order)
		for i, o := range order {
			if i != o {
				rt.Fatal(fmt.Sprint(order))
			}
		}
	})
}
