package storage

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"dragoman/model"
)

// Schema returns the project's schema.
func (p *Project) Schema(ctx context.Context) (model.Schema, error) {
	var s model.Schema
	err := p.read(ctx, func(q querier) (err error) {
		s, err = q.schema()
		return err
	})
	return s, err
}

func (q querier) schema() (model.Schema, error) {
	var r schemaRow
	if err := q.row("SELECT body, checksum FROM schema").Scan(&r.Body, &r.Checksum); err != nil {
		return model.Schema{}, fmt.Errorf("read the schema of the project: %w", err)
	}
	if r.Checksum != r.sum() {
		return model.Schema{}, notAsWritten("the schema of the project")
	}
	return schemaFromRow(r)
}

// Document returns one document with its text; model.ErrNotFound.
func (p *Project) Document(ctx context.Context, id model.DocumentID) (model.Document, error) {
	var d model.Document
	err := p.read(ctx, func(q querier) (err error) {
		d, err = q.document(id, &p.texts)
		return err
	})
	return d, err
}

func (q querier) document(id model.DocumentID, known *texts) (model.Document, error) {
	r, err := q.documentRow(id)
	if err != nil {
		return model.Document{}, err
	}
	text, err := q.text(id, known)
	if err != nil {
		return model.Document{}, err
	}
	properties, err := propertiesFromRow(r)
	return model.Document{ID: id, Text: text}.WithProperties(properties), err
}

// documentRow returns the row of the document without its text.
func (q querier) documentRow(id model.DocumentID) (documentRow, error) {
	r := documentRow{ID: string(id)}
	err := q.row("SELECT number, title, source, meta, length, added_at, edited_at, checksum, binned FROM document WHERE id = ?", id).
		Scan(&r.Number, &r.Title, &r.Source, &r.Meta, &r.Length, &r.AddedAt, &r.EditedAt, &r.Checksum, &r.Binned)
	if isNoRow(err) {
		return r, notFound(id)
	}
	if err != nil {
		return r, fmt.Errorf("read document %s: %w", id, err)
	}
	return r, nil
}

// EditedAt returns when title, source or metadata of the document changed
// last; model.ErrNotFound.
func (p *Project) EditedAt(ctx context.Context, id model.DocumentID) (time.Time, error) {
	var at time.Time
	err := p.read(ctx, func(q querier) (err error) {
		at, err = q.editedAt(id)
		return err
	})
	return at, err
}

func (q querier) editedAt(id model.DocumentID) (time.Time, error) {
	row, err := q.documentRow(id)
	if err != nil {
		return time.Time{}, err
	}
	at, err := time.Parse(timeForm, row.EditedAt)
	return at, wrap(fmt.Sprintf("read when document %s was edited", id), err)
}

func notFound(id model.DocumentID) error { return fmt.Errorf("document %s: %w", id, model.ErrNotFound) }

// text returns the text of the document, from known where it is there.
func (q querier) text(id model.DocumentID, known *texts) (*model.Text, error) {
	if text, ok := known.find(id); ok {
		return text, nil
	}
	s, err := q.rawText(id)
	if err != nil {
		return nil, err
	}
	// A large text is proved on another core while it is indexed.
	var text *model.Text
	var wait sync.WaitGroup
	wait.Go(func() { text = model.NewText(s) })
	err = proveText(id, s)
	wait.Wait()
	if err != nil {
		return nil, err
	}
	known.put(id, text)
	return text, nil
}

// rawText returns the text of the document as it is in the file.
func (q querier) rawText(id model.DocumentID) (string, error) {
	var s string
	err := q.row("SELECT text FROM document WHERE id = ?", id).Scan(&s)
	if isNoRow(err) {
		return "", notFound(id)
	}
	return s, wrap(fmt.Sprintf("read the text of document %s", id), err)
}

func (q querier) hasDocument(id model.DocumentID) (bool, error) {
	var there bool
	err := q.row("SELECT EXISTS (SELECT 1 FROM document WHERE id = ?)", id).Scan(&there)
	if err != nil {
		return false, fmt.Errorf("look for document %s: %w", id, err)
	}
	return there, nil
}

func (q querier) set(id model.DocumentID, annotator model.Annotator, known *texts) (model.AnnotationSet, error) {
	sets, err := q.provedSets(known, id, "s.document = ? AND s.annotator = ?", id, annotator)
	if err != nil {
		return model.AnnotationSet{}, err
	}
	if len(sets) > 0 {
		return sets[0].model(), nil
	}
	there, err := q.hasDocument(id)
	if err == nil && !there {
		err = notFound(id)
	}
	return model.AnnotationSet{Document: id, Annotator: annotator}, err
}

// provedSets returns sets of the document, which the condition chooses.
func (q querier) provedSets(known *texts, id model.DocumentID, where string, args ...any) ([]*storedSet, error) {
	sets, err := q.storedSets(values, where, args...)
	if err != nil || len(sets) == 0 {
		return nil, err
	}
	text, err := q.text(id, known)
	if err != nil {
		return nil, err
	}
	return sets, proveSets(sets, text)
}

// Sets returns all annotation sets of a document, sorted by annotator;
// model.ErrNotFound for the document.
func (p *Project) Sets(ctx context.Context, id model.DocumentID) ([]model.AnnotationSet, error) {
	var sets []model.AnnotationSet
	err := p.read(ctx, func(q querier) (err error) {
		sets, err = q.sets(id, &p.texts)
		return err
	})
	return sets, err
}

func (q querier) sets(id model.DocumentID, known *texts) ([]model.AnnotationSet, error) {
	stored, err := q.provedSets(known, id, "s.document = ?", id)
	if err != nil {
		return nil, err
	}
	there, err := q.hasDocument(id)
	if err != nil {
		return nil, err
	}
	if !there {
		return nil, notFound(id)
	}
	return modelSets(stored), nil
}

// Annotators returns everyone who owns an annotation set of a document that is
// not in the bin, sorted; the owner of the gold sets is no annotator.
func (p *Project) Annotators(ctx context.Context) ([]model.Annotator, error) {
	var names []model.Annotator
	err := p.read(ctx, func(q querier) error {
		return q.each(func(scan func(...any) error) error {
			var name model.Annotator
			err := scan(&name)
			names = append(names, name)
			return err
		}, "SELECT DISTINCT annotator FROM annotation_set s WHERE annotator <> ? AND "+notBinned, model.Gold)
	})
	slices.Sort(names)
	return names, wrap("list annotators", err)
}

// wrap says what failed, where something did.
func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}
