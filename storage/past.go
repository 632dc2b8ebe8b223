package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"dragoman/model"
)

// writePast writes what the step brings of the logs of its sets, each row
// beside the row of the change of its set.
func (tx *Tx) writePast(l *stepLog) error {
	if len(l.step.History) == 0 {
		return nil
	}
	type set struct{ document, owner string }
	merges := map[set]int64{}
	for _, r := range l.rows {
		if r.Owner != nil {
			merges[set{*r.Document, *r.Owner}] = r.Number
		}
	}
	var next int64
	if err := tx.row("SELECT coalesce(max(number), 0) + 1 FROM past").Scan(&next); err != nil {
		return err
	}
	rows := make([]pastRow, len(l.step.History))
	for i, p := range l.step.History {
		merge, ok := merges[set{string(p.Document), string(p.Owner)}]
		if !ok {
			return fmt.Errorf("%w: the step brings history of the annotations of %s in document %s, and no change of them",
				model.ErrConflict, p.Owner, p.Document)
		}
		var err error
		if rows[i], err = rowFromPast(p, next+int64(i), merge); err != nil {
			return err
		}
	}
	return insert(tx.gorm, rows)
}

func rowFromPast(p model.PastChange, number, merge int64) (pastRow, error) {
	body, err := jsonText(bodyOf(p.Change))
	kind := p.Kind
	if kind == "" {
		kind = model.Do
	}
	r := pastRow{
		Number: number, Change: merge, Kind: string(kind), By: string(p.By), At: timeText(p.At), Name: p.Name, Body: body, Tip: p.Tip,
	}
	r.Checksum = r.sum()
	return r, err
}

// History returns the whole lineage of an annotation set, oldest first: what
// was changed here and what merges brought. See model.Lineage.
func (p *Project) History(ctx context.Context, id model.DocumentID, owner model.Annotator) ([]model.PastChange, error) {
	var past []model.PastChange
	err := p.read(ctx, func(q querier) (err error) {
		past, err = q.history(id, owner)
		return err
	})
	return past, err
}

// History returns the lineage of an annotation set, as Project.History does.
func (tx *Tx) History(id model.DocumentID, owner model.Annotator) ([]model.PastChange, error) {
	return tx.history(id, owner)
}

func (q querier) history(id model.DocumentID, owner model.Annotator) ([]model.PastChange, error) {
	log, at, err := q.logRows(id, owner)
	if err == nil && len(log) > 0 {
		err = q.addBrought(log, at, id, owner)
	}
	return model.Lineage(log), wrap(fmt.Sprintf("read the history of %s in document %s", owner, id), err)
}

// logRows returns the log of the set, and where each number stands in it.
func (q querier) logRows(id model.DocumentID, owner model.Annotator) ([]model.LogRow, map[int64]int, error) {
	var log []model.LogRow
	index := map[int64]int{}
	err := q.each(func(scan func(...any) error) error {
		var r model.LogRow
		var at, body string
		if err := scan(&r.Number, &r.Step, &r.Of, &r.Kind, &r.By, &at, &r.Name, &body); err != nil {
			return err
		}
		r.Document, r.Owner = id, owner
		index[r.Number] = len(log)
		err := fillPast(&r.PastChange, at, body)
		log = append(log, r)
		return err
	}, `SELECT number, coalesce(step, 0), coalesce(of, 0), kind, by, at, name, body FROM change
		WHERE document = ? AND owner = ? ORDER BY number`, id, owner)
	return log, index, err
}

// addBrought adds to the rows of the log what they brought.
func (q querier) addBrought(log []model.LogRow, index map[int64]int, id model.DocumentID, owner model.Annotator) error {
	return q.each(func(scan func(...any) error) error {
		p := model.PastChange{Change: model.Change{Document: id, Owner: owner}}
		var merge int64
		var at, body string
		if err := scan(&merge, &p.Kind, &p.By, &at, &p.Name, &p.Tip, &body); err != nil {
			return err
		}
		i, ok := index[merge]
		if !ok {
			return astray(fmt.Sprintf("what change %d of the log brought", merge))
		}
		err := fillPast(&p, at, body)
		log[i].Brought = append(log[i].Brought, p)
		return err
	}, `SELECT p.change, p.kind, p.by, p.at, p.name, p.tip, p.body FROM change c JOIN past p ON p.change = c.number
		WHERE c.document = ? AND c.owner = ? ORDER BY p.number`, id, owner)
}

// fillPast fills in what stands in the columns at and body.
func fillPast(p *model.PastChange, at, body string) (err error) {
	if p.At, err = time.Parse(timeForm, at); err != nil {
		return err
	}
	var b changeBody
	if err := json.Unmarshal([]byte(body), &b); err != nil {
		return fmt.Errorf("read %q of the log: %w", p.Name, err)
	}
	p.Status, p.Annotations, p.Relations, p.Verdicts = b.Status, b.Annotations, b.Relations, b.Verdicts
	p.Change.Tip, p.Blind = b.Tip, b.Blind
	return nil
}
