package segment

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// every returns the words of all quotations, as NextQuote finds them.
func every(text string) string {
	var all []string
	for off := 0; ; {
		q, ok := NextQuote(text, off)
		if !ok {
			return strings.Join(all, " | ")
		}
		all = append(all, text[q.Start:q.End])
		off = q.Start
	}
}

func TestQuotesAreFoundWithoutTheirMarks(t *testing.T) {
	for text, want := range map[string]string{
		"“We go,” Zoë said. “Now.”":             "We go | Now",
		"“Why?” he asked, “now!”":               "Why? | now!",
		"“He said ‘no’ to me,” she said.":       "He said ‘no’ to me",
		"‘It’s ours,’ he said, ‘don’t.’":        "It’s ours | don’t",
		"The ship’s captain and the crews’ men": "",
		`He said "we go," and "we stay."`:       "we go | we stay",
		`A pipe of 5" and a "short" one`:        "short",
		"„Wir gehen“, sagte er. »Jetzt.«":       "Wir gehen | Jetzt",
		"« Nous partons », dit-elle.":           "Nous partons",
		"”Vi går”, sade hon.":                   "Vi går",
		"قال: «نحن هنا،» ثم ذهب.":               "نحن هنا",
		"「行きます。」と言った。":                          "行きます",
		"“One goes on.\n\n“Two ends.” He left.": "One goes on | Two ends",
		"“” and “wait...” and “ ”":              "wait...",
		"no quotation":                          "",
		"":                                      "",
	} {
		if got := every(text); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestQuoteAtAnOffset(t *testing.T) {
	text := "He spoke. “We go,” Zoë said. “Now.”\n\n“Later.”"
	for mark, want := range map[string]string{"“We": "We go", "go": "We go", ",” Z": "We go", " Zoë": "We go", "Now": "Now", "He": "", "said": "", "Later": "Later"} {
		got := ""
		if q, ok := Quote(text, at(t, text, mark)); ok {
			got = text[q.Start:q.End]
		}
		if got != want {
			t.Errorf("the quotation at %q is %q, want %q", mark, got, want)
		}
	}
	q, ok := PreviousQuote(text, len(text))
	for _, want := range []string{"Later", "Now", "We go"} {
		if !ok || text[q.Start:q.End] != want {
			t.Fatalf("going back: %q, want %q", text[q.Start:q.End], want)
		}
		q, ok = PreviousQuote(text, q.Start)
	}
	if ok {
		t.Errorf("before the first quotation there is %q", text[q.Start:q.End])
	}
}

// Going on and going back end, in any text, and find the same.
func TestQuotesOnAndBackAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("ab .,“”„‘’\"«»\n\r\u2028ذ")), 0, 60, -1).Draw(t, "text")
		var on, back []int
		for q, ok := NextQuote(text, 0); ok; q, ok = NextQuote(text, q.Start) {
			if q.Empty() || strings.TrimSpace(text[q.Start:q.End]) != text[q.Start:q.End] {
				t.Fatalf("%q is a quotation", text[q.Start:q.End])
			}
			on = append(on, q.Start)
		}
		for q, ok := PreviousQuote(text, len(text)); ok; q, ok = PreviousQuote(text, q.Start) {
			back = append([]int{q.Start}, back...)
		}
		if len(on) != len(back) {
			t.Fatalf("on %v, back %v", on, back)
		}
	})
}
