package near

import (
	"math"
	"slices"
	"testing"
)

// The same text has the same hashes on every machine and in every version, or
// else the same project would be split in another way.
func TestHashesStayAsTheyAre(t *testing.T) {
	set := shingles("The minister met the envoy of the republic on Friday, and denied it.", 8)
	h := newHashes(DefaultThreshold, 0)
	keys := make([]uint32, h.bands)
	h.of(set, keys, make([]byte, h.sketch()))
	if want := []uint64{0x4df534e76611212f, 0x57b184ac40b08954}; !slices.Equal(set[:2], want) {
		t.Errorf("shingles %#x, want %#x", set[:2], want)
	}
	if want := []uint32{0x29917f6b, 0xcb2ed17c}; !slices.Equal(keys[:2], want) {
		t.Errorf("keys %#x, want %#x", keys[:2], want)
	}
}

// At the threshold one pair in a hundred is overlooked at most, and the cost is
// bounded.
func TestBandsOverlookLittle(t *testing.T) {
	for threshold := 0.1; threshold <= 1; threshold += 0.05 {
		h := newHashes(threshold, 0)
		missed := math.Pow(1-math.Pow(threshold, float64(h.rows)), float64(h.bands))
		if missed > overlooked+1e-9 || len(h.factors) > mostHashes || h.sketch()%8 != 0 {
			t.Errorf("threshold %.2f: %d bands of %d rows overlook %.4f", threshold, h.bands, h.rows, missed)
		}
	}
}
