package segment

import (
	"strings"
	"unicode"

	"dragoman/model"
)

// pauses are the marks between words that part two clauses. A full stop does so
// only where a sentence ends, not in "Dr. Lee".
const pauses = ",;:!?…–—“”„‘«»‹›\"()[]{}،؛؟。、！？：；「」"

// NextClause returns the start of the first clause that starts behind off, or
// the end of the text. A clause is what stands between two punctuation marks of
// a sentence: its first word to its last, with a "?" or "!" but no other mark.
func NextClause(text string, off int) int {
	for off < len(text) {
		for _, c := range clausesNear(text, off) {
			if c.Start > off {
				return c.Start
			}
		}
		off = max(NextGrapheme(text, off), near(text, off).End)
		if c := clausesNear(text, off); len(c) > 0 && c[0].Start == off {
			return off
		}
	}
	return len(text)
}

// NextClauseEnd returns the end of the first clause that ends behind off, or
// the end of the text.
func NextClauseEnd(text string, off int) int {
	for off < len(text) {
		for _, c := range clausesNear(text, off) {
			if c.End > off {
				return c.End
			}
		}
		off = max(NextGrapheme(text, off), near(text, off).End)
	}
	return len(text)
}

// PreviousClause returns the start of the last clause that starts before off,
// or 0.
func PreviousClause(text string, off int) int {
	for off > 0 {
		all := clausesNear(text, off)
		for i := len(all) - 1; i >= 0; i-- {
			if all[i].Start < off {
				return all[i].Start
			}
		}
		off = min(PreviousGrapheme(text, off), near(text, off).Start)
	}
	return 0
}

// clausesNear returns the clauses of the paragraph around off, in order.
func clausesNear(text string, off int) []model.Span {
	stops := sentencesNear(text, off)
	var clauses []model.Span
	for _, w := range wordPieces(text, off) {
		if !wordlike(text, w) {
			continue
		}
		n := len(clauses)
		if n == 0 || parts(text, model.Span{Start: clauses[n-1].End, End: w.Start}, stops) {
			clauses = append(clauses, w)
			continue
		}
		clauses[n-1].End = w.End
	}
	for i, c := range clauses {
		clauses[i] = withSigns(text, c)
	}
	return clauses
}

// parts reports whether what stands between two words parts two clauses.
func parts(text string, gap model.Span, sentences []model.Span) bool {
	between := text[gap.Start:gap.End]
	if strings.ContainsAny(between, pauses) || strings.Contains(between, " - ") {
		return true
	}
	for _, s := range sentences {
		if gap.Start <= s.End && s.End <= gap.End && s.End > s.Start {
			return true
		}
	}
	return false
}

// withSigns returns the clause with the signs that stand at its words: "$40",
// "5%", "Why?".
func withSigns(text string, c model.Span) model.Span {
	for _, r := range text[c.End:] {
		if !strings.ContainsRune("%‰°?!؟٪", r) && !unicode.Is(unicode.Sc, r) {
			break
		}
		c.End += len(string(r))
	}
	for c.Start > 0 {
		at := PreviousGrapheme(text, c.Start)
		if r := runeAt(text, at); !unicode.Is(unicode.Sc, r) && r != '#' {
			break
		}
		c.Start = at
	}
	return c
}
