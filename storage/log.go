package storage

import (
	"context"
	"encoding/json"
	"fmt"

	"dragoman/model"
)

// changeBody is the body of a row of the log, as JSON. One of its parts is
// there: a schema, the properties of a document (of one that was added, where
// Added), or the edits of an annotation set.
type changeBody struct {
	Schema      *model.Edit[model.Schema]      `json:"schema,omitempty"`
	Added       bool                           `json:"added,omitempty"`
	Properties  *model.Edit[model.Properties]  `json:"properties,omitempty"`
	Status      *model.Edit[model.Status]      `json:"status,omitempty"`
	Annotations []model.Edit[model.Annotation] `json:"annotations,omitempty"`
	Relations   []model.Edit[model.Relation]   `json:"relations,omitempty"`
	Verdicts    []model.Edit[model.Verdict]    `json:"verdicts,omitempty"`
	// Of a merge alone: the tip and blindness of the set after it, and what the
	// blindness was before.
	Tip   string          `json:"tip,omitempty"`
	Blind model.Blindness `json:"blind,omitempty"`
	Was   model.Blindness `json:"was,omitempty"`
}

// bodyOf returns the body of the row that logs the change.
func bodyOf(c model.Change) changeBody {
	return changeBody{
		Status: c.Status, Annotations: c.Annotations, Relations: c.Relations, Verdicts: c.Verdicts, Tip: c.Tip, Blind: c.Blind,
	}
}

// stepKey tells which steps of a transaction stand together as one in the list
// of the project.
type stepKey struct {
	name   string
	by     model.Annotator
	kind   model.StepKind
	of     int64
	number int64 // of the first row; 0 before there is one
}

// stepLog gathers the rows of the log that a step adds.
type stepLog struct {
	step   model.Step
	at     string
	next   int64
	number *int64 // of the step, nil for a local one
	rows   []changeRow
	bodies []changeBody
}

// openLog begins the rows of the step.
func (tx *Tx) openLog(step model.Step) (*stepLog, error) {
	if step.Kind == "" {
		step.Kind = model.Do
	}
	log := &stepLog{step: step, at: tx.at}
	if next := tx.later.next; next != nil {
		log.next = next.change
	} else {
		last, err := tx.lastChange()
		if err != nil {
			return nil, fmt.Errorf("read the log: %w", err)
		}
		log.next = last + 1
	}
	if step.Local() || step.Empty() {
		return log, nil
	}
	key := stepKey{step.Name, step.By, step.Kind, step.Of, tx.step.number}
	if key.number == 0 || tx.step != key {
		key.number = log.next
	}
	tx.step, log.number = key, &key.number
	return log, nil
}

// add adds a row without its body and checksum, and returns its number.
func (l *stepLog) add(body changeBody, document *model.DocumentID, owner *model.Annotator) int64 {
	r := changeRow{
		Number: l.next, Step: l.number, Kind: string(l.step.Kind), By: string(l.step.By), At: l.at, Name: l.step.Name,
		Document: (*string)(document), Owner: (*string)(owner),
	}
	if l.step.Of != 0 {
		r.Of = &l.step.Of
	}
	l.next++
	l.rows, l.bodies = append(l.rows, r), append(l.bodies, body)
	return r.Number
}

// addChange adds the row of a change of a set whose blindness was another
// before.
func (l *stepLog) addChange(c model.Change, was model.Blindness) int64 {
	body := bodyOf(c)
	if c.Tip != "" {
		body.Was = was
	}
	number := l.add(body, &c.Document, &c.Owner)
	row := &l.rows[len(l.rows)-1]
	if c.By != "" {
		row.By = string(c.By)
	}
	// The rows of one step of the project bear one name.
	if c.Name != "" && (l.number == nil || row.Name == "") {
		row.Name = c.Name
	}
	return number
}

// writeLog writes the rows of the step; those of its changes come last.
func (tx *Tx) writeLog(l *stepLog, ahead *encoding) error {
	first := len(l.rows) - len(l.step.Changes)
	for i := range l.rows {
		body, err := ahead.body(i-first, l.bodies[i])
		if err != nil {
			return err
		}
		l.rows[i].Body = body
		l.rows[i].Checksum = l.rows[i].sum()
	}
	if err := changeTable.insert(tx, l.rows); err != nil {
		return err
	}
	return tx.writePast(l)
}

// Log returns the local steps of the log of one annotation set, in order:
// those that reach no further than the set.
func (p *Project) Log(ctx context.Context, id model.DocumentID, owner model.Annotator) ([]model.Entry, error) {
	var entries []model.Entry
	err := p.read(ctx, func(q querier) error {
		return q.each(func(scan func(...any) error) error {
			var e model.Entry
			err := scan(&e.Number, &e.Kind, &e.Of)
			entries = append(entries, e)
			return err
		}, `SELECT number, kind, coalesce(of, 0) FROM change
			WHERE document = ? AND owner = ? AND step IS NULL ORDER BY number`, id, owner)
	})
	return entries, wrap("read the log of document "+string(id), err)
}

// Change returns the change of that number in the log; model.ErrNotFound.
func (p *Project) Change(ctx context.Context, number int64) (model.Change, error) {
	var row changeRow
	err := p.read(ctx, func(q querier) error {
		return q.changes(func(r changeRow) error {
			row = r
			return nil
		}, "number = ? AND owner IS NOT NULL", number)
	})
	if err == nil && row.Number == 0 {
		err = model.ErrNotFound
	}
	if err != nil {
		return model.Change{}, fmt.Errorf("read change %d of the log: %w", number, err)
	}
	body, err := row.body()
	return row.change(body), err
}

// lastChange returns the number of the last row of the log, 0 where it has none.
func (q querier) lastChange() (last int64, err error) {
	err = q.row("SELECT coalesce(max(number), 0) FROM change").Scan(&last)
	return last, err
}

func (r changeRow) body() (changeBody, error) {
	body, err := readBody(r.Body)
	if err != nil {
		return body, fmt.Errorf("read change %d of the log: %w", r.Number, err)
	}
	return body, nil
}

func readBody(text string) (body changeBody, err error) {
	if edits, ok := readAnnotations(text); ok {
		return changeBody{Annotations: edits}, nil
	}
	err = json.Unmarshal([]byte(text), &body)
	return body, err
}

// change returns the row of an annotation set with its body as a change.
func (r changeRow) change(body changeBody) model.Change {
	return model.Change{
		Name: r.Name, Document: model.DocumentID(*r.Document), Owner: model.Annotator(*r.Owner), By: model.Annotator(r.By),
		Status: body.Status, Annotations: body.Annotations, Relations: body.Relations, Verdicts: body.Verdicts,
		Tip: body.Tip, Blind: body.Blind,
	}
}
