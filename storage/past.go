package storage

import (
	"context"
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
	err := q.changes(func(c changeRow) error {
		r := model.LogRow{Number: c.Number, Step: orNone(c.Step), Of: orNone(c.Of)}
		r.Kind, r.By, r.Name = model.StepKind(c.Kind), model.Annotator(c.By), c.Name
		r.Document, r.Owner = id, owner
		index[r.Number] = len(log)
		_, err := fillPast(&r.PastChange, c.At, c.Body)
		log = append(log, r)
		return err
	}, "document = ? AND owner = ?", id, owner)
	return log, index, err
}

// addBrought adds to the rows of the log what they brought.
func (q querier) addBrought(log []model.LogRow, index map[int64]int, id model.DocumentID, owner model.Annotator) error {
	return q.brought(func(row pastRow, _ changeRow) error {
		p := model.PastChange{Change: model.Change{Document: id, Owner: owner, By: model.Annotator(row.By), Name: row.Name}}
		p.Kind, p.Tip = model.StepKind(row.Kind), row.Tip
		i, ok := index[row.Change]
		if !ok {
			return astray(fmt.Sprintf("what change %d of the log brought", row.Change))
		}
		_, err := fillPast(&p, row.At, row.Body)
		log[i].Brought = append(log[i].Brought, p)
		return err
	}, "c.document = ? AND c.owner = ?", id, owner)
}

// fillPast fills in what stands in the columns at and body, and returns the
// body.
func fillPast(p *model.PastChange, at, body string) (b changeBody, err error) {
	if p.At, err = time.Parse(timeForm, at); err != nil {
		return b, err
	}
	if b, err = readBody(body); err != nil {
		return b, fmt.Errorf("read %q of the log: %w", p.Name, err)
	}
	p.Status, p.Annotations, p.Relations, p.Verdicts = b.Status, b.Annotations, b.Relations, b.Verdicts
	p.Change.Tip, p.Blind = b.Tip, b.Blind
	return b, nil
}
