package near

import (
	"unicode"
	"unicode/utf8"
)

// shingles returns the hashes of all runs of n words of the text, sorted, each
// once. A text with fewer words has one, of all it has; a text without a word
// has none.
func shingles(text string, n int) []uint64 {
	s := shingler{n: n, recent: make([]uint64, n), found: make([]uint64, 0, len(text)/5), leaving: 1}
	for range n {
		s.leaving *= base
	}
	eachWord(text, s.add)
	if s.words > 0 && s.words < n {
		s.found = append(s.found, mix(s.sum+uint64(s.words)))
	}
	// A copy of its own length: the sets stay, the room for words does not.
	return append([]uint64(nil), sortedSet(s.found)...)
}

// shingler hashes runs of words by a polynomial over the hashes of the words,
// which is carried on from one run to the next (Karp and Rabin 1987).
type shingler struct {
	n       int
	words   int
	recent  []uint64 // the last n words, in a ring
	sum     uint64
	leaving uint64 // base to the power of n
	found   []uint64
}

// base is an odd number without a pattern in its bits.
const base = 0x9e3779b97f4a7c15

func (s *shingler) add(word uint64) {
	at := &s.recent[s.words%s.n]
	s.sum = s.sum*base + word - *at*s.leaving
	*at = word
	if s.words++; s.words >= s.n {
		s.found = append(s.found, mix(s.sum))
	}
}

// eachWord calls f with the hash of each word, in lower case: a run of letters,
// digits and the marks on them. Of scripts that are written without blanks
// every character counts as a word.
func eachWord(text string, f func(uint64)) {
	const offset, prime = 0xcbf29ce484222325, 0x100000001b3 // FNV-1a
	h, in := uint64(offset), false
	for _, r := range text {
		if r < utf8.RuneSelf {
			r = asciiWord[r]
		} else {
			r = wordRune(r)
		}
		alone := r >= firstUnspaced && unicode.In(r, unspaced...)
		if in && (r == 0 || alone) {
			f(mix(h))
			h, in = offset, false
		}
		if r == 0 {
			continue
		}
		h, in = (h^uint64(r))*prime, true
		if alone {
			f(mix(h))
			h, in = offset, false
		}
	}
	if in {
		f(mix(h))
	}
}

// unspaced are the scripts that put no blank between words, firstUnspaced is
// before all of them.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

const firstUnspaced = 0x0e00

// wordRune returns r in lower case where it is part of a word, and 0 where not.
func wordRune(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
		return unicode.ToLower(r)
	}
	return 0
}

// asciiWord is wordRune of the characters that texts are mostly made of.
var asciiWord = func() (table [utf8.RuneSelf]rune) {
	for r := range table {
		table[r] = wordRune(rune(r))
	}
	return table
}()

// mix spreads what two values differ in over all bits (the finalizer of
// SplitMix64, Steele, Lea and Flood 2014).
func mix(v uint64) uint64 {
	v = (v ^ v>>30) * 0xbf58476d1ce4e5b9
	v = (v ^ v>>27) * 0x94d049bb133111eb
	return v ^ v>>31
}
