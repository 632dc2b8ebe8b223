package storage

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What is packed comes back, whatever it is, though it hold the separator.
func TestWhatIsPackedIsTakenApart(t *testing.T) {
	p := newTestProject(t)
	texts := rapid.SampledFrom([]string{"", "plain", unitSeparator, "a" + unitSeparator, "\x00", "a\x00b", "é\n", strings.Repeat("long ", 300)})
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(texts, 2, 2), 0, 20).Draw(t, "rows")
		query, args := "SELECT "+packed("a", "b", "n")+" FROM (SELECT '' AS a, '' AS b, 0 AS n WHERE false", []any{}
		for i, r := range rows {
			query, args = query+" UNION ALL SELECT ?, ?, ?", append(args, r[0], r[1], i)
		}
		var got [][]string
		err := p.read(ctx, func(q querier) error {
			return q.readPack("a row", 3, func(p *pack) error {
				a, b, n := p.column(0), p.column(1), p.column(2)
				for i := range p.count {
					got = append(got, []string{a.next(), b.next()})
					if at := n.number(); at != int64(i) {
						t.Errorf("row %d has the number %d", i, at)
					}
				}
				return nil
			}, query+")", args...)
		})
		if err != nil || !slices.EqualFunc(got, rows, slices.Equal) {
			t.Fatalf("%q, %v, want %q", got, err, rows)
		}
	})
}

// A number that is none is damage, and not 0.
func TestANumberThatIsNoneIsDamage(t *testing.T) {
	p := newTestProject(t)
	err := p.read(ctx, func(q querier) error {
		return q.readPack("a row", 1, func(p *pack) error {
			n := p.column(0)
			n.number()
			return nil
		}, "SELECT "+packed("n")+" FROM (SELECT 'x' AS n)")
	})
	if !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}

// Of work on several cores the first error is told, and no other.
func TestPartsTellOneError(t *testing.T) {
	first := errors.New("first")
	err := inParts(10*doneAlone, func(from, _ int) error {
		if from == 0 {
			return first
		}
		return errors.New("another")
	})
	if err != first {
		t.Error(err)
	}
}
