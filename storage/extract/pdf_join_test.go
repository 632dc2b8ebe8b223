package extract

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// typed returns a page as a typewriter sets it: a line of the text is one of
// the page, blanks before it indent it, an empty one is a gap, and one that
// ends in "~" was hyphenated there.
func typed(text string) []pdfLine {
	const width, height = 5, 12
	var lines []pdfLine
	for i, s := range strings.Split(strings.Trim(text, "\n"), "\n") {
		words := strings.TrimLeft(s, " ")
		if words == "" {
			continue
		}
		left := float64(len(s)-len(words)) * width
		bare, hyphen := strings.CutSuffix(words, "~")
		lines = append(lines, pdfLine{text: bare, hyphen: hyphen, left: left, right: left + float64(len(words)*width), base: 800 - float64(i)*height})
	}
	return lines
}

func TestLinesAreJoined(t *testing.T) {
	for name, c := range map[string]struct {
		pages []string
		want  string
	}{
		"a paragraph":            {[]string{"the minister met the\nenvoys on friday and\nleft before the rest"}, "the minister met the envoys on friday and left before the rest"},
		"a gap":                  {[]string{"the minister met the\nenvoys on friday and\nleft\n\nshe denied this when\nshe was asked about."}, "the minister met the envoys on friday and left\n\nshe denied this when she was asked about."},
		"a short last line":      {[]string{"the minister met the\nenvoys.\nshe denied this when\nshe was asked"}, "the minister met the envoys.\n\nshe denied this when she was asked"},
		"an indent":              {[]string{"  the minister met us\nand the envoys again\n  she denied this yet\nagain when asked now"}, "the minister met us and the envoys again\n\nshe denied this yet again when asked now"},
		"a hyphen":               {[]string{"the minister met the inter~\nnational envoys on friday"}, "the minister met the international envoys on friday"},
		"a word with a hyphen":   {[]string{"the well-known minister met\nthe well~\nknown envoys on friday there"}, "the well-known minister met the well-known envoys on friday there"},
		"a name with a hyphen":   {[]string{"the minister met Anne~\nMarie on friday at noon"}, "the minister met Anne-Marie on friday at noon"},
		"a list":                 {[]string{"the demands that they made were\n• one demand\n• another one"}, "the demands that they made were\n\n• one demand\n• another one"},
		"over a page":            {[]string{"the minister met the\nenvoys on friday and\nleft before the last", "of the others did so\nand went home at ten"}, "the minister met the envoys on friday and left before the last of the others did so and went home at ten"},
		"a page ends a sentence": {[]string{"the minister met the\nenvoys on friday at.", "Of the others nobody\nand went home at ten"}, "the minister met the envoys on friday at.\n\nOf the others nobody and went home at ten"},
		"heads and numbers":      {[]string{"THE WIRE\n\nthe minister met the\nenvoys on friday ok.\n\n1", "THE WIRE\n\nOf the others nobody\nand went home at ten\n\n2"}, "the minister met the envoys on friday ok.\n\nOf the others nobody and went home at ten"},
		"a hyphen at the end":    {[]string{"the minister met the inter~"}, "the minister met the inter-"},
		"nothing":                {nil, ""},
	} {
		var pages [][]pdfLine
		for _, p := range c.pages {
			pages = append(pages, typed(p))
		}
		if got := joinPages(pages).text; got != c.want {
			t.Errorf("%s reads\n%q, want\n%q", name, got, c.want)
		}
	}
}

// TestNoLetterIsLostInJoining tests that joining changes nothing but white
// space, hyphens and what heads and foots the pages.
func TestNoLetterIsLostInJoining(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.StringMatching(` {0,3}[a-zA-Z.•é-]{1,9}( [a-z0-9.,]{1,9}){0,5}~?`)
		text := rapid.SliceOfN(line, 0, 12).Draw(t, "lines")
		page := typed(strings.Join(text, "\n"))
		letters := func(s string) string { return strings.NewReplacer(" ", "", "\n", "", "-", "", "~", "").Replace(s) }
		if got, want := letters(joinPages([][]pdfLine{page}).text), letters(strings.Join(text, "")); got != want {
			t.Errorf("%q became %q", want, got)
		}
	})
}

func TestWordsFromRightToLeft(t *testing.T) {
	// place returns the characters, each word's first letter at x, going on by step.
	place := func(word string, x, step float64) []pdfSign {
		var signs []pdfSign
		for _, r := range word {
			signs = append(signs, pdfSign{r: r, x: x})
			x += step
		}
		return signs
	}
	line := func(words ...[]pdfSign) []pdfSign {
		var all []pdfSign
		for i, w := range words {
			if i > 0 {
				all = append(all, pdfSign{r: ' '})
			}
			all = append(all, w...)
		}
		return all
	}
	for _, c := range []struct {
		signs []pdfSign
		want  string
	}{
		{line(place("נפגשה", 100, -5), place("אנה", 60, -5)), "נפגשה אנה"},
		{line(place("השגפנ", 80, 5), place("הנא", 40, 5)), "נפגשה אנה"},
		{line(place("עם", 100, -5), place("Ruiz", 60, 5), place("Ana", 40, 5)), "עם Ana Ruiz"},
		{line(place("עם", 100, -5), place("Ana", 40, 5), place("Ruiz", 60, 5)), "עם Ana Ruiz"},
		{line(place("Ana", 0, 5), place("Ruiz", 20, 5)), "Ana Ruiz"},
		{line(place("Ana", 0, 5), place("אנה", 60, -5), place("נפגשה", 100, -5)), "Ana נפגשה אנה"},
		{line(place(".", 78, 5), place("נפגשה", 100, -5), place("אנה", 70, -5)), "נפגשה . אנה"},
		{line(place("עם", 100, -5), place("Ana", 40, 5), place("–", 60, 5), place("Ruiz", 70, 5), place("25", 20, 5)), "עם Ana – Ruiz 25"},
		{slices.Concat(place("ع", 20, 0), place("ال", 10, 0), place("م", 5, 0)), "علام"},
		{slices.Concat(place("ا", 20, 0), place("ل", 15, 0), place("م", 5, 0)), "الم"},
	} {
		if got := textOf(reorder(c.signs, !strings.HasPrefix(c.want, "Ana"))); got != c.want {
			t.Errorf("it reads %q, want %q", got, c.want)
		}
	}
}
