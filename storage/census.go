package storage

import (
	"context"

	"dragoman/model"
)

// Census says how many documents there are and who has sets of which status, in
// two queries, without the list of documents.
func (p *Project) Census(ctx context.Context) (model.Census, error) {
	var c model.Census
	err := p.read(ctx, func(q querier) (err error) {
		c, err = q.census()
		return err
	})
	return c, wrap("count the documents", err)
}

func (q querier) census() (model.Census, error) {
	var c model.Census
	if err := q.row("SELECT count(*) FROM document WHERE binned = ''").Scan(&c.Documents); err != nil {
		return c, err
	}
	err := q.each(func(scan func(...any) error) error {
		var s model.Standing
		err := scan(&s.Annotator, &s.Status)
		c.Sets = append(c.Sets, s)
		return err
	}, "SELECT * FROM (SELECT DISTINCT annotator, status FROM annotation_set s WHERE "+notBinned+") ORDER BY annotator, status")
	return c, err
}

// Unfinished counts what is still to be done as if there were no sets but those
// of whose, of all for "", in two queries, without the list of documents.
func (p *Project) Unfinished(ctx context.Context, whose model.Annotator) (model.Unfinished, error) {
	var u model.Unfinished
	err := p.read(ctx, func(q querier) (err error) {
		u, err = q.unfinished(whose)
		return err
	})
	return u, wrap("count what is unfinished", err)
}

// Of all sets or those of ?1; and of these the ones in progress, which is ?2.
const (
	ofWhose    = "(?1 = '' OR s.annotator = ?1)"
	inProgress = "s.status = ?2 AND " + ofWhose
)

func (q querier) unfinished(whose model.Annotator) (model.Unfinished, error) {
	var u model.Unfinished
	err := q.row(`SELECT (SELECT count(*) FROM document WHERE binned = '')
			- (SELECT count(DISTINCT s.document) FROM annotation_set s WHERE `+ofWhose+" AND "+notBinned+`),
		(SELECT count(*) FROM annotation_set s WHERE `+inProgress+" AND "+notBinned+")",
		whose, model.StatusInProgress).Scan(&u.Bare, &u.InProgress)
	if err != nil {
		return u, err
	}
	// The list is gone through in its order, as far as there is something to find.
	err = q.each(func(scan func(...any) error) error {
		var w model.UnfinishedWork
		err := scan(&w.Document, &w.Annotator)
		u.First = append(u.First, w)
		return err
	}, `SELECT id, annotator FROM (
		SELECT * FROM (SELECT d.title, d.id, '' AS annotator FROM document d
			WHERE d.binned = '' AND NOT EXISTS (SELECT 1 FROM annotation_set s WHERE s.document = d.id AND `+ofWhose+`)
			ORDER BY d.title, d.id LIMIT ?3)
		UNION ALL
		SELECT * FROM (SELECT d.title, d.id, s.annotator FROM document d CROSS JOIN annotation_set s ON s.document = d.id
			WHERE d.binned = '' AND `+inProgress+`
			ORDER BY d.title, d.id, s.annotator LIMIT ?4)
		) ORDER BY title, id, annotator`,
		whose, model.StatusInProgress, min(u.Bare, model.FirstUnfinished), min(u.InProgress, model.FirstUnfinished))
	return u, err
}
