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
	var rows []*annotationRow
	wanted := fold(query.Text)
	err = q.each(func(scan func(...any) error) error {
		r, o := &annotationRow{}, Occurrence{}
		if err := scan(&r.ID, &r.Label, &r.Quote, &r.Note, &r.Origin, &o.Document, &o.Annotator, &o.Title); err != nil {
			return err
		}
		o.Text = r.Quote
		if query.Text != "" && (query.Limit > 0 && len(found) == query.Limit || !strings.Contains(fold(r.Quote), wanted)) {
			return nil
		}
		found, rows = append(found, o), append(rows, r)
		return nil
	}, sql, args...)
	if err != nil {
		return nil, err
	}
	if err := q.addParts(rows); err != nil {
		return nil, err
	}
	for i, r := range rows {
		found[i].Annotation = annotationFromRow(*r)
	}
	return found, nil
}

// occurrenceQuery writes the query as SQL. Text is left to the caller, who
// then limits the number too.
func (q querier) occurrenceQuery(query AnnotationQuery) (string, []any, error) {
	sql := `SELECT a.id, a.label, a.quote, a.note, a.origin, s.document, s.annotator, d.title
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

// addParts reads the fragments and attributes of the annotations.
func (q querier) addParts(rows []*annotationRow) error {
	return inBatches(rows, func(rows []*annotationRow) error {
		byID := make(map[string]*annotationRow, len(rows))
		ids := make([]any, len(rows))
		for i, r := range rows {
			byID[r.ID], ids[i] = r, r.ID
		}
		return q.partRows(byID, "a.id IN (?"+strings.Repeat(", ?", len(ids)-1)+")", ids)
	})
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
