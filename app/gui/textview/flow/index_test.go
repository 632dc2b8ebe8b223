package flow

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
)

// drawMarks draws the fragments of marks over a text that is much longer than
// what an index looks at at once, in the order of their first starts, and the
// ranks of the marks.
func drawMarks(t *rapid.T) (fragments [][]model.Span, ranks []int) {
	n := rapid.IntRange(0, 200).Draw(t, "marks")
	for range n {
		var spans []model.Span
		at := rapid.IntRange(0, 100_000).Draw(t, "start")
		for range rapid.IntRange(1, 3).Draw(t, "fragments") {
			end := at + rapid.IntRange(1, 2500).Draw(t, "length")
			spans = append(spans, model.Span{Start: at, End: end})
			at = end + rapid.IntRange(0, 900).Draw(t, "gap")
		}
		fragments = append(fragments, spans)
		ranks = append(ranks, rapid.IntRange(0, 2).Draw(t, "rank"))
	}
	slices.SortStableFunc(fragments, func(a, b []model.Span) int { return a[0].Start - b[0].Start })
	return fragments, ranks
}

func entriesOf(mark int, spans []model.Span) (out []Entry) {
	for n, s := range spans {
		out = append(out, Entry{int32(s.Start), int32(s.End), int32(mark), int32(n)})
	}
	return out
}

// wantLanes checks an index against the lanes of all that there is.
func wantLanes(t *rapid.T, x *Index, fragments [][]model.Span, rank func(int) int) {
	var whole []Interval
	var keys []Entry
	for i, spans := range fragments {
		for _, e := range entriesOf(i, spans) {
			whole = append(whole, Interval{Span: model.Span{Start: int(e.Start), End: int(e.End)}, Key: len(keys), Rank: rank(i)})
			keys = append(keys, e)
		}
	}
	lanes := NewLanes(whole)
	for range 6 {
		start := rapid.IntRange(0, 110_000).Draw(t, "from")
		s := model.Span{Start: start, End: start + rapid.IntRange(1, 6000).Draw(t, "bytes")}
		type seen struct {
			Entry
			lane int
		}
		var got, want []seen
		lanes.Visit(s, func(i Interval, lane int) bool { want = append(want, seen{keys[i.Key], lane}); return true })
		x.Visit(s, func(i Interval, lane int) bool { got = append(got, seen{x.Entry(i.Key), lane}); return true })
		if !slices.Equal(got, want) {
			t.Fatalf("in %v:\n%v, want\n%v", s, got, want)
		}
	}
}

func TestNeighbourhoodsHaveTheLanesOfTheWhole(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		fragments, ranks := drawMarks(rt)
		rank := func(mark int) int { return ranks[mark] }
		var entries []Entry
		for i, spans := range fragments {
			entries = append(entries, entriesOf(i, spans)...)
		}
		wantLanes(rt, NewIndex(entries, rank), fragments, rank)
	})
}

func TestChangedIndexIsAsMadeAnew(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		fragments, _ := drawMarks(rt)
		none := func(int) int { return 0 }
		var entries []Entry
		for i, spans := range fragments {
			entries = append(entries, entriesOf(i, spans)...)
		}
		x := NewIndex(entries, nil)
		for range rapid.IntRange(1, 8).Draw(rt, "changes") {
			if len(fragments) > 0 && rapid.Bool().Draw(rt, "remove") {
				i := rapid.IntRange(0, len(fragments)-1).Draw(rt, "which")
				x.Remove(i)
				fragments = slices.Delete(fragments, i, i+1)
			} else {
				at := rapid.IntRange(0, 100_000).Draw(rt, "start")
				spans := []model.Span{{Start: at, End: at + rapid.IntRange(1, 3000).Draw(rt, "length")}}
				i, _ := slices.BinarySearchFunc(fragments, at, func(f []model.Span, at int) int { return f[0].Start - at })
				x.Insert(i, entriesOf(i, spans))
				fragments = slices.Insert(fragments, i, spans)
			}
			wantLanes(rt, x, fragments, none)
		}
	})
}

// An index of 100,000 marks looks at what is near what is asked for.
func TestIndexLooksAtTheNeighbourhood(t *testing.T) {
	entries := make([]Entry, 100_000)
	for i := range entries {
		entries[i] = Entry{int32(i * 100), int32(i*100 + 120), int32(i), 0} // reaches into the next, as far as ten
		if i%10 == 9 {
			entries[i].End -= 40
		}
	}
	x := NewIndex(entries, nil)
	x.Visit(model.Span{Start: 5_000_000, End: 5_003_000}, func(Interval, int) bool { return true })
	if n := len(x.lanes.intervals); n > 200 {
		t.Errorf("%d intervals were given lanes", n)
	}
	if n := testing.AllocsPerRun(10, func() { x.Remove(50_000); x.Insert(50_000, []Entry{{5_000_000, 5_000_120, 50_000, 0}}) }); n > 4 {
		t.Errorf("%v allocations for a change", n)
	}
}
