package agree

// Counts are packed two to a word, so that one addition or multiplication
// serves both: a bootstrap adds up the counts of all documents a thousand
// times. A sum must stay below 2^32, which four thousand million tokens reach.

// words returns how many words hold so many counts.
func words(counts int) int { return (counts + 1) / 2 }

// run is a run of packed counts, and the word of the sum where it belongs.
type run struct {
	at     int
	counts []uint64
}

// addTo adds the counts to a packed sum, so many times.
func (r run) addTo(sum []uint64, times uint64) {
	into := sum[r.at:][:len(r.counts)]
	for i, n := range r.counts {
		into[i] += times * n
	}
}

// packer packs the counts of a document into one piece of memory.
type packer struct {
	memory []uint64 // zero up to its capacity, which is enough for all
	runs   []run
}

// pack adds counts that belong at a word of the sum; those that follow on the
// ones before continue their run.
func (p *packer) pack(at int, counts []int32) {
	from := len(p.memory)
	p.memory = p.memory[:from+words(len(counts))]
	for i, k := range counts {
		p.memory[from+i/2] |= uint64(uint32(k)) << (32 * (i % 2))
	}
	if n := len(p.runs) - 1; n >= 0 && p.runs[n].at+len(p.runs[n].counts) == at {
		p.runs[n].counts = p.memory[from-len(p.runs[n].counts):]
		return
	}
	p.runs = append(p.runs, run{at, p.memory[from:]})
}

// unpack returns the counts of a packed sum; the first of word w stands at 2w.
func unpack(sum []uint64) []int64 {
	counts := make([]int64, 0, 2*len(sum))
	for _, w := range sum {
		counts = append(counts, int64(uint32(w)), int64(w>>32))
	}
	return counts
}
