package flow

import (
	"cmp"
	"math/bits"
	"slices"
	"sort"

	"dragoman/model"
)

// Interval is a stretch of text that is to get a lane; Key is the caller's.
// Where intervals overlap, one of a higher Rank lies further out than all of a
// lower.
type Interval struct {
	Span model.Span
	Key  int
	Rank int
}

// Lanes gives overlapping intervals different lanes: lane 0 stands nearest to
// the text, and an interval that holds another lies in a lane further out. The
// lanes follow from the whole set and not from what is seen of it. Making them
// costs O(n log n), a query O(k log n) for k answers.
type Lanes struct {
	intervals []Interval // by start, the lower rank first, then the longer
	lanes     []uint8
	ends      []int // of each node of a tree over the intervals, the greatest end
	size      int   // leaves of the tree
}

// maxLane is the last lane; intervals that find no free one share it.
const maxLane = 63

// NewLanes makes the lanes of intervals, which it sorts. Empty intervals are
// never found.
func NewLanes(intervals []Interval) *Lanes {
	slices.SortStableFunc(intervals, func(a, b Interval) int {
		return cmp.Or(a.Span.Start-b.Span.Start, a.Rank-b.Rank, b.Span.End-a.Span.End)
	})
	l := &Lanes{intervals: intervals, lanes: make([]uint8, len(intervals)), size: 1}
	for l.size < len(intervals) {
		l.size *= 2
	}
	l.ends = make([]int, 2*l.size)
	for i, v := range intervals {
		l.ends[l.size+i] = v.Span.End
	}
	for i := l.size - 1; i > 0; i-- {
		l.ends[i] = max(l.ends[2*i], l.ends[2*i+1])
	}
	l.assign()
	for _, rank := range ranksAbove(intervals) {
		l.assignRank(rank)
	}
	return l
}

// ranksAbove returns the ranks above 0 that there are, in order.
func ranksAbove(intervals []Interval) []int {
	var ranks []int
	for _, i := range intervals {
		if i.Rank > 0 && !slices.Contains(ranks, i.Rank) {
			ranks = append(ranks, i.Rank)
		}
	}
	slices.Sort(ranks)
	return ranks
}

// assignRank gives the intervals of a rank their lanes, behind those of all
// lower ranks: above each lower one that they overlap, in the first lane that
// none of their own rank has.
func (l *Lanes) assignRank(rank int) {
	placed := make([]bool, len(l.intervals))
	for i := len(l.intervals) - 1; i >= 0; i-- {
		if l.intervals[i].Rank != rank {
			continue
		}
		floor, own := 0, uint64(0)
		l.visit(1, 0, l.size, l.startingBefore(l.intervals[i].Span.End), l.intervals[i].Span.Start, func(n int) bool {
			switch {
			case l.intervals[n].Rank < rank:
				floor = max(floor, int(l.lanes[n])+1)
			case placed[n]:
				own |= 1 << l.lanes[n]
			}
			return true
		})
		free := bits.TrailingZeros64(^(own | (1<<min(floor, maxLane) - 1)))
		l.lanes[i], placed[i] = uint8(min(free, maxLane)), true
	}
}

// assign goes through the intervals of rank 0 from the last start to the first.
// Those that start within an interval have their lanes by then; it takes the
// first lane that none of them has. An interval inside another leaves all lanes
// up to its own taken, so the outer one comes further out.
func (l *Lanes) assign() {
	taken := make([]uint64, 2*l.size) // lanes of each node of the tree
	for i := len(l.intervals) - 1; i >= 0; i-- {
		if l.intervals[i].Rank > 0 {
			continue
		}
		end := l.startingBefore(l.intervals[i].Span.End)
		used := uint64(0)
		for a, b := l.size+i+1, l.size+max(end, i+1); a < b; a, b = a/2, b/2 {
			if a&1 == 1 {
				used |= taken[a]
				a++
			}
			if b&1 == 1 {
				b--
				used |= taken[b]
			}
		}
		l.lanes[i] = uint8(min(bits.TrailingZeros64(^used), maxLane))
		for n := l.size + i; n > 0; n /= 2 {
			taken[n] |= 1 << l.lanes[i]
		}
	}
}

// startingBefore returns the number of intervals that start before off.
func (l *Lanes) startingBefore(off int) int {
	return sort.Search(len(l.intervals), func(i int) bool { return l.intervals[i].Span.Start >= off })
}

// Visit calls yield with each interval that shares a byte with s and its lane,
// in the order of starts, the lower rank and then the longer first, until it
// returns false.
func (l *Lanes) Visit(s model.Span, yield func(v Interval, lane int) bool) {
	if len(l.intervals) > 0 {
		l.visit(1, 0, l.size, l.startingBefore(s.End), s.Start, func(i int) bool {
			return yield(l.intervals[i], int(l.lanes[i]))
		})
	}
}

// visit goes through the leaves [first, first+count) under a tree node, as far
// as before, that end behind off.
func (l *Lanes) visit(node, first, count, before, off int, yield func(i int) bool) bool {
	if first >= before || l.ends[node] <= off {
		return true
	}
	if count == 1 {
		return l.intervals[first].Span.Empty() || yield(first)
	}
	half := count / 2
	return l.visit(2*node, first, half, before, off, yield) && l.visit(2*node+1, first+half, half, before, off, yield)
}
