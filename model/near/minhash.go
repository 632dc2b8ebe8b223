package near

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// hashes are the permutations of MinHash, in bands of rows. Two documents are
// looked at when all rows of a band agree, which for a similarity of s happens
// with the probability 1-(1-s^rows)^bands.
type hashes struct {
	rows, bands int
	factors     []uint64 // odd; the permutation of v is v times the factor
	alike       int      // of the bytes of two sketches, before the sets are compared
}

const (
	overlooked = 0.01 // the share of pairs at the threshold that no band may propose
	mostHashes = 512  // their cost is that of making the index
	sketched   = 128  // how many hashes leave a byte in the sketch
	deviations = 4    // how far from the threshold a sketch may be by chance
)

// newHashes makes bands of as many rows as mostHashes allows: the more, the
// fewer pairs are looked at in vain.
func newHashes(threshold float64, seed uint64) hashes {
	h := hashes{rows: 1, bands: bandsFor(threshold, 1)}
	for rows := 2; rows <= 16; rows++ {
		if bands := bandsFor(threshold, rows); rows*bands <= mostHashes {
			h = hashes{rows: rows, bands: bands}
		}
	}
	// Eight hashes more than asked for at most, so that they come in fours and
	// sketches in words.
	h.factors = make([]uint64, (h.rows*h.bands+7)/8*8)
	for i := range h.factors {
		seed += base
		h.factors[i] = mix(seed) | 1
	}
	n := float64(h.sketch())
	h.alike = int(math.Floor(n*threshold - deviations*math.Sqrt(n*threshold*(1-threshold))))
	return h
}

// bandsFor returns how many bands keep what is overlooked below its limit.
func bandsFor(threshold float64, rows int) int {
	agree := math.Pow(threshold, float64(rows))
	if agree >= 1-overlooked {
		return 1
	}
	return int(min(mostHashes, math.Ceil(math.Log(overlooked)/math.Log1p(-agree))))
}

// sketch returns the length of a sketch in bytes, a multiple of eight.
func (h hashes) sketch() int { return min(sketched, len(h.factors)) }

// of writes for each band of a set a hash of the smallest values of its rows,
// and of the first of those values a byte each.
func (h hashes) of(set []uint64, keys []uint32, sketch []byte) {
	least := make([]uint64, len(h.factors))
	for i := 0; i < len(least); i += 4 {
		smallest(set, [4]uint64(h.factors[i:]), (*[4]uint64)(least[i:]))
	}
	for band := range keys {
		key := uint64(0)
		for _, v := range least[band*h.rows:][:h.rows] {
			key = mix(key + v)
		}
		keys[band] = uint32(key >> 32)
	}
	for i := range sketch {
		sketch[i] = byte(mix(least[i]) >> 56)
	}
}

// smallest finds the smallest products of a set with four factors: at once,
// because a processor multiplies faster than it compares one after the other.
func smallest(set []uint64, factors [4]uint64, least *[4]uint64) {
	a, b, c, d := uint64(math.MaxUint64), uint64(math.MaxUint64), uint64(math.MaxUint64), uint64(math.MaxUint64)
	for _, v := range set {
		a, b, c, d = min(a, v*factors[0]), min(b, v*factors[1]), min(c, v*factors[2]), min(d, v*factors[3])
	}
	*least = [4]uint64{a, b, c, d}
}

// likely reports whether two sketches may be those of near-duplicates.
func (h hashes) likely(a, b []byte) bool {
	const ones, high = 0x7f7f7f7f7f7f7f7f, 0x8080808080808080
	same := 0
	for i := 0; i+8 <= len(a); i += 8 {
		v := binary.NativeEndian.Uint64(a[i:]) ^ binary.NativeEndian.Uint64(b[i:])
		// A byte of v is 0 where this leaves its high bit 0.
		same += bits.OnesCount64(^((v&ones + ones) | v) & high)
	}
	return same >= h.alike
}
