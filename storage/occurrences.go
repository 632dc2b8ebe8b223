package storage

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"dragoman/model"
)

// Annotations lists annotations of all documents that are not in the bin, sorted by label, covered
// text and id. It fails with model.ErrNotFound when the annotation After is
// gone.
func (p *Project) Annotations(ctx context.Context, query model.AnnotationQuery) ([]model.Occurrence, error) {
	var found []model.Occurrence
	err := p.read(ctx, func(q querier) (err error) {
		found, err = q.occurrences(query)
		return err
	})
	return found, wrap("list annotations", err)
}

func (q querier) occurrences(query model.AnnotationQuery) ([]model.Occurrence, error) {
	sql, args, err := q.occurrenceQuery(query)
	if err != nil {
		return nil, err
	}
	var found []model.Occurrence
	wanted := fold(query.Text)
	err = q.each(func(scan func(...any) error) error {
		var o model.Occurrence
		if err := scan(&o.Annotation.ID, &o.Text, &o.Document, &o.Annotator, &o.Title); err != nil {
			return err
		}
		if wanted == "" || strings.Contains(fold(o.Text), wanted) || strings.Contains(fold(o.Title), wanted) {
			found = append(found, o)
		}
		if query.Limit > 0 && len(found) == query.Limit {
			return errEnough
		}
		return nil
	}, sql, args...)
	if err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	return found, inBatches(found, q.fillIn)
}

// errEnough ends reading when as many are found as were asked for.
var errEnough = errors.New("enough is found")

// occurrenceQuery writes the query as SQL. Text and Limit are left to the
// caller.
func (q querier) occurrenceQuery(query model.AnnotationQuery) (string, []any, error) {
	sql := `SELECT a.id, a.quote, s.document, s.annotator, d.title
		FROM annotation a JOIN annotation_set s ON s.id = a.annotation_set JOIN document d ON d.id = s.document
		WHERE (? = '' OR s.annotator = ?) AND d.binned = ''`
	args := []any{query.Annotator, query.Annotator}
	if query.Label != "" {
		sql, args = sql+" AND a.label = ?", append(args, query.Label)
	}
	if query.After != "" {
		var label, quote string
		err := q.row("SELECT label, quote FROM annotation WHERE id = ?", query.After).Scan(&label, &quote)
		if isNoRow(err) {
			return "", nil, fmt.Errorf("annotation %s: %w", query.After, model.ErrNotFound)
		}
		if err != nil {
			return "", nil, err
		}
		sql, args = sql+" AND (a.label, a.quote, a.id) > (?, ?, ?)", append(args, label, quote, query.After)
	}
	return sql + " ORDER BY a.label, a.quote, a.id", args, nil
}

// fillIn reads the annotations whose ids are known.
func (q querier) fillIn(found []model.Occurrence) error {
	at, ids := make(map[model.AnnotationID]int, len(found)), make([]any, len(found))
	for i, o := range found {
		at[o.Annotation.ID], ids[i] = i, o.Annotation.ID
	}
	stored, err := q.storedAnnotations(values, "a.id IN (?"+strings.Repeat(", ?", len(ids)-1)+")", ids)
	for _, l := range stored {
		for _, a := range l.annotations {
			found[at[a.ID]].Annotation = a
		}
	}
	return err
}

// fold takes away case and diacritics, as the search index does.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}
