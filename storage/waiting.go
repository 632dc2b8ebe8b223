package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"dragoman/model"
)

// waitingBody is the body of a row of the table waiting, as JSON.
type waitingBody struct {
	Status      model.Status       `json:"status,omitempty"`
	Blind       model.Blindness    `json:"blind,omitempty"`
	Annotations []model.Annotation `json:"annotations,omitempty"`
	Relations   []model.Relation   `json:"relations,omitempty"`
	Verdicts    []model.Verdict    `json:"verdicts,omitempty"`
	History     []waitingChange    `json:"history,omitempty"`
}

// waitingChange is a row of the history of a set that waits.
type waitingChange struct {
	Kind   model.StepKind `json:"kind"`
	At     time.Time      `json:"at"`
	Tip    string         `json:"tip"`
	Change model.Change   `json:"change"`
}

// WaitingSets returns the sets that merges could not bring, by document, then
// annotator.
func (p *Project) WaitingSets(ctx context.Context) ([]model.Waiting, error) {
	var all []model.Waiting
	err := p.read(ctx, func(q querier) error {
		return q.each(func(scan func(...any) error) error {
			var r waitingRow
			if err := scan(&r.Document, &r.Annotator, &r.Source, &r.At, &r.Body); err != nil {
				return err
			}
			w, err := waitingFromRow(r)
			all = append(all, w)
			return err
		}, "SELECT document, annotator, source, at, body FROM waiting ORDER BY document, annotator")
	})
	return all, wrap("list the sets that wait", err)
}

// PutWaiting has the set wait for a decision, in the place of the one that
// waits of the same document and annotator; model.ErrNotFound for the
// document.
func (tx *Tx) PutWaiting(w model.Waiting) error {
	if there, err := tx.hasDocument(w.Set.Document); err != nil || !there {
		return orNotFound(err, w.Set.Document)
	}
	row, err := rowFromWaiting(w)
	if err == nil {
		err = tx.gorm.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
	}
	return wrap("put the set aside", err)
}

// RemoveWaiting ends the waiting of a set; none need wait.
func (tx *Tx) RemoveWaiting(id model.DocumentID, owner model.Annotator) error {
	err := tx.gorm.Where("document = ? AND annotator = ?", id, owner).Delete(&waitingRow{}).Error
	return wrap("end the waiting of a set", err)
}

func rowFromWaiting(w model.Waiting) (waitingRow, error) {
	b := waitingBody{
		Status: w.Set.Status, Blind: w.Set.Blind, Annotations: w.Set.Annotations, Relations: w.Set.Relations, Verdicts: w.Set.Verdicts,
	}
	for _, p := range w.History {
		b.History = append(b.History, waitingChange{p.Kind, p.At, p.Tip, p.Change})
	}
	body, err := jsonText(b)
	row := waitingRow{
		Document: string(w.Set.Document), Annotator: string(w.Set.Annotator), Source: w.Source, At: timeText(w.At), Body: body,
	}
	row.Checksum = row.sum()
	return row, err
}

func waitingFromRow(r waitingRow) (model.Waiting, error) {
	w := model.Waiting{Source: r.Source, Set: model.AnnotationSet{
		Document: model.DocumentID(r.Document), Annotator: model.Annotator(r.Annotator),
	}}
	var b waitingBody
	if err := json.Unmarshal([]byte(r.Body), &b); err != nil {
		return w, fmt.Errorf("read the set of %s that waits in document %s: %w", r.Annotator, r.Document, err)
	}
	w.Set.Status, w.Set.Blind = b.Status, b.Blind
	w.Set.Annotations, w.Set.Relations, w.Set.Verdicts = b.Annotations, b.Relations, b.Verdicts
	for _, c := range b.History {
		w.History = append(w.History, model.PastChange{Change: c.Change, Kind: c.Kind, At: c.At, Tip: c.Tip})
	}
	var err error
	w.At, err = time.Parse(timeForm, r.At)
	return w, err
}
