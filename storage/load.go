package storage

import (
	"context"
	"fmt"
	"slices"

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
	if err := q.row("SELECT body FROM schema").Scan(&r.Body); err != nil {
		return model.Schema{}, fmt.Errorf("read the schema of the project: %w", err)
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
	err := q.row("SELECT number, title, source, meta, length, added_at, edited_at, checksum FROM document WHERE id = ?", id).
		Scan(&r.Number, &r.Title, &r.Source, &r.Meta, &r.Length, &r.AddedAt, &r.EditedAt, &r.Checksum)
	if isNoRow(err) {
		return r, notFound(id)
	}
	if err != nil {
		return r, fmt.Errorf("read document %s: %w", id, err)
	}
	return r, nil
}

func notFound(id model.DocumentID) error { return fmt.Errorf("document %s: %w", id, model.ErrNotFound) }

// text returns the text of the document, from known where it is there.
func (q querier) text(id model.DocumentID, known *texts) (*model.Text, error) {
	if text, ok := known.find(id); ok {
		return text, nil
	}
	var s string
	err := q.row("SELECT text FROM document WHERE id = ?", id).Scan(&s)
	if isNoRow(err) {
		return nil, notFound(id)
	}
	if err != nil {
		return nil, fmt.Errorf("read the text of document %s: %w", id, err)
	}
	text := model.NewText(s)
	known.put(id, text)
	return text, nil
}

func (q querier) hasDocument(id model.DocumentID) (bool, error) {
	var there bool
	err := q.row("SELECT EXISTS (SELECT 1 FROM document WHERE id = ?)", id).Scan(&there)
	if err != nil {
		return false, fmt.Errorf("look for document %s: %w", id, err)
	}
	return there, nil
}

// Set returns an annotator's set in a document, and an empty one with
// model.StatusUnset where there is none; model.ErrNotFound for the document.
func (p *Project) Set(ctx context.Context, id model.DocumentID, annotator model.Annotator) (model.AnnotationSet, error) {
	var s model.AnnotationSet
	err := p.read(ctx, func(q querier) (err error) {
		s, err = q.set(id, annotator)
		return err
	})
	return s, err
}

func (q querier) set(id model.DocumentID, annotator model.Annotator) (model.AnnotationSet, error) {
	sets, err := q.setRows("s.document = ? AND s.annotator = ?", id, annotator)
	if err != nil {
		return model.AnnotationSet{}, err
	}
	if len(sets) > 0 {
		return setFromRows(*sets[0]), nil
	}
	there, err := q.hasDocument(id)
	if err == nil && !there {
		err = notFound(id)
	}
	return model.AnnotationSet{Document: id, Annotator: annotator}, err
}

// Sets returns all annotation sets of a document, sorted by annotator;
// model.ErrNotFound for the document.
func (p *Project) Sets(ctx context.Context, id model.DocumentID) ([]model.AnnotationSet, error) {
	var sets []model.AnnotationSet
	err := p.read(ctx, func(q querier) (err error) {
		sets, err = q.sets(id)
		return err
	})
	return sets, err
}

func (q querier) sets(id model.DocumentID) ([]model.AnnotationSet, error) {
	rows, err := q.setRows("s.document = ?", id)
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
	return setsFromRows(rows), nil
}

func setsFromRows(rows []*setRows) []model.AnnotationSet {
	var sets []model.AnnotationSet
	for _, r := range rows {
		sets = append(sets, setFromRows(*r))
	}
	return sets
}

// setRows returns the sets that the condition on annotation_set s chooses,
// sorted by document and annotator, in one query a table.
func (q querier) setRows(where string, args ...any) ([]*setRows, error) {
	var sets []*setRows
	byID := map[int64]*setRows{}
	err := q.each(func(scan func(...any) error) error {
		s := &setRows{}
		sets = append(sets, s)
		err := scan(&s.ID, &s.Document, &s.Annotator, &s.Status, &s.Annotations, &s.Relations, &s.Sum, &s.Checksum)
		byID[s.ID] = s
		return err
	}, `SELECT s.id, s.document, s.annotator, s.status, s.annotations, s.relations, s.sum, s.checksum
		FROM annotation_set s WHERE `+where+` ORDER BY s.document, s.annotator`, args...)
	if err != nil || len(sets) == 0 {
		return nil, wrap("read annotation sets", err)
	}
	if err := q.annotationRows(byID, where, args); err != nil {
		return nil, fmt.Errorf("read annotations: %w", err)
	}
	if err := q.relationRows(byID, where, args); err != nil {
		return nil, fmt.Errorf("read relations: %w", err)
	}
	return sets, nil
}

func (q querier) annotationRows(sets map[int64]*setRows, where string, args []any) error {
	byID := map[string]*annotationRow{}
	err := q.each(func(scan func(...any) error) error {
		a := &annotationRow{}
		if err := scan(&a.AnnotationSet, &a.ID, &a.Label, &a.Quote, &a.Note, &a.Origin, &a.Checksum); err != nil {
			return err
		}
		byID[a.ID] = a
		set, ok := sets[a.AnnotationSet]
		if !ok {
			return astray("annotation " + a.ID)
		}
		set.annotations = append(set.annotations, a)
		return nil
	}, `SELECT a.annotation_set, a.id, a.label, a.quote, a.note, a.origin, a.checksum
		FROM annotation_set s JOIN annotation a ON a.annotation_set = s.id WHERE `+where, args...)
	if err != nil {
		return err
	}
	return q.partRows(byID, where, args)
}

// partRows reads the fragments and attributes of the annotations.
func (q querier) partRows(annotations map[string]*annotationRow, where string, args []any) error {
	err := q.each(func(scan func(...any) error) error {
		var f fragmentRow
		if err := scan(&f.Annotation, &f.Number, &f.Start, &f.End); err != nil {
			return err
		}
		a, ok := annotations[f.Annotation]
		if !ok {
			return astray("a fragment of annotation " + f.Annotation)
		}
		a.Fragments = append(a.Fragments, f)
		return nil
	}, `SELECT f.annotation, f.number, f.start, f.end
		FROM annotation_set s JOIN annotation a ON a.annotation_set = s.id JOIN fragment f ON f.annotation = a.id
		WHERE `+where, args...)
	if err != nil {
		return err
	}
	err = q.each(func(scan func(...any) error) error {
		var at attributeRow
		if err := scan(&at.Annotation, &at.Name, &at.Value); err != nil {
			return err
		}
		a, ok := annotations[at.Annotation]
		if !ok {
			return astray("an attribute of annotation " + at.Annotation)
		}
		a.Attributes = append(a.Attributes, at)
		return nil
	}, `SELECT t.annotation, t.name, t.value
		FROM annotation_set s JOIN annotation a ON a.annotation_set = s.id JOIN attribute t ON t.annotation = a.id
		WHERE `+where, args...)
	for _, a := range annotations {
		a.sortParts()
	}
	return err
}

func (q querier) relationRows(sets map[int64]*setRows, where string, args []any) error {
	return q.each(func(scan func(...any) error) error {
		var r relationRow
		if err := scan(&r.AnnotationSet, &r.ID, &r.Type, &r.FromAnnotation, &r.ToAnnotation, &r.Checksum); err != nil {
			return err
		}
		set, ok := sets[r.AnnotationSet]
		if !ok {
			return astray("relation " + r.ID)
		}
		set.relations = append(set.relations, r)
		return nil
	}, `SELECT r.annotation_set, r.id, r.type, r.from_annotation, r.to_annotation, r.checksum
		FROM annotation_set s JOIN relation r ON r.annotation_set = s.id WHERE `+where, args...)
}

// astray says that a row is found where it does not belong, which happens when
// an index of a damaged file says something else than its table.
func astray(what string) error {
	return fmt.Errorf("%w: %s is found where it does not belong; restore it from a backup", ErrDamaged, what)
}

// Annotators returns everyone who owns an annotation set, sorted; the owner of
// the gold sets is no annotator.
func (p *Project) Annotators(ctx context.Context) ([]model.Annotator, error) {
	var names []model.Annotator
	err := p.read(ctx, func(q querier) error {
		return q.each(func(scan func(...any) error) error {
			var name model.Annotator
			err := scan(&name)
			names = append(names, name)
			return err
		}, "SELECT DISTINCT annotator FROM annotation_set WHERE annotator <> ?", model.Gold)
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
