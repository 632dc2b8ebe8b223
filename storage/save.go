package storage

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"dragoman/model"
)

// Save writes the step in one transaction, in the file and the log, and
// returns the numbers its changes got there, in order. It is durable when Save
// returns; on an error nothing is changed. It fails with model.ErrConflict
// when a change does not fit what is in the file, model.ErrDuplicate when a
// document is there already, model.ErrNotFound when one is missing, and
// model.ErrReadOnly.
func (p *Project) Save(ctx context.Context, step model.Step) ([]int64, error) {
	var numbers []int64
	err := p.Update(ctx, func(tx *Tx) (err error) {
		if err = tx.putOff(step); err == nil {
			numbers, err = tx.save(step)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return numbers, nil
}

// save writes the parts of the step in an order that never changes: the
// schema, the documents, the changes, and the log row of each after it.
func (tx *Tx) save(step model.Step) ([]int64, error) {
	s, err := tx.gather(step)
	if err != nil {
		return nil, err
	}
	if err := s.write(); err != nil {
		return s.numbers, err
	}
	s.tally()
	return s.numbers, nil
}

// gather saves the step but for the rows that it adds, of which it writes no
// more than it must.
func (tx *Tx) gather(step model.Step) (*saving, error) {
	if err := tx.fillAbsence(); err != nil {
		return nil, err
	}
	s, err := newSaving(tx, step)
	if err != nil {
		return nil, err
	}
	gathered := false
	defer func() {
		if !gathered {
			s.encoded.wait()
		}
	}()
	if err := s.gather(); err != nil {
		return nil, err
	}
	gathered = true
	return s, nil
}

func (s *saving) gather() error {
	if err := s.tx.saveSchema(s.log, s.step.Schema); err != nil {
		return wrap("save the schema", err)
	}
	if err := s.saveDocuments(); err != nil {
		return err
	}
	for _, c := range s.step.Changes {
		was, err := s.saveChange(c)
		if err != nil {
			return fmt.Errorf("save %s in document %s: %w", c.Name, c.Document, conflict(err))
		}
		s.numbers = append(s.numbers, s.log.addChange(c, was))
	}
	return nil
}

// tally counts the step, which is written or will be.
func (s *saving) tally() { s.tx.tallied.add(s.step, s.log) }

// write writes what gather gathered, and the rows of the log.
func (s *saving) write() error {
	defer s.encoded.wait()
	if err := s.flush(); err != nil {
		return conflict(err)
	}
	return wrap("write the log", s.tx.writeLog(s.log, &s.encoded))
}

// conflict says that a row which others refer to is missing or still needed:
// the change does not fit what is there.
func conflict(err error) error {
	if isForeignKey(err) {
		return fmt.Errorf("%w: an annotation or relation is missing or still needed (%w)", model.ErrConflict, err)
	}
	return err
}

func (tx *Tx) saveSchema(log *stepLog, e *model.Edit[model.Schema]) error {
	if e == nil {
		return nil
	}
	have, err := tx.schema()
	if err != nil {
		return err
	}
	if !have.Equal(orZero(e.Old)) {
		return fmt.Errorf("%w: the schema is another", model.ErrConflict)
	}
	next := orZero(e.New)
	if err := next.Check(); err != nil {
		return err
	}
	log.add(changeBody{Schema: e}, nil, nil)
	row := rowFromSchema(next)
	return tx.gorm.Select("*").Updates(&row).Error
}

func orZero[T any](v *T) T {
	var zero T
	if v == nil {
		return zero
	}
	return *v
}

func (s *saving) saveDocuments() error {
	if err := s.findDocuments(); err != nil {
		return err
	}
	for _, d := range s.step.Documents {
		if err := s.saveDocument(d); err != nil {
			return fmt.Errorf("save document %s: %w", d.ID, err)
		}
	}
	return nil
}

func (s *saving) saveDocument(e model.DocumentEdit) error {
	at := s.tx.at
	if !e.EditedAt.IsZero() {
		at = timeText(e.EditedAt)
	}
	if e.Added != nil {
		if err := s.addDocument(*e.Added, at); err != nil {
			return err
		}
		p := e.Added.Properties()
		s.log.add(changeBody{Added: true, Properties: &model.Edit[model.Properties]{New: &p}}, &e.Added.ID, nil)
	}
	if e.Properties == nil {
		return nil
	}
	s.log.add(changeBody{Properties: e.Properties}, &e.ID, nil)
	if err := s.flush(); err != nil {
		return err
	}
	return s.tx.editDocument(e.ID, *e.Properties, at)
}

func (s *saving) addDocument(d model.Document, edited string) error {
	if err := checkDocument(d); err != nil {
		return err
	}
	if s.there[d.ID] || s.added[d.ID] != nil {
		return fmt.Errorf("%w: this text", model.ErrDuplicate)
	}
	row, err := rowFromDocument(d, s.tx.at, edited)
	if err != nil {
		return err
	}
	s.added[d.ID] = d.Text
	s.tx.absence.add(row.ID)
	s.tx.texts.put(d.ID, d.Text)
	s.documents = append(s.documents, row)
	return nil
}

func checkDocument(d model.Document) error {
	switch {
	case !utf8.ValidString(d.Text.String()):
		return errors.New("the text is not valid UTF-8")
	case d.ID != model.DocumentIDOf(d.Text.String()):
		return fmt.Errorf("the id does not belong to the text, whose id is %s", model.DocumentIDOf(d.Text.String()))
	}
	return checkProperties(d.Properties())
}

func checkProperties(p model.Properties) error {
	if !utf8.ValidString(p.Title) || !utf8.ValidString(p.Source) || !utf8.ValidString(string(p.Binned)) {
		return errors.New("the title, source or name is not valid UTF-8")
	}
	return nil
}

func (tx *Tx) editDocument(id model.DocumentID, e model.Edit[model.Properties], at string) error {
	if err := tx.makeUpSearch(); err != nil { // it is told of other titles
		return err
	}
	row, err := tx.documentRow(id)
	if err != nil {
		return err
	}
	have, err := propertiesFromRow(row)
	if err != nil {
		return err
	}
	if e.Old == nil || e.New == nil || !have.Equal(*e.Old) {
		return fmt.Errorf("%w: title, source or metadata are others", model.ErrConflict)
	}
	if err := checkProperties(*e.New); err != nil {
		return err
	}
	if err := row.setProperties(*e.New, at); err != nil {
		return err
	}
	return tx.gorm.Model(&row).Select("title", "source", "meta", "binned", "edited_at", "checksum").Updates(row).Error
}

// addAnnotator adds who is not in the file yet.
func (tx *Tx) addAnnotator(name model.Annotator) error {
	row := annotatorRow{Name: string(name), AddedAt: tx.at}
	row.Checksum = row.sum()
	add := tx.gorm.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	return wrap("add annotator "+string(name), add.Error)
}

// inBatches calls do for the values, a batch at a time.
func inBatches[T any](values []T, do func([]T) error) error {
	for len(values) > 0 {
		n := min(batch, len(values))
		if err := do(values[:n]); err != nil {
			return err
		}
		values = values[n:]
	}
	return nil
}

// insert writes the rows, a batch at a time.
func insert[T any](db *gorm.DB, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	return db.CreateInBatches(rows, batch).Error
}
