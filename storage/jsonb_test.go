package storage

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
)

// TestJSONBIsWhatSQLiteReads: every value comes out of SQLite as it went in.
func TestJSONBIsWhatSQLiteReads(t *testing.T) {
	p := newTestProject(t)
	var b jsonb
	all := b.open()
	texts := []string{
		"", "a", "\"quoted\" \\ \n\x00\x7f", "٣ كلمات 🙂é", "12", "null", strings.Repeat("x", 11), strings.Repeat("x", 12),
		strings.Repeat("x", 0xff), strings.Repeat("x", 0x100), strings.Repeat("é", 0x7fff), strings.Repeat("x", 0x10000),
	}
	for _, s := range texts {
		b.text(s)
	}
	numbers := []int64{0, 1, -1, 1 << 53, math.MaxInt64, math.MinInt64, math.MinInt64 + 1}
	for _, n := range numbers {
		b.integer(n)
	}
	textOrNull(&b, nil)
	integerOrNull(&b, nil)
	textOrNull(&b, &texts[1])
	integerOrNull(&b, &numbers[1])
	b.close(all)
	var valid bool
	if err := p.reader.QueryRow("SELECT json_valid(?, 8)", []byte(b)).Scan(&valid); err != nil || !valid {
		t.Fatalf("SQLite takes it for broken: %v", err)
	}
	value := func(i int, kind string) (v any) {
		t.Helper()
		var found string
		if err := p.reader.QueryRow("SELECT ?1->>?2, typeof(?1->>?2)", []byte(b), i).Scan(&v, &found); err != nil || found != kind {
			t.Errorf("value %d is a %s, want a %s: %v", i, found, kind, err)
		}
		return v
	}
	for i, want := range texts {
		if have := value(i, "text"); have != want {
			t.Errorf("text %d is %.40q, want %.40q", i, have, want)
		}
	}
	for i, want := range numbers {
		if have := value(len(texts)+i, "integer"); have != want {
			t.Errorf("number %d is %v, want %d", i, have, want)
		}
	}
	at := len(texts) + len(numbers)
	if value(at, "null") != nil || value(at+1, "null") != nil || value(at+2, "text") != "a" || value(at+3, "integer") != int64(1) {
		t.Error("what may be null is something else")
	}
}

// TestLongRowsAreLikeOthers: what is too long to be handed over with others
// stands in the table like them, in the same order.
func TestLongRowsAreLikeOthers(t *testing.T) {
	p := newTestProject(t)
	var want []attributeRow
	for i, n := range []int{1, insertBytes + 1, 2, 3, insertBytes + 2, insertBytes + 3, 4, insertBytes / 2, insertBytes / 2, insertBytes / 2, 0} {
		want = append(want, attributeRow{Annotation: "a", Name: string(rune('a' + i)), Value: strings.Repeat("é", n/2)})
	}
	err := p.Update(ctx, func(tx *Tx) error {
		if err := tx.exec("PRAGMA defer_foreign_keys = ON"); err != nil {
			return err
		}
		if err := attributeTable.insert(tx, want); err != nil {
			return err
		}
		var have []attributeRow
		err := tx.each(func(scan func(...any) error) error {
			var r attributeRow
			err := scan(&r.Annotation, &r.Name, &r.Value)
			have = append(have, r)
			return err
		}, "SELECT annotation, name, value FROM attribute ORDER BY name")
		if err == nil && !slices.Equal(have, want) {
			t.Error("the table holds something else")
		}
		return errors.Join(err, tx.run("DELETE FROM attribute"))
	})
	if err != nil {
		t.Fatal(err)
	}
}
