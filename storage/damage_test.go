package storage

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
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
			"schema", "setting WHERE name <> 'tally'", "verdict", "past", "assignment", "waiting", // the tally is counted again
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

// damage is one way in which a disk spoils a file.
type damage struct {
	name  string
	spoil func(r *rand.Rand, data []byte) []byte
}

var damages = []damage{
	{"one bit", func(r *rand.Rand, data []byte) []byte { return flip(r, data, 1) }},
	{"a few bits", func(r *rand.Rand, data []byte) []byte { return flip(r, data, 2+r.IntN(9)) }},
	{"many bits", func(r *rand.Rand, data []byte) []byte { return flip(r, data, 10+r.IntN(400)) }},
	{"512 bytes zeroed", func(r *rand.Rand, data []byte) []byte { return zero(r, data, 512) }},
	{"4096 bytes zeroed", func(r *rand.Rand, data []byte) []byte { return zero(r, data, 4096) }},
	{"cut short", func(r *rand.Rand, data []byte) []byte { return data[:1+r.IntN(len(data)-1)] }},
	{"two pages swapped", func(r *rand.Rand, data []byte) []byte {
		a, b := page(r, data, newPage), page(r, data, newPage)
		copied := slices.Clone(a)
		copy(a, b)
		copy(b, copied)
		return data
	}},
}

func flip(r *rand.Rand, data []byte, bits int) []byte {
	for range bits {
		data[r.IntN(len(data))] ^= 1 << r.IntN(8)
	}
	return data
}

func page(r *rand.Rand, data []byte, size int) []byte {
	at := r.IntN(len(data)/size) * size
	return data[at : at+size]
}

func zero(r *rand.Rand, data []byte, size int) []byte {
	for range 1 + r.IntN(3) {
		clear(page(r, data, size))
	}
	return data
}

// outcomes counts what became of damaged projects.
type outcomes struct {
	Unchanged, Found, Refused int // when they were opened
	Whole, Losses, Nothing    int // when those were salvaged
}

// TestDamage spoils projects at random. Each opens and reads as before; or
// opening or its check names the damage, and the salvage gives a sound project
// in which everything is as before or reported. STORAGE_TEST_DAMAGES says how
// many, STORAGE_TEST_SEED repeats a run.
func TestDamage(t *testing.T) {
	seed := fromEnvironment(t, "STORAGE_TEST_SEED", rand.Uint64())
	cases := fromEnvironment(t, "STORAGE_TEST_DAMAGES", 60/patience)
	t.Logf("STORAGE_TEST_SEED=%d STORAGE_TEST_DAMAGES=%d", seed, cases)
	worlds := []*world{smallWorld(t), largeWorld(t), crashedWorld(t)}
	counts := map[string]*outcomes{}
	for n := range cases {
		r := rand.New(rand.NewPCG(seed, n))
		w, d := worlds[n%uint64(len(worlds))], damages[r.IntN(len(damages))]
		if counts[d.name] == nil {
			counts[d.name] = &outcomes{}
		}
		c := damaged{t, fmt.Sprintf("case %d: %s, %s", n, w.name, d.name), w, counts[d.name], filepath.Join(w.folder, "spoilt.dragoman")}
		c.run(r, d)
	}
	var all outcomes
	for _, d := range damages {
		if c := counts[d.name]; c != nil {
			t.Logf("%-18s %+v", d.name, *c)
			all = outcomes{
				all.Unchanged + c.Unchanged, all.Found + c.Found, all.Refused + c.Refused,
				all.Whole + c.Whole, all.Losses + c.Losses, all.Nothing + c.Nothing,
			}
		}
	}
	t.Logf("%-18s %+v", "all", all)
}

// damaged is one case of TestDamage.
type damaged struct {
	t     *testing.T
	name  string
	world *world
	count *outcomes
	path  string
}

func (c damaged) errorf(format string, args ...any) {
	c.t.Helper()
	c.t.Errorf(c.name+": "+format, args...)
}

func (c damaged) run(r *rand.Rand, d damage) {
	c.put(d.spoil(r, slices.Clone(c.world.data)))
	if c.opensAsBefore() {
		c.count.Unchanged++
		return
	}
	c.put(nil)
	opts := SalvageOptions{Now: clock, Version: "1.0"}
	if r.IntN(2) == 0 {
		opts.Backups = []string{c.world.backup}
	}
	c.salvage(opts)
}

// put writes the spoilt file, the second time the same again: opening for
// writing may have changed it.
func (c damaged) put(data []byte) {
	c.t.Helper()
	kept := filepath.Join(c.world.folder, "kept")
	if data != nil {
		c.write(kept, data)
	}
	again, err := os.ReadFile(kept)
	if err != nil {
		c.t.Fatal(err)
	}
	if err := removeDatabase(c.path); err != nil {
		c.t.Fatal(err)
	}
	c.write(c.path, again)
	if c.world.log != nil {
		c.write(c.path+"-wal", c.world.log)
	}
}

func (c damaged) write(path string, data []byte) {
	c.t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// opensAsBefore reports whether the project opens and says of itself that it is
// sound. If it does, it must read as before.
func (c damaged) opensAsBefore() bool {
	p, err := Open(ctx, c.path, Options{Now: clock, Version: "1.0"})
	if err != nil {
		c.count.Refused++
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotProject) || !strings.Contains(err.Error(), "salvage") {
			c.errorf("refused with %v", err)
		}
		return false
	}
	findings, err := p.Check(ctx)
	if err != nil {
		c.errorf("check: %v", err)
		_ = p.Close() // it was told already
		return false
	}
	if len(findings) > 0 {
		c.count.Found++
		_ = p.Close() // what is damaged may not close well
		return false
	}
	have, err := portraitOf(p)
	if err != nil {
		c.errorf("check finds nothing, and reading fails: %v", err)
		have = c.world.portrait
	}
	for _, difference := range c.world.portrait.differences(have) {
		c.errorf("check finds nothing, and %s differs", difference)
	}
	if err := p.Close(); err != nil {
		c.errorf("close: %v", err)
	}
	return true
}

// salvage salvages the project and compares what it gives with what was there.
func (c damaged) salvage(opts SalvageOptions) {
	out := filepath.Join(c.world.folder, "salvaged.dragoman")
	if err := os.RemoveAll(out); err != nil {
		c.t.Fatal(err)
	}
	result, err := SalvageTo(ctx, c.path, out, opts)
	if err != nil {
		c.count.Nothing++
		if _, there := os.Stat(out); there == nil || !errors.Is(err, ErrNotProject) {
			c.errorf("salvage: %v", err)
		}
		return
	}
	if len(result.Lost) == 0 {
		c.count.Whole++
	} else {
		c.count.Losses++
	}
	if len(result.Lost)+len(result.Repaired) == 0 {
		c.note(result, "nothing is reported")
	}
	p, err := Open(ctx, out, Options{Now: clock, Version: "1.0"})
	if err != nil {
		c.errorf("open what was salvaged: %v", err)
		return
	}
	if findings, err := p.Check(ctx); err != nil || len(findings) > 0 {
		c.errorf("what was salvaged is not sound: %v %v", err, findings)
	}
	c.compare(p, result)
	if err := p.Close(); err != nil {
		c.errorf("close what was salvaged: %v", err)
	}
}

// compare makes sure that every difference is told.
func (c damaged) compare(p *Project, result model.Salvage) {
	have, err := portraitOf(p)
	if err != nil {
		c.errorf("read what was salvaged: %v", err)
		return
	}
	if n := len(must[[]model.Summary](c.t)(p.Documents(ctx))); n > result.Documents {
		c.errorf("%d documents, and the report says %d", n, result.Documents)
	}
	for _, difference := range c.world.portrait.differences(have) {
		if !reported(result.Lost, difference) {
			c.note(result, difference+" differs and is not told")
			return
		}
	}
}

func (c damaged) note(result model.Salvage, problem string) {
	var b strings.Builder
	for _, f := range result.Repaired {
		fmt.Fprintln(&b, "repaired", f)
	}
	for _, f := range result.Lost {
		fmt.Fprintln(&b, "lost", f)
	}
	c.errorf("%s\n%s", problem, b.String())
}

// reported reports whether one of the findings speaks of what differs: of itself,
// its annotation set, its document, or all of its table.
func reported(findings []model.Finding, difference string) bool {
	table, key, _ := strings.Cut(difference, "|")
	key, in, _ := strings.Cut(key, "|") // the set that it belongs to
	document, _, _ := strings.Cut(in, " ")
	return slices.ContainsFunc(findings, func(f model.Finding) bool {
		if f.Table == "document" && document != "" && (f.Key == document || strings.Contains(f.Problem, document)) {
			return true // it may have become another document
		}
		switch f.Table {
		case table:
			return f.Key == "" || f.Key == key || f.Key == in || (table == "change" || table == "past") && strings.HasPrefix(f.Key, "row")
		case "annotation_set":
			return f.Key == "" || f.Key == in && table != "change" && table != "past"
		case "change":
			return table == "past" && f.Key == in
		}
		return false
	})
}
