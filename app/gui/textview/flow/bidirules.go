package flow

import "golang.org/x/text/unicode/bidi"

// resolve sets the levels of one sequence (W1 to I2).
func (b *bidiState) resolve(s sequence) {
	b.weak(s)
	b.separators(s)
	b.brackets(s)
	b.neutrals(s)
	for _, i := range s.at {
		switch c := b.classes[i]; {
		case s.level&1 == 0 && c == bidi.R:
			b.levels[i] = s.level + 1
		case s.level&1 == 0 && (c == bidi.AN || c == bidi.EN):
			b.levels[i] = s.level + 2
		case s.level&1 == 1 && (c == bidi.L || c == bidi.AN || c == bidi.EN):
			b.levels[i] = s.level + 1
		}
	}
}

// weak resolves marks and numbers by what is before them (W1 to W3, W7 in
// part: the strong character before a number is remembered).
func (b *bidiState) weak(s sequence) {
	prev, strong := s.sos, s.sos
	for _, i := range s.at {
		if b.classes[i] == bidi.NSM { // W1
			b.classes[i] = prev
			if isolate(prev) || prev == bidi.PDI {
				b.classes[i] = bidi.ON
			}
		}
		prev = b.classes[i]
		switch prev {
		case bidi.L, bidi.R:
			strong = prev
		case bidi.AL: // W3, after it counted for W2
			strong = prev
			b.classes[i] = bidi.R
		case bidi.EN: // W2
			if strong == bidi.AL {
				b.classes[i] = bidi.AN
			}
		}
	}
}

// separators resolves what stands between and beside numbers (W4 to W7).
func (b *bidiState) separators(s sequence) {
	at := s.at
	for k := 1; k+1 < len(at); k++ { // W4
		before, after := b.classes[at[k-1]], b.classes[at[k+1]]
		c := b.classes[at[k]]
		if before == after && (before == bidi.EN && (c == bidi.ES || c == bidi.CS) || before == bidi.AN && c == bidi.CS) {
			b.classes[at[k]] = before
		}
	}
	for k := 0; k < len(at); k++ { // W5 and W6
		from := k
		for k < len(at) && b.classes[at[k]] == bidi.ET {
			k++
		}
		if k > from {
			to := bidi.ON
			if k < len(at) && b.classes[at[k]] == bidi.EN || from > 0 && b.classes[at[from-1]] == bidi.EN {
				to = bidi.EN
			}
			for _, i := range at[from:k] {
				b.classes[i] = to
			}
		}
		if k < len(at) && (b.classes[at[k]] == bidi.ES || b.classes[at[k]] == bidi.CS) {
			b.classes[at[k]] = bidi.ON
		}
	}
	strong := s.sos
	for _, i := range at { // W7
		switch b.classes[i] {
		case bidi.L, bidi.R:
			strong = b.classes[i]
		case bidi.EN:
			if strong == bidi.L {
				b.classes[i] = bidi.L
			}
		}
	}
}

// neutral reports whether rules N1 and N2 resolve the class.
func neutral(c bidi.Class) bool {
	switch c {
	case bidi.B, bidi.S, bidi.WS, bidi.ON, bidi.LRI, bidi.RLI, bidi.FSI, bidi.PDI:
		return true
	}
	return false
}

// strongOf returns the direction of a class that counts for neutrals; numbers
// count as right-to-left.
func strongOf(c bidi.Class) (bidi.Class, bool) {
	switch c {
	case bidi.L:
		return bidi.L, true
	case bidi.R, bidi.AL, bidi.EN, bidi.AN:
		return bidi.R, true
	}
	return bidi.ON, false
}

// neutrals resolves what has no direction of its own (N1 and N2).
func (b *bidiState) neutrals(s sequence) {
	before := s.sos
	for k := 0; k < len(s.at); k++ {
		if !neutral(b.classes[s.at[k]]) {
			if d, ok := strongOf(b.classes[s.at[k]]); ok {
				before = d
			}
			continue
		}
		from := k
		for k < len(s.at) && neutral(b.classes[s.at[k]]) {
			k++
		}
		after := s.eos
		if k < len(s.at) {
			after, _ = strongOf(b.classes[s.at[k]])
		}
		to := direction(s.level)
		if before == after {
			to = before
		}
		for _, i := range s.at[from:k] {
			b.classes[i] = to
		}
		k--
	}
}
