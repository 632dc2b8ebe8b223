package flow

import "golang.org/x/text/unicode/bidi"

// maxDepth is the deepest embedding that UAX #9 knows.
const maxDepth = 125

// baseLevel returns 1 when the first strong character of runes, outside
// isolates, is right-to-left, 0 when it is left-to-right, and -1 without one
// (rules P2 and P3).
func baseLevel(runes []rune) int {
	isolates := 0
	for _, r := range runes {
		switch class(r) {
		case bidi.LRI, bidi.RLI, bidi.FSI:
			isolates++
		case bidi.PDI:
			isolates = max(0, isolates-1)
		case bidi.L:
			if isolates == 0 {
				return 0
			}
		case bidi.R, bidi.AL:
			if isolates == 0 {
				return 1
			}
		}
	}
	return -1
}

func class(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

// levels returns the embedding level of each rune of a paragraph with the
// given base level, by UAX #9 up to rule I2. Overrides (LRO, RLO) count as
// embeddings. Characters that rule X9 removes get the level before them.
func levels(runes []rune, base int) []uint8 {
	out := make([]uint8, len(runes))
	if base == 0 && plainLeftToRight(runes) {
		return out
	}
	b := &bidiState{runes: runes, classes: make([]bidi.Class, len(runes)), levels: out, base: uint8(base)}
	for i, r := range runes {
		b.classes[i] = class(r)
	}
	b.original = append([]bidi.Class(nil), b.classes...)
	b.match = isolatePairs(b.classes)
	b.explicit()
	for _, seq := range b.sequences() {
		b.resolve(seq)
	}
	b.fillRemoved()
	return out
}

func plainLeftToRight(runes []rune) bool {
	for _, r := range runes {
		if r < 0x590 {
			continue
		}
		switch class(r) {
		case bidi.R, bidi.AL, bidi.AN, bidi.LRO, bidi.RLO, bidi.LRE, bidi.RLE, bidi.LRI, bidi.RLI, bidi.FSI:
			return false
		}
	}
	return true
}

type bidiState struct {
	runes    []rune
	classes  []bidi.Class // changed by the rules
	original []bidi.Class
	levels   []uint8
	match    []int // of an isolate initiator its PDI, of a PDI its initiator; -1 without
	base     uint8
}

// isolatePairs matches isolate initiators with their PDI (BD9).
func isolatePairs(classes []bidi.Class) []int {
	match := make([]int, len(classes))
	var open []int
	for i, c := range classes {
		match[i] = -1
		switch {
		case isolate(c):
			open = append(open, i)
		case c == bidi.PDI && len(open) > 0:
			o := open[len(open)-1]
			open = open[:len(open)-1]
			match[i], match[o] = o, i
		}
	}
	return match
}

func isolate(c bidi.Class) bool { return c == bidi.LRI || c == bidi.RLI || c == bidi.FSI }

// removed reports whether rule X9 removes the class.
func removed(c bidi.Class) bool {
	switch c {
	case bidi.LRE, bidi.RLE, bidi.LRO, bidi.RLO, bidi.PDF, bidi.BN:
		return true
	}
	return false
}

type embedding struct {
	level   uint8
	isolate bool
}

// explicit sets the levels that embeddings and isolates give (X1 to X8).
func (b *bidiState) explicit() {
	stack := []embedding{{level: b.base}}
	overIsolates, overEmbeddings, validIsolates := 0, 0, 0
	for i, c := range b.original {
		top := stack[len(stack)-1]
		b.levels[i] = top.level
		switch c {
		case bidi.RLE, bidi.LRE, bidi.RLO, bidi.LRO:
			next := nextLevel(top.level, c == bidi.RLE || c == bidi.RLO)
			if next <= maxDepth && overIsolates == 0 && overEmbeddings == 0 {
				stack = append(stack, embedding{level: next})
			} else if overIsolates == 0 {
				overEmbeddings++
			}
		case bidi.RLI, bidi.LRI, bidi.FSI:
			next := nextLevel(top.level, b.isolateRightToLeft(i))
			if next <= maxDepth && overIsolates == 0 && overEmbeddings == 0 {
				validIsolates++
				stack = append(stack, embedding{next, true})
			} else {
				overIsolates++
			}
		case bidi.PDI:
			switch {
			case overIsolates > 0:
				overIsolates--
			case validIsolates > 0:
				overEmbeddings = 0
				stack = closeIsolate(stack)
				validIsolates--
			}
			b.levels[i] = stack[len(stack)-1].level
		case bidi.PDF:
			switch {
			case overIsolates > 0:
			case overEmbeddings > 0:
				overEmbeddings--
			case !top.isolate && len(stack) > 1:
				stack = stack[:len(stack)-1]
			}
		}
	}
}

// closeIsolate drops the embeddings up to and including the last isolate.
func closeIsolate(stack []embedding) []embedding {
	for !stack[len(stack)-1].isolate {
		stack = stack[:len(stack)-1]
	}
	return stack[:len(stack)-1]
}

func nextLevel(level uint8, rightToLeft bool) uint8 {
	if rightToLeft {
		return (level + 1) | 1
	}
	return (level + 2) &^ 1
}

func (b *bidiState) isolateRightToLeft(i int) bool {
	if b.original[i] != bidi.FSI {
		return b.original[i] == bidi.RLI
	}
	end := b.match[i]
	if end < 0 {
		end = len(b.runes)
	}
	return baseLevel(b.runes[i+1:end]) == 1
}

// sequence is an isolating run sequence (BD13): indexes of characters that
// rule X9 keeps, and the directions at its ends.
type sequence struct {
	at       []int
	level    uint8
	sos, eos bidi.Class
}

// sequences returns the isolating run sequences (X10).
func (b *bidiState) sequences() []sequence {
	runs, runOf := b.levelRuns()
	var out []sequence
	for r, run := range runs {
		first := run[0]
		if b.original[first] == bidi.PDI && b.match[first] >= 0 {
			continue // continues the sequence of its initiator
		}
		seq := sequence{level: b.levels[first]}
		for {
			seq.at = append(seq.at, runs[r]...)
			last := runs[r][len(runs[r])-1]
			if !isolate(b.original[last]) || b.match[last] < 0 {
				break
			}
			r = runOf[b.match[last]]
		}
		b.closeSequence(&seq)
		out = append(out, seq)
	}
	return out
}

// levelRuns returns the runs of equal level without removed characters, and
// of each character the run it is in.
func (b *bidiState) levelRuns() (runs [][]int, runOf []int) {
	runOf = make([]int, len(b.runes))
	last := -1
	for i, c := range b.original {
		if removed(c) {
			continue
		}
		if last < 0 || b.levels[i] != b.levels[last] {
			runs = append(runs, nil)
		}
		runs[len(runs)-1] = append(runs[len(runs)-1], i)
		runOf[i] = len(runs) - 1
		last = i
	}
	return runs, runOf
}

func (b *bidiState) closeSequence(s *sequence) {
	first, last := s.at[0], s.at[len(s.at)-1]
	before, after := b.base, b.base
	for i := first - 1; i >= 0; i-- {
		if !removed(b.original[i]) {
			before = b.levels[i]
			break
		}
	}
	if !isolate(b.original[last]) || b.match[last] >= 0 {
		for i := last + 1; i < len(b.runes); i++ {
			if !removed(b.original[i]) {
				after = b.levels[i]
				break
			}
		}
	}
	s.sos, s.eos = direction(max(before, s.level)), direction(max(after, s.level))
}

func direction(level uint8) bidi.Class {
	if level&1 == 1 {
		return bidi.R
	}
	return bidi.L
}

// fillRemoved gives removed characters the level before them.
func (b *bidiState) fillRemoved() {
	level := b.base
	for i, c := range b.original {
		if removed(c) {
			b.levels[i] = level
		}
		level = b.levels[i]
	}
}
