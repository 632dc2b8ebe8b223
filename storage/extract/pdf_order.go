package extract

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// fromRight reports whether r is a letter of a script that is written from
// right to left.
func fromRight(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

// shareFromRight returns the share of the letters that are.
func shareFromRight(signs []pdfSign) float64 {
	right, letters := 0, 0
	for _, s := range signs {
		if fromRight(s.r) {
			right++
		}
		if fromRight(s.r) || unicode.IsLetter(s.r) {
			letters++
		}
	}
	return float64(right) / float64(max(1, letters))
}

// reorder puts the characters of a line, some of which are misplaced, in the
// order in which they are read. PDFium mostly has them so already, but gives
// the letters of a word in the order of the page where the file says nothing
// of direction, those of a ligature the wrong way round, words of the other
// direction one by one, and a stop between two runs of text before both.
func reorder(signs []pdfSign, fromRight bool) []pdfSign {
	words := [][]pdfSign{{}}
	for _, s := range signs {
		if s.r == ' ' {
			words = append(words, []pdfSign{})
			continue
		}
		words[len(words)-1] = append(words[len(words)-1], s)
	}
	words = slices.DeleteFunc(words, func(w []pdfSign) bool { return len(w) == 0 })
	for _, w := range words {
		mendWord(w)
		mendLigatures(w)
	}
	mendOrder(words, fromRight)
	var out []pdfSign
	for i, w := range words {
		if i > 0 {
			out = append(out, pdfSign{r: ' '})
		}
		out = append(out, w...)
	}
	return out
}

// mendWord reverses a word whose letters go from right to left, but stand in
// it from left to right; numbers in it stay.
func mendWord(w []pdfSign) {
	var letters []pdfSign
	for _, s := range w {
		if fromRight(s.r) {
			letters = append(letters, s)
		}
	}
	if len(letters) < 2 || letters[0].x >= letters[len(letters)-1].x {
		return
	}
	slices.Reverse(w)
	for i := 0; i < len(w); {
		n := i
		for n < len(w) && (unicode.IsDigit(w[n].r) || unicode.Is(unicode.Latin, w[n].r)) {
			n++
		}
		slices.Reverse(w[i:n])
		i = n + 1
	}
}

// mendLigatures puts the letters of lam-alef in order, which are one glyph and
// so stand at one place.
func mendLigatures(w []pdfSign) {
	for i := 1; i < len(w); i++ {
		if w[i].r == 'ل' && strings.ContainsRune("اأإآٱ", w[i-1].r) && w[i].x == w[i-1].x {
			w[i-1], w[i] = w[i], w[i-1]
		}
	}
}

// mendOrder sorts the words of a line by their places, from the side on which
// it begins; runs of words of the other direction go the other way.
func mendOrder(words [][]pdfSign, lineFromRight bool) {
	place := func(w []pdfSign) float64 { return slices.MinFunc(w, byPlace).x }
	slices.SortStableFunc(words, func(a, b []pdfSign) int {
		if lineFromRight {
			a, b = b, a
		}
		return cmp.Compare(place(a), place(b))
	})
	for i := 0; i < len(words); i++ {
		n := i // the last of the run
		for k := i; k < len(words) && !goesFrom(words[k], lineFromRight); k++ {
			if goesFrom(words[k], !lineFromRight) {
				n = k
			}
		}
		if goesFrom(words[i], !lineFromRight) {
			slices.Reverse(words[i : n+1])
			i = n
		}
	}
}

// goesFrom reports whether a word has letters of a script from right to left,
// or has letters and none of those.
func goesFrom(w []pdfSign, right bool) bool {
	rtl := slices.ContainsFunc(w, func(s pdfSign) bool { return fromRight(s.r) })
	return rtl == right && slices.ContainsFunc(w, func(s pdfSign) bool { return unicode.IsLetter(s.r) })
}
