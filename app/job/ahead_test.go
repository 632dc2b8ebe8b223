package job

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"dragoman/model"
	"dragoman/storage/format"
)

// records hands on n records of some bytes each, and fails at the end with err.
func records(n, size int, err error) func(take func(format.Record) error) (format.Report, error) {
	return func(take func(format.Record) error) (format.Report, error) {
		var report format.Report
		for i := range n {
			r := format.Record{Document: model.NewDocument(strings.Repeat("x", size)+fmt.Sprint(i), fmt.Sprint(i), ""), Line: i}
			if stop := take(r); stop != nil {
				return report, stop
			}
			report.Reject("a", i, "read")
		}
		return report, err
	}
}

// TestReadAheadKeepsTheOrder of the records, and gives the report and the error
// of the file.
func TestReadAheadKeepsTheOrder(t *testing.T) {
	broken := errors.New("the file ends too early")
	for _, size := range []int{0, 2_000, 2 * aheadBytes} {
		var lines []int
		report, err := readAhead(records(200, size, broken), func(r format.Record) error {
			lines = append(lines, r.Line)
			return nil
		})
		if !errors.Is(err, broken) || len(report.Rejected) != 200 || len(lines) != 200 {
			t.Errorf("%d records, %d in the report, %v", len(lines), len(report.Rejected), err)
		}
		for i, line := range lines {
			if line != i {
				t.Fatalf("record %d came as number %d", line, i)
			}
		}
	}
}

// TestReadAheadStops when nothing more is taken, soon, and with that reason.
func TestReadAheadStops(t *testing.T) {
	full := errors.New("full")
	taken := 0
	report, err := readAhead(records(1_000_000, 2_000, nil), func(format.Record) error {
		if taken++; taken == 100 {
			return full
		}
		return nil
	})
	if !errors.Is(err, full) || taken != 100 || len(report.Rejected) > 100+4*aheadRecords {
		t.Errorf("%d were taken and %d read, %v", taken, len(report.Rejected), err)
	}
}

// TestPanicInReadingIsOneHere, where it can be caught.
func TestPanicInReadingIsOneHere(t *testing.T) {
	defer func() {
		if p := recover(); p == nil || !strings.Contains(fmt.Sprint(p), "broken reader") {
			t.Errorf("the panic is %v", p)
		}
	}()
	_, err := readAhead(func(func(format.Record) error) (format.Report, error) { panic("broken reader") }, func(format.Record) error { return nil })
	t.Errorf("no panic, and %v", err)
}

// TestPanicInTakingEndsReading before it goes on.
func TestPanicInTakingEndsReading(t *testing.T) {
	ended := false
	defer func() {
		if p := recover(); p != "broken taker" || !ended {
			t.Errorf("the panic is %v, reading has ended: %t", p, ended)
		}
	}()
	_, err := readAhead(func(take func(format.Record) error) (format.Report, error) {
		defer func() { ended = true }()
		return records(1_000_000, 2_000, nil)(take)
	}, func(format.Record) error { panic("broken taker") })
	t.Errorf("no panic, and %v", err)
}
