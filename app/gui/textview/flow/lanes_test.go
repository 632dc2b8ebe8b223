package flow

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
)

func drawIntervals(t *rapid.T) []Interval {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Interval {
		start := rapid.IntRange(0, 60).Draw(t, "start")
		span := model.Span{Start: start, End: start + rapid.IntRange(0, 20).Draw(t, "length")}
		return Interval{Span: span, Key: rapid.Int().Draw(t, "key"), Rank: rapid.IntRange(0, 3).Draw(t, "rank")}
	}), 0, 30).Draw(t, "intervals")
}

type laned struct {
	Interval
	lane int
}

func all(l *Lanes, s model.Span) []laned {
	var out []laned
	l.Visit(s, func(i Interval, lane int) bool {
		out = append(out, laned{i, lane})
		return true
	})
	return out
}

func TestOverlappingIntervalsHaveDifferentLanes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := NewLanes(drawIntervals(rt))
		found := all(l, model.Span{Start: 0, End: 100})
		for i, a := range found {
			for _, b := range found[i+1:] {
				if !a.Span.Overlaps(b.Span) {
					continue
				}
				if a.lane == b.lane {
					rt.Fatalf("%v and %v share lane %d", a, b, a.lane)
				}
				if a.Rank == b.Rank && a.Span.Covers(b.Span) && a.Span != b.Span && a.lane < b.lane {
					rt.Fatalf("%v holds %v and lies inside it", a, b)
				}
				if a.Rank < b.Rank && a.lane > b.lane || a.Rank > b.Rank && a.lane < b.lane {
					rt.Fatalf("%v and %v are not in the order of their ranks", a, b)
				}
			}
		}
	})
}

func TestVisitFindsWhatOverlaps(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		intervals := drawIntervals(rt)
		start := rapid.IntRange(0, 80).Draw(rt, "from")
		s := model.Span{Start: start, End: start + rapid.IntRange(1, 20).Draw(rt, "size")}
		l := NewLanes(slices.Clone(intervals))
		want := 0
		for _, i := range intervals {
			if i.Span.Overlaps(s) && !i.Span.Empty() {
				want++
			}
		}
		got := all(l, s)
		if len(got) != want {
			rt.Fatalf("%d found, want %d", len(got), want)
		}
		for i, g := range got {
			if !g.Span.Overlaps(s) || i > 0 && got[i-1].Span.Start > g.Span.Start {
				rt.Fatalf("found %v", got)
			}
		}
	})
}

func TestLanesDoNotDependOnWhatIsSeen(t *testing.T) {
	l := NewLanes([]Interval{{model.Span{Start: 0, End: 50}, 1, 0}, {model.Span{Start: 5, End: 9}, 2, 0}, {model.Span{Start: 30, End: 35}, 3, 0}})
	for _, s := range []model.Span{{Start: 0, End: 50}, {Start: 20, End: 25}, {Start: 33, End: 60}} {
		if got := all(l, s)[0]; got.Key != 1 || got.lane != 1 {
			t.Errorf("in %v the outer interval is %+v", s, got)
		}
	}
}

func TestVisitStops(t *testing.T) {
	l := NewLanes([]Interval{{model.Span{Start: 0, End: 5}, 1, 0}, {model.Span{Start: 1, End: 5}, 2, 0}})
	n := 0
	l.Visit(model.Span{Start: 0, End: 9}, func(Interval, int) bool { n++; return false })
	if n != 1 {
		t.Errorf("visited %d", n)
	}
}

func TestFenwickTree(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		values := rapid.SliceOfN(rapid.IntRange(0, 9), 1, 40).Draw(rt, "values")
		h := newHeights(len(values), func(i int) int { return values[i] })
		i, d := rapid.IntRange(0, len(values)-1).Draw(rt, "i"), rapid.IntRange(0, 9).Draw(rt, "d")
		values[i] += d
		h.add(i, d)
		sum := 0
		for k, v := range values {
			if h.before(k) != sum {
				rt.Fatalf("before %d: %d, want %d", k, h.before(k), sum)
			}
			if v > 0 {
				if b, rest := h.find(sum); b != k || rest != 0 {
					rt.Fatalf("find %d: %d+%d, want %d", sum, b, rest, k)
				}
			}
			sum += v
		}
		if h.before(len(values)) != sum {
			rt.Fatalf("sum %d", h.before(len(values)))
		}
	})
}
