package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"dragoman/model"
)

// shortList is how many documents are read in no time. Of a longer list
// DocumentsNear reads up to nearby documents before, and from, the one that it is
// asked for.
const (
	shortList = 4000
	nearby    = 200
)

// DocumentsNear returns that part of what Documents returns in which the document
// stands, or its beginning where there is no such document; whole says that it is
// all of it. It takes no longer the more documents there are.
func (p *Project) DocumentsNear(ctx context.Context, id model.DocumentID) (near []model.Summary, whole bool, err error) {
	err = p.read(ctx, func(q querier) error {
		var last int64
		if err := q.row("SELECT coalesce(max(number), 0) FROM document").Scan(&last); err != nil || last <= shortList {
			whole = true
			return err
		}
		near, err = q.near(id, nearby)
		return err
	})
	if err == nil && whole {
		near, err = p.Documents(ctx)
	}
	return near, whole, wrap("list documents", err)
}

// Names returns everybody who ever had a set in the project, gold too, by name.
func (p *Project) Names(ctx context.Context) ([]model.Annotator, error) {
	var names []model.Annotator
	err := p.read(ctx, func(q querier) error {
		return q.each(func(scan func(...any) error) error {
			var name string
			err := scan(&name)
			names = append(names, model.Annotator(name))
			return err
		}, "SELECT name FROM annotator ORDER BY name")
	})
	return names, wrap("list annotators", err)
}

// near returns up to n documents before one in the list, and up to n from it on.
func (q querier) near(id model.DocumentID, n int) ([]model.Summary, error) {
	title := ""
	err := q.row("SELECT title FROM document WHERE id = ? AND binned = ''", id).Scan(&title)
	if errors.Is(err, sql.ErrNoRows) {
		id, err = "", nil
	}
	if err != nil {
		return nil, err
	}
	before, failed := q.shortSummaries(`SELECT number, id, title, source, length, meta, CASE title WHEN '' THEN substr(text, 1, ?) ELSE '' END
		FROM document WHERE binned = '' AND (title, id) < (?, ?) ORDER BY title DESC, id DESC LIMIT ?`, beginning, title, id, n)
	behind, err := q.shortSummaries(`SELECT number, id, title, source, length, meta, CASE title WHEN '' THEN substr(text, 1, ?) ELSE '' END
		FROM document WHERE binned = '' AND (title, id) >= (?, ?) ORDER BY title, id LIMIT ?`, beginning, title, id, n)
	if err := errors.Join(failed, err); err != nil {
		return nil, err
	}
	slices.Reverse(before)
	near := append(before, behind...)
	ids := make([]model.DocumentID, len(near))
	for i, s := range near {
		ids[i] = s.ID
	}
	these, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("write ids: %w", err)
	}
	return near, q.addSets(near, "s.document IN (SELECT value FROM json_each(?))", string(these))
}

// shortSummaries reads documents without what is known of their sets.
func (q querier) shortSummaries(query string, args ...any) (list []model.Summary, err error) {
	err = q.each(func(scan func(...any) error) error {
		var s model.Summary
		var meta, text string
		if err := scan(&s.Number, &s.ID, &s.Title, &s.Source, &s.Length, &meta, &text); err != nil {
			return notAsWritten("a row of the table document (%v)", err)
		}
		if s.Title == "" {
			s.Beginning = model.FirstLine(text)
		}
		list = append(list, s)
		return setMeta(&list[len(list)-1], meta)
	}, query, args...)
	return list, err
}
