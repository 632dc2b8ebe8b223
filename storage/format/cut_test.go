package format

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/model/segment"
)

// spaces are texts whose white space is more than one space between words.
var spaces = []string{" ", "  ", "\t", "\r\n", "\n", "\u00a0", "\u202f", "\u2028", "\u0301", "\u200d", "10\u202f000", "a", "\ufeff", "\x1c", "ب", "😊"}

// drawText draws a text of the kind that modeltest makes, or one of white space.
func drawText(t *rapid.T) string {
	if rapid.Bool().Draw(t, "of words") {
		return modeltest.Text().Draw(t, "text")
	}
	return strings.Join(rapid.SliceOf(rapid.SampledFrom(spaces)).Draw(t, "text"), "")
}

func TestTokensAndTheirSpacesGiveTheTextBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		tokens := Tokens(text)
		var b strings.Builder
		for i, s := range tokens {
			if s.Empty() || i > 0 && s.Start < tokens[i-1].End {
				t.Fatalf("%q: token %d of %v is empty, or overlaps the one before it", text, i, tokens)
			}
			if r, size := utf8.DecodeRuneInString(text[s.Start:]); r == utf8.RuneError && size < 2 || s.End < len(text) && !utf8.RuneStart(text[s.End]) {
				t.Fatalf("%q: token %v splits a code point", text, s)
			}
			b.WriteString(text[s.Start:s.End])
			if Spaced(text, tokens, i) {
				b.WriteByte(' ')
			}
		}
		if b.String() != text {
			t.Fatalf("%q came back as %q", text, b.String())
		}
	})
}

func TestTokensAreWordsAndWhiteSpace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		tokens := Tokens(text)
		words := segment.Tokens(text)
		for _, w := range words {
			if !slices.Contains(tokens, w) {
				t.Fatalf("%q: the word %q is no token", text, text[w.Start:w.End])
			}
		}
		for _, s := range tokens {
			if !slices.Contains(words, s) && !strings.ContainsFunc(text[s.Start:s.End], unicode.IsSpace) && !strings.ContainsFunc(text[s.Start:s.End], isMark) {
				t.Fatalf("%q: the token %q is neither a word nor white space", text, text[s.Start:s.End])
			}
		}
	})
}

// isMark reports whether r may stand on white space.
func isMark(r rune) bool { return unicode.In(r, unicode.M, unicode.Cf) }

// TestTokensFollowSpaCy compares with what the tokenizer of spaCy 3.8.18
// (blank, language xx) makes: tokens, "_" where a space stands behind one.
func TestTokensFollowSpaCy(t *testing.T) {
	for text, want := range map[string][]string{
		"a  b":   {"a_", " ", "b"},
		" a":     {" ", "a"},
		"a ":     {"a_"},
		"a \n b": {"a_", "\n ", "b"},
		"\n\n":   {"\n\n"},
		"a   ":   {"a_", "  "},
		"  a":    {"  ", "a"},
		"a\nb":   {"a", "\n", "b"},
		"a\n b":  {"a", "\n ", "b"},
		"a \nb":  {"a_", "\n", "b"},
		"   ":    {"   "},
		" ":      {" "},
		"":       nil,
		"a \t b": {"a_", "\t ", "b"},
		"\n a":   {"\n ", "a"},
	} {
		var got []string
		tokens := Tokens(text)
		for i, s := range tokens {
			piece := text[s.Start:s.End]
			if Spaced(text, tokens, i) {
				piece += "_"
			}
			got = append(got, piece)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}

// alignSlowly is Cut.Align byte by byte.
func alignSlowly(c Cut, tokens []model.Span, s model.Span) []int {
	var touched, covered []int
	exact := true
	for i, token := range tokens {
		if token.Overlaps(s) {
			touched = append(touched, i)
			if s.Covers(token) {
				covered = append(covered, i)
			} else {
				exact = false
			}
		}
	}
	switch {
	case len(touched) == 0:
		return nil
	case c == Contract:
		return covered
	case c == Drop && (!exact || tokens[touched[0]].Start != s.Start || tokens[touched[len(touched)-1]].End != s.End):
		return nil
	}
	return touched
}

func TestAlignFindsWhatASlowSearchFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := model.NewText(drawText(t))
		if text.Len() == 0 {
			return
		}
		tokens := Tokens(text.String())
		s := model.Hull(modeltest.Fragments(text).Draw(t, "span"))
		cut := rapid.SampledFrom([]Cut{"", Expand, Contract, Drop}).Draw(t, "cut")
		got, moved := cut.Align(tokens, s)
		var all []int
		for i := got.First; i < got.End; i++ {
			all = append(all, i)
		}
		if want := alignSlowly(cut, tokens, s); !slices.Equal(all, want) {
			t.Fatalf("%q, %v, %q: tokens %v, want %v", text, s, cut, all, want)
		}
		stays := len(all) > 0 && tokens[all[0]].Start == s.Start && tokens[all[len(all)-1]].End == s.End
		if moved == stays {
			t.Fatalf("%q, %v, %q: moved is %v", text, s, cut, moved)
		}
	})
}
