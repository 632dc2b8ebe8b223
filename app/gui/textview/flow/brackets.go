package flow

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// maxBrackets is how many open brackets rule BD16 keeps.
const maxBrackets = 63

// pair is two indexes into the characters of a sequence.
type pair struct{ open, end int }

// brackets gives both brackets of a pair the direction of what they hold or of
// where they stand (N0).
func (b *bidiState) brackets(s sequence) {
	for _, p := range b.bracketPairs(s) {
		if d := b.bracketDirection(s, p); d != bidi.ON {
			b.setBracket(s, p.open, d)
			b.setBracket(s, p.end, d)
		}
	}
}

// bracketPairs returns the pairs in the order of their opening (BD16).
func (b *bidiState) bracketPairs(s sequence) []pair {
	var open []int
	var pairs []pair
	for k, i := range s.at {
		if b.classes[i] != bidi.ON {
			continue
		}
		p, _ := bidi.LookupRune(b.runes[i])
		switch {
		case !p.IsBracket():
		case p.IsOpeningBracket():
			if len(open) == maxBrackets {
				return nil
			}
			open = append(open, k)
		default:
			want := opening(b.runes[i])
			for j := len(open) - 1; j >= 0; j-- {
				if b.runes[s.at[open[j]]] == want {
					pairs = append(pairs, pair{open[j], k})
					open = open[:j]
					break
				}
			}
		}
	}
	slices.SortFunc(pairs, func(x, y pair) int { return x.open - y.open })
	return pairs
}

// opening returns the bracket that r closes. Unicode places it one or two
// before.
func opening(r rune) rune {
	if p, _ := bidi.LookupRune(r - 1); p.IsBracket() && p.IsOpeningBracket() {
		return r - 1
	}
	return r - 2
}

func (b *bidiState) bracketDirection(s sequence, p pair) bidi.Class {
	own := direction(s.level)
	found := bidi.ON
	for _, i := range s.at[p.open+1 : p.end] {
		if d, ok := strongOf(b.classes[i]); ok {
			if d == own {
				return own
			}
			found = d
		}
	}
	if found == bidi.ON {
		return bidi.ON
	}
	before := s.sos
	for k := p.open - 1; k >= 0; k-- {
		if d, ok := strongOf(b.classes[s.at[k]]); ok {
			before = d
			break
		}
	}
	if before == found {
		return found
	}
	return own
}

// setBracket sets the direction of a bracket and of the marks on it.
func (b *bidiState) setBracket(s sequence, k int, d bidi.Class) {
	b.classes[s.at[k]] = d
	for k++; k < len(s.at) && b.original[s.at[k]] == bidi.NSM; k++ {
		b.classes[s.at[k]] = d
	}
}

// visualOrder returns the order, left to right, of the parts of a line with
// these levels (L2).
func visualOrder(levels []uint8) []int {
	order := make([]int, len(levels))
	highest, lowestOdd := uint8(0), uint8(maxDepth+2)
	for i, l := range levels {
		order[i] = i
		highest = max(highest, l)
		if l&1 == 1 {
			lowestOdd = min(lowestOdd, l)
		}
	}
	for level := highest; level >= lowestOdd && level > 0; level-- {
		for i := 0; i < len(levels); i++ {
			from := i
			for i < len(levels) && levels[i] >= level {
				i++
			}
			slices.Reverse(order[from:i])
		}
	}
	return order
}
