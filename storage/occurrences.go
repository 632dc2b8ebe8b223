package storage

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"dragoman/model"
)

// AnnotationQuery asks for annotations of the whole project. An empty field
// asks for any.
type AnnotationQuery struct {
	Label     string
	Text      string // what the covered text contains; case and diacritics make no difference
	Annotator model.Annotator
	Limit     int                // no limit when 0
	After     model.AnnotationID // the last one of the page before
}

// Occurrence is one annotation where it stands.
type Occurrence struct {
	Document   model.DocumentID
	Title      string
	Annotator  model.Annotator
	Annotation model.Annotation
	Text       string // covered, fragments joined by one space
}

// Annotations lists annotations of all documents, sorted by label, covered
// text and id. It fails with model.ErrNotFound when the annotation After is
// gone.
func (p *Project) Annotations(ctx context.Context, query AnnotationQuery) ([]Occurrence, error) {
	var found []Occurrence
	err := p.read(ctx, func(q querier) (err error) {
		found, err = q.occurrences(query)
		return err
	})
	return found, wrap("list annotations", err)
}

func (q querier) occurrences(query AnnotationQuery) ([]Occurrence, error) {
	sql, args, err := q.occurrenceQuery(query)
	if err != nil {
		return nil, err
	}
	var found []Occurrence
	wanted := fold(query.Text)
	err = q.each(func(scan func(...any) error) error {
		var o Occurrence
		if err := scan(&o.Annotation.ID, &o.Text, &o.Document, &o.Annotator, &o.Title); err != nil {
			return err
		}
		if query.Text == "" || (query.Limit <= 0 || len(found) < query.Limit) && strings.Contains(fold(o.Text), wanted) {
			found = append(found, o)
		}
		return nil
	}, sql, args...)
	if err != nil {
		return nil, err
	}
	return found, inBatches(found, q.fillIn)
}

// occurrenceQuery writes the query as SQL. Text is left to the caller, who
// then limits the number too.
func (q querier) occurrenceQuery(query AnnotationQuery) (string, []any, error) {
	sql := `SELECT a.id, a.quote, s.document, s.annotator, d.title
		FROM annotation a JOIN annotation_set s ON s.id = a.annotation_set JOIN document d ON d.id = s.document
		WHERE (? = '' OR s.annotator = ?)`
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
	sql += " ORDER BY a.label, a.quote, a.id"
	if query.Text == "" && query.Limit > 0 {
		sql += fmt.Sprintf(" LIMIT %d", query.Limit)
	}
	return sql, args, nil
}

// fillIn reads the annotations whose ids are known.
func (q querier) fillIn(found []Occurrence) error {
	at, ids := make(map[model.AnnotationID]int, len(found)), make([]any, len(found))
	for i, o := range found {
		at[o.Annotation.ID], ids[i] = i, o.Annotation.ID
	}
	annotations, err := q.storedAnnotations(values, "a.id IN (?"+strings.Repeat(", ?", len(ids)-1)+")", ids)
	for _, a := range annotations {
		found[at[a.ID]].Annotation = a.Annotation
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
