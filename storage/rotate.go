package storage

import (
	"slices"
	"time"
)

// How many backups of days stay: the newest of each of so many days, weeks and
// months that have one.
const (
	daysKept   = 7
	weeksKept  = 4
	monthsKept = 12
)

// staying says which of the backups of these times, in any order, are to stay
// after the one of the time made. Newer ones, which are there when the clock was
// set back, stay and do not count.
func staying(times []time.Time, made time.Time) []bool {
	stays := make([]bool, len(times))
	var past []int
	for i, at := range times {
		stays[i] = !at.Before(made)
		if !at.After(made) {
			past = append(past, i)
		}
	}
	slices.SortStableFunc(past, func(i, j int) int { return times[j].Compare(times[i]) })
	for _, period := range []struct {
		kept int
		of   func(time.Time) [2]int
	}{{daysKept, dayOf}, {weeksKept, weekOf}, {monthsKept, monthOf}} {
		seen := map[[2]int]bool{}
		for _, i := range past {
			if of := period.of(times[i]); !seen[of] && len(seen) < period.kept {
				seen[of], stays[i] = true, true
			}
		}
	}
	return stays
}

func dayOf(t time.Time) [2]int { return [2]int{t.Year(), t.YearDay()} }

func weekOf(t time.Time) [2]int {
	year, week := t.ISOWeek()
	return [2]int{year, week}
}

func monthOf(t time.Time) [2]int { return [2]int{t.Year(), int(t.Month())} }
