package storage

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"dragoman/model"
)

// Assignments returns who was handed which document, by annotator, then
// document.
func (p *Project) Assignments(ctx context.Context) ([]model.Assignment, error) {
	var all []model.Assignment
	err := p.read(ctx, func(q querier) error {
		return q.each(func(scan func(...any) error) error {
			var a model.Assignment
			var at string
			err := scan(&a.Annotator, &a.Document, &at, &a.File)
			if err != nil {
				return err
			}
			a.At, err = time.Parse(timeForm, at)
			all = append(all, a)
			return err
		}, "SELECT annotator, document, at, file FROM assignment ORDER BY annotator, document")
	})
	return all, wrap("list who was handed what", err)
}

// AddAssignments adds them; one of the same annotator and document is
// replaced. It fails with model.ErrConflict for a document that is not there.
func (tx *Tx) AddAssignments(assignments []model.Assignment) error {
	rows := make([]assignmentRow, len(assignments))
	for i, a := range assignments {
		rows[i] = assignmentRow{Annotator: string(a.Annotator), Document: string(a.Document), At: timeText(a.At), File: a.File}
		rows[i].Checksum = rows[i].sum()
	}
	err := insert(tx.gorm.Clauses(clause.OnConflict{UpdateAll: true}), rows)
	if isForeignKey(err) {
		err = fmt.Errorf("%w: a document is not there (%w)", model.ErrConflict, err)
	}
	return wrap("note who was handed what", err)
}
