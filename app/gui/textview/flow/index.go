package flow

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"dragoman/model"
)

// Entry is a fragment of a mark, by their numbers, in an Index.
type Entry struct {
	Start, End     int32 // bytes
	Mark, Fragment int32
}

// Index finds what is marked in a part of a text, and gives it lanes. It works
// out the lanes of a neighbourhood only: of what is asked for and all that hangs
// together with it by overlaps, so what it costs to make one is a pass over the
// entries.
type Index struct {
	entries []Entry            // by start; none is empty
	reach   []int32            // of each block of entries, the greatest end up to its end
	rank    func(mark int) int // see Interval

	lanes    *Lanes // of the neighbourhood that was asked for last, nil before
	from, to int    // bytes of which lanes has everything
}

// indexBlock is how many entries share a value of reach.
const indexBlock = 64

// NewIndex makes an index of entries, which it takes over. Those that stand in
// the order of their starts, as annotations do, need no sorting. A nil rank
// gives all the rank 0.
func NewIndex(entries []Entry, rank func(mark int) int) *Index {
	x := &Index{entries: slices.DeleteFunc(entries, func(e Entry) bool { return e.Start >= e.End }), rank: rank}
	if !slices.IsSortedFunc(x.entries, compareEntries) {
		slices.SortFunc(x.entries, compareEntries)
	}
	x.measure(0)
	return x
}

func compareEntries(a, b Entry) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.Mark, b.Mark), cmp.Compare(a.Fragment, b.Fragment))
}

// measure works out reach from the block of an entry on.
func (x *Index) measure(entry int) {
	first := min(entry, max(0, len(x.entries)-1)) / indexBlock
	x.reach = x.reach[:first]
	far := int32(0)
	if first > 0 {
		far = x.reach[first-1]
	}
	for i := first * indexBlock; i < len(x.entries); i += indexBlock {
		for _, e := range x.entries[i:min(i+indexBlock, len(x.entries))] {
			far = max(far, e.End)
		}
		x.reach = append(x.reach, far)
	}
	x.lanes = nil
}

// Len returns the number of entries.
func (x *Index) Len() int { return len(x.entries) }

// Entry returns the entry that the key of a visited interval stands for.
func (x *Index) Entry(key int) Entry { return x.entries[key] }

// Insert makes room for a new mark in front of mark number at, and adds its
// entries, which have that number.
func (x *Index) Insert(at int, entries []Entry) {
	for i := range x.entries {
		if int(x.entries[i].Mark) >= at {
			x.entries[i].Mark++
		}
	}
	changed := len(x.entries)
	for _, e := range entries {
		if e.Start < e.End {
			i, _ := slices.BinarySearchFunc(x.entries, e, compareEntries)
			x.entries = slices.Insert(x.entries, i, e)
			changed = min(changed, i)
		}
	}
	x.measure(changed)
}

// Remove takes the entries of a mark out, and its number, so that those behind
// it move up.
func (x *Index) Remove(mark int) {
	changed := len(x.entries)
	kept := x.entries[:0]
	for i, e := range x.entries {
		if int(e.Mark) == mark {
			changed = min(changed, i)
			continue
		}
		if int(e.Mark) > mark {
			e.Mark--
		}
		kept = append(kept, e)
	}
	x.entries = kept
	x.measure(changed)
}

// Visit calls yield with each interval that shares a byte with s and its lane,
// in the order of starts, the lower rank and then the longer first, until it
// returns false. The key of an interval is for Entry, until the next change.
func (x *Index) Visit(s model.Span, yield func(i Interval, lane int) bool) {
	if x.lanes == nil || s.Start < x.from || s.End > x.to {
		x.look(s)
	}
	x.lanes.Visit(s, yield)
}

// margin is how many bytes around what is asked for are looked at too, since
// the next question is for a place nearby.
const margin = 4 << 10

// look works out the lanes of a neighbourhood.
func (x *Index) look(s model.Span) {
	s = model.Span{Start: max(0, s.Start-margin), End: min(s.End, math.MaxInt-margin) + margin}
	first, before := x.firstOf(s.Start)
	far, end := s.End, first
	for end < len(x.entries) && int(x.entries[end].Start) < far {
		far = max(far, int(x.entries[end].End))
		end++
	}
	intervals := make([]Interval, 0, end-first)
	for i, e := range x.entries[first:end] {
		v := Interval{Span: model.Span{Start: int(e.Start), End: int(e.End)}, Key: first + i}
		if x.rank != nil {
			v.Rank = x.rank(int(e.Mark))
		}
		intervals = append(intervals, v)
	}
	x.lanes, x.from, x.to = NewLanes(intervals), before, far
	if end == len(x.entries) {
		x.to = math.MaxInt
	}
}

// firstOf returns the last entry that nothing before it reaches, and nothing
// before it reaches the byte off, and how far what is before it reaches.
func (x *Index) firstOf(off int) (first, before int) {
	i := x.startingFrom(off)
	for b := min(i, len(x.entries)-1) / indexBlock; b > 0; b-- {
		if first, before, found := x.gapIn(b, i, off); found {
			return first, before
		}
	}
	if first, before, found := x.gapIn(0, i, off); found {
		return first, before
	}
	return 0, 0
}

// gapIn looks for the last such entry, not behind entry i, in block b.
func (x *Index) gapIn(b, i, off int) (first, before int, found bool) {
	far := 0
	if b > 0 {
		far = int(x.reach[b-1])
	}
	for n := b * indexBlock; n <= i && n < min((b+1)*indexBlock, len(x.entries)); n++ {
		if far <= int(x.entries[n].Start) && far <= off {
			first, before, found = n, far, true
		}
		far = max(far, int(x.entries[n].End))
	}
	return first, before, found
}

// startingFrom returns the first entry that starts at off or behind it.
func (x *Index) startingFrom(off int) int {
	return sort.Search(len(x.entries), func(i int) bool { return int(x.entries[i].Start) >= off })
}
