package storage

import (
	"crypto/rand"
	"strconv"
	"strings"
)

// To read many rows is what opening a large article or project waits for, and
// nearly all of that time would be the driver's, for each value of each row. So
// SQLite packs them into one row, each column into one value, and they are taken
// apart here.

// unitSeparator stands between the values of a column. Where one of them holds
// it, a separator that nobody can know takes its place.
const unitSeparator = "\x1f"

// packed returns SQL for a pack: how many rows there are, and each column, its
// values joined by the separator, which is ?1. SQLite goes through the rows
// once, so that the n-th value of each column is of the same row. No column may
// be NULL.
func packed(columns ...string) string {
	var sql strings.Builder
	sql.WriteString("count(*)")
	for _, c := range columns {
		sql.WriteString(", CAST(group_concat(" + c + ", ?1) AS BLOB)")
	}
	return sql.String()
}

// pack is one row of packed rows.
type pack struct {
	separator string
	count     int
	columns   []string
}

func newPack(separator string, columns int) *pack {
	return &pack{separator: separator, columns: make([]string, columns)}
}

// dest returns what the row is scanned into.
func (p *pack) dest() []any {
	dest := []any{&p.count}
	for i := range p.columns {
		dest = append(dest, &column{&p.columns[i]})
	}
	return dest
}

// column scans a packed column, and an empty one where there are no rows.
type column struct{ text *string }

// Scan implements sql.Scanner.
func (c *column) Scan(value any) error {
	b, _ := value.([]byte)
	*c.text = string(b)
	return nil
}

// whole reports whether each of the columns holds as many values as there are
// rows.
func (p *pack) whole() bool {
	for _, c := range p.columns {
		if p.count > 0 && strings.Count(c, p.separator) != p.count-1 {
			return false
		}
	}
	return true
}

// column returns what cuts the column into its values.
func (p *pack) column(i int) cutter { return cutter{p.columns[i], p.separator} }

// cutter cuts a packed column into its values, which are parts of it.
type cutter struct{ rest, separator string }

func (c *cutter) next() (value string) {
	value, c.rest, _ = strings.Cut(c.rest, c.separator)
	return value
}

func (c *cutter) number() int {
	n, _ := strconv.Atoi(c.next()) // what is no number is found by the checksums, or by rows that are astray
	return n
}

// readPack calls take with the one row of a query of packed columns.
func (q querier) readPack(columns int, take func(*pack) error, query string, args ...any) error {
	for _, separator := range []string{unitSeparator, rand.Text()} {
		p := newPack(separator, columns)
		if err := q.row(query, append([]any{separator}, args...)...).Scan(p.dest()...); err != nil {
			return err
		}
		if p.whole() {
			return take(p)
		}
	}
	return notAsWritten("a row of a list")
}
