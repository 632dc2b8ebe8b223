package storage

import (
	"crypto/rand"
	"fmt"
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
	strange   bool // a number was asked for where there is none
}

func newPack(separator string, columns int) *pack {
	return &pack{separator: separator, columns: make([]string, columns)}
}

// dest returns what the row is scanned into.
func (p *pack) dest() []any {
	dest := []any{&p.count}
	for i := range p.columns {
		dest = append(dest, (*column)(&p.columns[i]))
	}
	return dest
}

// column is a packed column, empty where there are no rows.
type column string

// Scan implements sql.Scanner.
func (c *column) Scan(value any) error {
	switch value := value.(type) {
	case nil:
		*c = ""
	case []byte:
		*c = column(value)
	default:
		return fmt.Errorf("a packed column is %T", value)
	}
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
func (p *pack) column(i int) cutter { return cutter{p.columns[i], p} }

// cutter cuts a packed column into its values, which are parts of it.
type cutter struct {
	rest string
	of   *pack
}

func (c *cutter) next() (value string) {
	value, c.rest, _ = strings.Cut(c.rest, c.of.separator)
	return value
}

func (c *cutter) number() int64 {
	n, err := strconv.ParseInt(c.next(), 10, 64)
	c.of.strange = c.of.strange || err != nil
	return n
}

// readPack calls take with the one row of a query that packs so many columns.
func (q querier) readPack(what string, columns int, take func(*pack) error, query string, args ...any) error {
	return separated(what, func(separator string) (bool, error) {
		p := newPack(separator, columns)
		if err := q.row(query, append([]any{separator}, args...)...).Scan(p.dest()...); err != nil || !p.whole() {
			return false, err
		}
		err := take(p)
		if err == nil && p.strange {
			err = notAsWritten("%s", what)
		}
		return true, err
	})
}

// separated calls read with a separator, and with another one if it reports
// false, since one of the values holds the first.
func separated(what string, read func(separator string) (whole bool, err error)) error {
	for _, separator := range []string{unitSeparator, rand.Text()} {
		if whole, err := read(separator); err != nil || whole {
			return err
		}
	}
	return notAsWritten("%s", what)
}
