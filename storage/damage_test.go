package storage

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/model"
)

// contents writes every row of every table as SQL gives it.
func contents(p *Project) (string, error) {
	var b strings.Builder
	err := p.read(ctx, func(q querier) error {
		for _, table := range []string{
			"document", "annotator", "annotation_set", "annotation", "fragment", "attribute", "relation", "change", "comment",
			"schema", "setting", "verdict", "past", "assignment", "waiting",
		} {
			rows, err := q.tx.QueryContext(ctx, "SELECT * FROM "+table+" ORDER BY 1, 2")
			if err != nil {
				return err
			}
			columns, err := rows.Columns()
			if err != nil {
				return err
			}
			values, targets := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				targets[i] = &values[i]
			}
			for rows.Next() {
				if err := rows.Scan(targets...); err != nil {
					return err
				}
				fmt.Fprintf(&b, "%s %q\n", table, values)
			}
			if err := rows.Err(); err != nil {
				return err
			}
		}
		return nil
	})
	return b.String(), err
}

// TestNoFlippedBitGoesUnseen flips bits anywhere in the file: whenever a row
// reads differently, opening or Check must say so.
func TestNoFlippedBitGoesUnseen(t *testing.T) {
	whole, err := os.ReadFile(fullProject(t))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "flipped.dragoman")
	write := func(data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(whole)
	p := opened(t, path, Options{ReadOnly: true})
	want := must[string](t)(contents(p))
	closed(t, p)

	random := rand.New(rand.NewPCG(1, 2))
	changed, refused := 0, 0
	for range flips {
		data := []byte(strings.Clone(string(whole)))
		at, bit := random.IntN(len(data)), random.IntN(8)
		data[at] ^= 1 << bit
		write(data)
		p, err := Open(ctx, path, Options{ReadOnly: true})
		if err != nil {
			refused++
			continue
		}
		got, failed := contents(p)
		if failed != nil || got != want {
			changed++
			if findings := must[[]model.Finding](t)(p.Check(ctx)); len(findings) == 0 {
				t.Errorf("bit %d of byte %d changes what is read, and check finds nothing (%v)", bit, at, failed)
			}
		}
		closed(t, p)
	}
	t.Logf("%d flips: %d not opened, %d change what is read", flips, refused, changed)
	if changed == 0 {
		t.Error("no flip changed anything")
	}
}

const flips = 400
