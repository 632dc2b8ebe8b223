package storage

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"reflect"

	"dragoman/model"
)

// settingTally is the setting that keeps the counts of the project, so that
// statistics need not go through its annotations. Whoever changes annotations
// without a row of the log makes it one that is not used.
const settingTally = "tally"

// keptTally is its value, as JSON: the counts of all annotation sets, those of
// documents in the bin too, as they are after a row of the log.
type keptTally struct {
	Change int64 `json:"change"`
	model.Tally
}

// tallied is what a transaction does to the counts.
type tallied struct {
	before, after int64 // the last rows of the log
	model.Tally
}

// add counts a step whose rows of the log are gathered.
func (t *tallied) add(step model.Step, log *stepLog) {
	if len(log.rows) == 0 {
		return
	}
	if t.after == 0 {
		t.before = log.next - int64(len(log.rows)) - 1
	}
	t.after = log.next - 1
	for _, c := range step.Changes {
		t.Edit(c)
	}
}

// keepTally brings the counts up to date that were so before the transaction.
func (tx *Tx) keepTally() error {
	if tx.tallied.after == 0 {
		return nil
	}
	kept, err := tx.keptTally()
	if err != nil || kept.Change != tx.tallied.before {
		return err
	}
	kept.Change = tx.tallied.after
	kept.Add(tx.tallied.Tally, 1)
	return tx.setTally(kept)
}

func (tx *Tx) setTally(kept keptTally) error {
	value, err := jsonText(kept)
	if err != nil {
		return err
	}
	return tx.SetSetting(settingTally, value)
}

// keptTally returns what the file keeps; the zero value where that is nothing
// or not what was written.
func (q querier) keptTally() (keptTally, error) {
	var kept keptTally
	row := settingRow{Name: settingTally}
	err := q.row("SELECT value, checksum FROM setting WHERE name = ?", row.Name).Scan(&row.Value, &row.Checksum)
	if isNoRow(err) || err == nil && row.Checksum != row.sum() {
		return kept, nil
	}
	if err == nil && json.Unmarshal([]byte(row.Value), &kept) != nil {
		kept = keptTally{}
	}
	return kept, wrap("read the counts of the project", err)
}

// Tally counts the annotations and relations of all documents that are not in
// the bin. It costs next to nothing where the file keeps the counts.
func (p *Project) Tally(ctx context.Context) (model.Tally, error) {
	var tally model.Tally
	var fits bool
	err := p.read(ctx, func(q querier) (err error) {
		kept, ok, err := q.provedTally()
		if fits = ok; err != nil {
			return err
		}
		tally.Add(kept.Tally, 1)
		binned, err := q.countTally("s.document IN (SELECT id FROM document WHERE binned <> '')")
		tally.Add(binned, -1)
		return err
	})
	if err == nil && !fits && p.reason == "" {
		_ = p.Update(ctx, (*Tx).tallyAnew) // what cannot be kept is counted again
	}
	return tally, wrap("count the annotations", err)
}

// provedTally returns the counts that the file keeps, if they are those of its
// last change and fit those of each annotator's sets, and counts anew otherwise.
func (q querier) provedTally() (kept keptTally, fits bool, err error) {
	last, err := q.lastChange()
	if err != nil {
		return kept, false, err
	}
	if kept, err = q.keptTally(); err != nil {
		return kept, false, err
	}
	if kept.Change == last {
		fits, err = q.fits(kept.Tally)
		if err != nil || fits {
			return kept, fits, err
		}
	}
	kept = keptTally{Change: last}
	kept.Tally, err = q.countTally("true")
	return kept, false, err
}

// fits reports whether each annotator's counts are those of their sets.
func (q querier) fits(t model.Tally) (bool, error) {
	annotations, relations := map[model.Annotator]int{}, map[model.Annotator]int{}
	err := q.each(func(scan func(...any) error) error {
		var name model.Annotator
		var a, r int
		err := scan(&name, &a, &r)
		if a != 0 {
			annotations[name] = a
		}
		if r != 0 {
			relations[name] = r
		}
		return err
	}, "SELECT annotator, sum(annotations), sum(relations) FROM annotation_set GROUP BY annotator")
	return maps.Equal(annotations, total(t.Annotations)) && maps.Equal(relations, total(t.Relations)), err
}

func total(all map[string]map[model.Annotator]int) map[model.Annotator]int {
	sums := map[model.Annotator]int{}
	for _, counts := range all {
		for annotator, n := range counts {
			sums[annotator] += n
		}
	}
	return sums
}

// countTally counts the rows of the annotation sets s that the condition
// chooses.
func (q querier) countTally(where string) (model.Tally, error) {
	var t model.Tally
	count := func(add func(string, model.Annotator, int), column, table string) error {
		return q.each(func(scan func(...any) error) error {
			var name string
			var annotator model.Annotator
			var n int
			err := scan(&name, &annotator, &n)
			add(name, annotator, n)
			return err
		}, "SELECT x."+column+", s.annotator, count(*) FROM annotation_set s CROSS JOIN "+table+
			" x ON x.annotation_set = s.id WHERE "+where+" GROUP BY 1, 2")
	}
	return t, errors.Join(count(t.AddAnnotations, "label", "annotation"), count(t.AddRelations, "type", "relation"))
}

// tallyAnew counts what is there and keeps it.
func (tx *Tx) tallyAnew() error {
	last, err := tx.lastChange()
	if err != nil || last == 0 {
		return err
	}
	counted := keptTally{Change: last}
	if counted.Tally, err = tx.countTally("true"); err != nil {
		return err
	}
	return tx.setTally(counted)
}

// tally compares the counts that the file keeps with its rows.
func (c *checker) tally() {
	kept, err := c.q.keptTally()
	c.failed("setting", settingTally, err)
	last, err := c.q.lastChange()
	c.failed("change", "", err)
	if err != nil || last == 0 || kept.Change != last {
		return // they are not used
	}
	counted, err := c.q.countTally("true")
	c.failed("annotation", "", err)
	var keptOnly model.Tally
	keptOnly.Add(kept.Tally, 1)
	if err == nil && !reflect.DeepEqual(keptOnly, counted) {
		c.report("setting", settingTally, "The counts of annotations and relations are not those of the rows.")
	}
}
