package storage

import (
	"context"
	"errors"
	"time"

	"dragoman/model"
)

// notBinned holds of the annotation sets s whose document is not in the bin.
const notBinned = "(s.document NOT IN (SELECT id FROM document WHERE binned <> ''))"

// addSets puts the counts of the annotation sets s that the condition chooses
// into the list.
func (q querier) addSets(list []model.Summary, where string, args ...any) error {
	at := make(map[string]int, len(list))
	for i, s := range list {
		at[string(s.ID)] = i
	}
	var document, annotator, status, blind string
	var annotations, relations int64
	dest := []any{&document, &annotator, &status, &annotations, &relations, &blind}
	return q.each(func(scan func(...any) error) error {
		if err := scan(dest...); err != nil {
			return err
		}
		i, ok := at[document]
		if !ok {
			return astray("an annotation set of document " + document)
		}
		list[i].Sets = append(list[i].Sets, model.SetSummary{
			Annotator: model.Annotator(annotator), Status: model.Status(status),
			Annotations: int(annotations), Relations: int(relations), Blind: model.Blindness(blind),
		})
		return nil
	}, "SELECT document, annotator, status, annotations, relations, blind FROM annotation_set s WHERE "+where+
		" ORDER BY document, annotator", args...)
}

// Bin returns the documents in the bin as Documents does the others, those put
// there last first.
func (p *Project) Bin(ctx context.Context) ([]model.Summary, error) {
	var list []model.Summary
	err := p.read(ctx, func(q querier) (err error) {
		list, err = q.bin()
		return err
	})
	return list, wrap("list the bin", err)
}

func (q querier) bin() ([]model.Summary, error) {
	var list []model.Summary
	err := q.each(func(scan func(...any) error) error {
		var s model.Summary
		var at, meta, text string
		err := scan(&s.Number, &s.ID, &s.Title, &s.Source, &s.Length, &meta, &s.Binned, &at, &text)
		if err != nil {
			return err
		}
		if s.Title == "" {
			s.Beginning = model.FirstLine(text)
		}
		s.EditedAt, err = time.Parse(timeForm, at)
		list = append(list, s)
		return errors.Join(err, setMeta(&list[len(list)-1], meta))
	}, `SELECT number, id, title, source, length, meta, binned, edited_at, substr(text, 1, ?) FROM document
		WHERE binned <> '' ORDER BY edited_at DESC, title, id`, beginning)
	if err != nil {
		return nil, err
	}
	return list, q.addSets(list, "NOT "+notBinned)
}
