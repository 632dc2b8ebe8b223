package segment

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// clauses returns the clauses of a text as the steps find them.
func clauses(text string) string {
	var all []string
	start := 0
	if c := clausesNear(text, 0); len(c) == 0 || c[0].Start > 0 {
		start = NextClause(text, 0)
	}
	for start < len(text) {
		all = append(all, text[start:NextClauseEnd(text, start)])
		start = NextClause(text, start)
	}
	return strings.Join(all, " | ")
}

func TestClauses(t *testing.T) {
	for text, want := range map[string]string{
		"Dr. Lee, the envoy, met him.":                  "Dr. Lee | the envoy | met him",
		"“We go,” Zoë said. “Why not?”":                 "We go | Zoë said | Why not?",
		"It’s the ships’ 2,500 tons of al-Bara’s grain": "It’s the ships’ 2,500 tons of al-Bara’s grain",
		"They paid $40 or 5%; then – at last – left.":   "They paid $40 or 5% | then | at last | left",
		"Title\n\nFirst (or last)\r\n- item":            "Title | First | or last | item",
		"قال الوزير، إن الميناء مفتوح؛ ثم ذهب.":         "قال الوزير | إن الميناء مفتوح | ثم ذهب",
		"... ,": "",
	} {
		if got := clauses(text); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// Steps by clauses always move, and those back find what those on found.
func TestClauseStepsEndAndAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("ab .,“”’$5%?\n\r\u2028ذé\u0301")), 0, 60, -1).Draw(t, "text")
		seen := map[int]bool{0: true}
		for off := 0; off < len(text); {
			next := NextClause(text, off)
			if end := NextClauseEnd(text, off); next <= off || end <= off {
				t.Fatalf("from %d to %d, end %d", off, next, end)
			}
			off = next
			seen[off] = true
		}
		for off := len(text); off > 0; {
			back := PreviousClause(text, off)
			if back >= off || !seen[back] {
				t.Fatalf("from %d back to %d, which going on passed over", off, back)
			}
			off = back
		}
	})
}
