package storage

import (
	"context"
	"fmt"

	"dragoman/model"
)

// Documents returns all documents without their text, sorted by title, then
// id. It asks two queries, however many there are.
func (p *Project) Documents(ctx context.Context) ([]model.Summary, error) {
	var list []model.Summary
	err := p.read(ctx, func(q querier) (err error) {
		list, err = q.summaries()
		return err
	})
	return list, wrap("list documents", err)
}

func (q querier) summaries() ([]model.Summary, error) {
	var list []model.Summary
	err := q.each(func(scan func(...any) error) error {
		var s model.Summary
		var meta string
		if err := scan(&s.ID, &s.Title, &s.Source, &s.Length, &meta); err != nil {
			return err
		}
		list = append(list, s)
		return setMeta(&list[len(list)-1], meta)
	}, "SELECT id, title, source, length, meta FROM document ORDER BY title, id")
	if err != nil {
		return nil, err
	}
	sets, err := q.setSummaries()
	for i := range list {
		list[i].Sets = sets[list[i].ID]
	}
	return list, err
}

func setMeta(s *model.Summary, text string) error {
	meta, err := metaFromText(text)
	if err != nil {
		return fmt.Errorf("read the metadata of document %s: %w", s.ID, err)
	}
	s.Flag, s.FlagNote, s.Date = meta.Text(model.MetaFlag), meta.Text(model.MetaFlagNote), meta.Text(model.MetaDate)
	return nil
}

func (q querier) setSummaries() (map[model.DocumentID][]model.SetSummary, error) {
	sets := map[model.DocumentID][]model.SetSummary{}
	err := q.each(func(scan func(...any) error) error {
		var id model.DocumentID
		var s model.SetSummary
		err := scan(&id, &s.Annotator, &s.Status, &s.Annotations, &s.Relations)
		sets[id] = append(sets[id], s)
		return err
	}, "SELECT document, annotator, status, annotations, relations FROM annotation_set ORDER BY document, annotator")
	return sets, err
}
