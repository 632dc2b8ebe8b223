package chart

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Table is the figures of a chart.
type Table struct {
	Header []string
	Rows   [][]string
}

// WriteCSV writes the table as CSV in UTF-8. Cells that a spreadsheet would
// take for a formula begin with an apostrophe.
func (t Table) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	for _, row := range append([][]string{t.Header}, t.Rows...) {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = safeCell(cell)
		}
		if err := out.Write(safe); err != nil {
			return fmt.Errorf("write CSV: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

// safeCell returns a cell that is no formula: numbers as they are, all else
// that begins as one behind an apostrophe.
func safeCell(s string) string {
	if !strings.ContainsAny(s[:min(1, len(s))], "=+-@\t\r") {
		return s
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil && strings.ContainsAny(s, "0123456789") {
		return s
	}
	return "'" + s
}
