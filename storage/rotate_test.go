package storage

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// drawTimes draws the times of backups within two years around now, some of
// them on the same day and some of them later, as a clock that was set back
// leaves them.
func drawTimes(t *rapid.T, now time.Time) []time.Time {
	seconds := rapid.Custom(func(t *rapid.T) int64 {
		span := rapid.SampledFrom([]int64{3600, 24 * 3600, 40 * 24 * 3600, 700 * 24 * 3600}).Draw(t, "span")
		return rapid.Int64Range(-span, span/10).Draw(t, "seconds")
	})
	var times []time.Time
	for _, s := range rapid.SliceOfNDistinct(seconds, 0, 120, rapid.ID).Draw(t, "times") {
		if s != 0 {
			times = append(times, now.Add(time.Duration(s)*time.Second))
		}
	}
	return times
}

// TestStaying states the laws of which backups stay.
func TestStaying(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		made := time.Date(2026, time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day"), 13, 0, 0, 0, time.UTC)
		times := append(drawTimes(t, made), made)
		stays := staying(times, made)
		if !stays[len(times)-1] {
			t.Error("the one that was made now goes")
		}
		past := 0
		for i, at := range times {
			switch {
			case at.After(made) && !stays[i]:
				t.Errorf("%v goes, which is newer than the one that was made", at)
			case !at.After(made) && stays[i]:
				past++
			case !stays[i]:
				checkCovered(t, times, stays, i)
			}
		}
		if past > daysKept+weeksKept+monthsKept {
			t.Errorf("%d stay", past)
		}
	})
}

// checkCovered makes sure that what goes is old, or that a newer one of its
// day stays, or once stood for it: that of its week or of its month.
func checkCovered(t *rapid.T, times []time.Time, stays []bool, gone int) {
	days := map[string]bool{}
	for i, at := range times {
		if !stays[i] || !at.After(times[gone]) {
			continue
		}
		if at.Format(time.DateOnly) == times[gone].Format(time.DateOnly) {
			return
		}
		days[at.Format(time.DateOnly)] = true
	}
	if len(days) < daysKept {
		t.Errorf("%v goes, and only %d days after it are kept", times[gone], len(days))
	}
}

// TestRotationOfAYear makes a backup every day, as a person does who works
// every day, and looks at what is there at the end of each.
func TestRotationOfAYear(t *testing.T) {
	var kept []time.Time
	for day := range 500 {
		made := time.Date(2025, 1, 1+day, 9, 0, 0, 0, time.UTC)
		all := append(kept, made)
		kept = nil
		for i, stays := range staying(all, made) {
			if stays {
				kept = append(kept, all[i])
			}
		}
		for back := range min(day+1, daysKept) {
			if want := made.AddDate(0, 0, -back); !has(kept, want) {
				t.Fatalf("on %v that of %v is gone", made, want)
			}
		}
	}
	var got []string
	for _, at := range kept {
		got = append(got, at.Format("0102"))
	}
	want := "[0630 0731 0831 0930 1031 1130 1231 0131 0228 0331 0426 0430 0503 0509 0510 0511 0512 0513 0514 0515]"
	if fmt.Sprint(got) != want {
		t.Errorf("after 500 days %v stay, want %s", got, want)
	}
}

func has(times []time.Time, want time.Time) bool {
	for _, at := range times {
		if at.Equal(want) {
			return true
		}
	}
	return false
}
