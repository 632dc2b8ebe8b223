package command

import (
	"strings"
	"testing"
)

// chosen returns the words that are selected.
func (s *stage) chosen() string {
	var parts []string
	for _, f := range s.selected {
		parts = append(parts, s.text[f.Start:f.End])
	}
	return strings.Join(parts, "+")
}

func TestInterruptedQuotationInFourKeys(t *testing.T) {
	s := newStage(t, news)
	s.press("Q", "3", "Q", "F")
	s.want("statement Nothing is closed+We stay")
	if s.press("Q"); len(s.selected) > 0 || !strings.Contains(s.said, "No quotation follows") {
		t.Errorf("behind the last quotation %q is selected and %q said", s.chosen(), s.said)
	}
}

func TestQuotationsOnAndBack(t *testing.T) {
	s := newStage(t, news)
	for _, step := range []struct{ key, want string }{
		{"Q", "Nothing is closed"},
		{"Q", "We stay"},
		{"Q", "We stay"},
		{"Shift+Q", "Nothing is closed"},
		{"Shift+Q", "Nothing is closed"},
		{"Esc", ""},
		{"Shift+Q", "Nothing is closed"},
	} {
		if s.press(step.key); s.chosen() != step.want {
			t.Errorf("%s selects %q, want %q", step.key, s.chosen(), step.want)
		}
	}
	s.selected, s.caret = nil, strings.Index(news, "is closed")
	if s.press("Q"); s.chosen() != "Nothing is closed" {
		t.Errorf("within a quotation %q is selected", s.chosen())
	}
}

func TestClauseSteps(t *testing.T) {
	s := newStage(t, "Zoë, the envoy, said that Dr. Lee left; the port – she said – is open.")
	for _, step := range []struct{ key, at string }{
		{".", "the envoy"}, {".", "said that"}, {".", "the port"}, {".", "she said"}, {",", "the port"}, {",", "said that"},
	} {
		if s.press(step.key); !strings.HasPrefix(s.text[s.caret:], step.at) {
			t.Errorf("%s goes to %q, want %q", step.key, s.text[s.caret:], step.at)
		}
	}
	s.caret += len("said") // behind a word: the next one is meant
	for _, want := range []string{"that Dr. Lee left", "that Dr. Lee left; the port"} {
		if s.press("E"); s.chosen() != want {
			t.Errorf("E selects %q, want %q", s.chosen(), want)
		}
	}
	s.selected, s.caret = nil, strings.Index(s.text, "voy")
	if s.press("E"); s.chosen() != "envoy" {
		t.Errorf("within a word E selects %q", s.chosen())
	}
}

// At the end of the article nothing is left to select.
func TestClauseAtTheEnd(t *testing.T) {
	s := newStage(t, "Open.")
	s.caret = len(s.text)
	if s.press(".", "E"); s.caret != len(s.text) {
		t.Errorf("the caret is at %d", s.caret)
	}
}
