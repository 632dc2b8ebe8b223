package storage

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"gorm.io/gorm/clause"

	"dragoman/model"
)

// Comments returns the comments on a document and its annotations, by time,
// then id.
func (p *Project) Comments(ctx context.Context, id model.DocumentID) ([]model.Comment, error) {
	var comments []model.Comment
	err := p.read(ctx, func(q querier) (err error) {
		comments, err = q.comments(id)
		return err
	})
	return comments, err
}

// Comments returns the comments on a document, as Project.Comments does.
func (tx *Tx) Comments(id model.DocumentID) ([]model.Comment, error) { return tx.comments(id) }

func (q querier) comments(id model.DocumentID) ([]model.Comment, error) {
	var comments []model.Comment
	err := q.each(func(scan func(...any) error) error {
		c := model.Comment{Document: id}
		var at string
		err := scan(&c.ID, &c.Annotation, &c.By, &at, &c.Text, &c.Answers, &c.Resolved)
		if err != nil {
			return err
		}
		c.At, err = time.Parse(timeForm, at)
		comments = append(comments, c)
		return err
	}, `SELECT id, coalesce(annotation, ''), annotator, at, text, coalesce(answers, ''), resolved FROM comment
		WHERE document = ? ORDER BY at, id`, id)
	return comments, wrap(fmt.Sprintf("read the comments on document %s", id), err)
}

// SaveComment adds the comment, or gives the one with its id its Text and
// Resolved. A comment without a time is of now. It fails with
// model.ErrNotFound for the document and for the comment that it answers.
func (p *Project) SaveComment(ctx context.Context, c model.Comment) error {
	return p.Update(ctx, func(tx *Tx) error { return tx.SaveComment(c) })
}

// SaveComment saves a comment as Project.SaveComment does.
func (tx *Tx) SaveComment(c model.Comment) error {
	return wrap(fmt.Sprintf("save comment %s", c.ID), tx.saveComment(c))
}

func (tx *Tx) saveComment(c model.Comment) error {
	if c.ID == "" || c.By == "" || !utf8.ValidString(c.Text) {
		return fmt.Errorf("%w: a comment needs an id, a writer and valid UTF-8", model.ErrConflict)
	}
	row, err := tx.commentRow(c.ID)
	if isNoRow(err) {
		return tx.addComment(c)
	}
	if err != nil {
		return err
	}
	row.Text, row.Resolved = c.Text, number(c.Resolved)
	row.Checksum = row.sum()
	return tx.gorm.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
}

func (tx *Tx) commentRow(id model.CommentID) (commentRow, error) {
	r := commentRow{ID: string(id)}
	err := tx.row("SELECT document, annotation, annotator, at, text, answers, resolved FROM comment WHERE id = ?", id).
		Scan(&r.Document, &r.Annotation, &r.Annotator, &r.At, &r.Text, &r.Answers, &r.Resolved)
	return r, err
}

func (tx *Tx) addComment(c model.Comment) error {
	if there, err := tx.hasDocument(c.Document); err != nil || !there {
		return orNotFound(err, c.Document)
	}
	if c.Answers != "" {
		if _, err := tx.commentRow(c.Answers); err != nil {
			if isNoRow(err) {
				err = fmt.Errorf("comment %s: %w", c.Answers, model.ErrNotFound)
			}
			return err
		}
	}
	if err := tx.addAnnotator(c.By); err != nil {
		return err
	}
	row := commentRow{
		ID: string(c.ID), Document: string(c.Document), Annotation: orNull(c.Annotation), Annotator: string(c.By),
		At: tx.at, Text: c.Text, Answers: orNull(c.Answers), Resolved: number(c.Resolved),
	}
	if !c.At.IsZero() {
		row.At = timeText(c.At)
	}
	row.Checksum = row.sum()
	return tx.gorm.Create(&row).Error
}

// orNotFound returns the failure to look for the document or, where there was
// none, that it is not there.
func orNotFound(err error, id model.DocumentID) error {
	if err != nil {
		return err
	}
	return notFound(id)
}

// orNull returns nil for the empty id.
func orNull[T ~string](id T) *string {
	if id == "" {
		return nil
	}
	s := string(id)
	return &s
}

func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
