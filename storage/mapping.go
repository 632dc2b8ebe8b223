package storage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"dragoman/model"
)

// timeForm is how the file writes times, which are UTC.
const timeForm = "2006-01-02T15:04:05.000Z"

func timeText(t time.Time) string { return t.UTC().Format(timeForm) }

// jsonText encodes v without HTML escaping, so that raw JSON inside it keeps
// its bytes.
func jsonText(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "", err
	}
	return string(bytes.TrimRight(b.Bytes(), "\n")), nil
}

func rowFromDocument(d model.Document, added, edited string) (documentRow, error) {
	r := documentRow{
		ID: string(d.ID), Length: d.Text.CodePoints(), AddedAt: added, Text: d.Text.String(),
	}
	return r, r.setProperties(d.Properties(), edited)
}

// setProperties writes the properties into the row, with its checksum.
func (r *documentRow) setProperties(p model.Properties, at string) error {
	meta := "{}"
	if len(p.Meta) > 0 {
		var err error
		if meta, err = jsonText(p.Meta); err != nil {
			return fmt.Errorf("write the metadata of document %s: %w", r.ID, err)
		}
	}
	r.Title, r.Source, r.Meta, r.Binned, r.EditedAt = p.Title, p.Source, meta, string(p.Binned), at
	r.Checksum = r.sum()
	return nil
}

func propertiesFromRow(r documentRow) (model.Properties, error) {
	meta, err := metaFromText(r.Meta)
	if err != nil {
		return model.Properties{}, fmt.Errorf("read the metadata of document %s: %w", r.ID, err)
	}
	return model.Properties{Title: r.Title, Source: r.Source, Meta: meta, Binned: model.Annotator(r.Binned)}, nil
}

func metaFromText(s string) (model.Meta, error) {
	if s == "{}" {
		return nil, nil
	}
	var meta model.Meta
	err := json.Unmarshal([]byte(s), &meta)
	if len(meta) == 0 {
		return nil, err // as without white space
	}
	return meta, err
}

func rowFromAnnotation(a model.Annotation, set setRow, text *model.Text) annotationRow {
	r := annotationRow{
		ID: string(a.ID), AnnotationSet: set.ID, Label: a.Label, Quote: text.Quote(a.Fragments),
		Note: a.Note, Origin: string(a.Origin), Spans: spansText(a.Fragments), Attributed: len(a.Attributes),
	}
	for i, f := range a.Fragments {
		r.Fragments = append(r.Fragments, fragmentRow{r.ID, i, f.Start, f.End})
	}
	for _, at := range a.Attributes {
		r.Attributes = append(r.Attributes, attributeRow{r.ID, at.Name, at.Value})
	}
	r.Checksum = annotationSum(set, a, r.Quote)
	return r
}

func rowFromRelation(r model.Relation, set setRow) relationRow {
	row := relationRow{
		ID: string(r.ID), AnnotationSet: set.ID, Type: r.Type,
		FromAnnotation: string(r.From), ToAnnotation: string(r.To),
	}
	row.Checksum = row.sum(set)
	return row
}

func relationFromRow(r relationRow) model.Relation {
	return model.Relation{
		ID: model.RelationID(r.ID), Type: r.Type,
		From: model.AnnotationID(r.FromAnnotation), To: model.AnnotationID(r.ToAnnotation),
	}
}

func rowFromVerdict(v model.Verdict, set setRow) verdictRow {
	row := verdictRow{
		AnnotationSet: set.ID, Of: v.Of, Annotator: string(v.Annotator), Gold: v.Gold, Was: v.Was, Why: v.Why, By: string(v.By),
	}
	row.Checksum = row.sum(set)
	return row
}

func verdictFromRow(r verdictRow) model.Verdict {
	return model.Verdict{
		Of: r.Of, Annotator: model.Annotator(r.Annotator), Gold: r.Gold, Was: r.Was, Why: r.Why, By: model.Annotator(r.By),
	}
}

// model returns the set as the model holds it. It takes the annotations over,
// so that s holds none afterwards.
func (s *storedSet) model() model.AnnotationSet {
	set := model.AnnotationSet{
		Document: model.DocumentID(s.Document), Annotator: model.Annotator(s.Annotator), Status: model.Status(s.Status),
		Blind: model.Blindness(s.Blind), Annotations: inOrder(s.annotations),
	}
	s.annotations = nil
	for _, r := range s.relations {
		set.Relations = append(set.Relations, relationFromRow(r))
	}
	for _, v := range s.verdicts {
		set.Verdicts = append(set.Verdicts, verdictFromRow(v))
	}
	slices.SortFunc(set.Relations, model.CompareRelations)
	slices.SortFunc(set.Verdicts, model.CompareVerdicts)
	return set
}

// inOrder returns the annotations sorted, in place or not. Most often they lie
// in the file as they were imported, which is sorted, and then as they were
// made: so what follows a sorted beginning is sorted alone, and put in between.
func inOrder(annotations []model.Annotation) []model.Annotation {
	n := 1
	for n < len(annotations) && model.CompareAnnotations(annotations[n-1], annotations[n]) <= 0 {
		n++
	}
	if n >= len(annotations) {
		return annotations
	}
	early, late := annotations[:n], annotations[n:]
	slices.SortFunc(late, model.CompareAnnotations)
	merged := make([]model.Annotation, 0, len(annotations))
	for len(early) > 0 && len(late) > 0 {
		if model.CompareAnnotations(late[0], early[0]) < 0 {
			merged, late = append(merged, late[0]), late[1:]
		} else {
			merged, early = append(merged, early[0]), early[1:]
		}
	}
	return append(append(merged, early...), late...)
}

func rowFromSchema(s model.Schema) schemaRow {
	r := schemaRow{ID: 1, Body: string(s.Format())}
	r.Checksum = r.sum()
	return r
}

func schemaFromRow(r schemaRow) (model.Schema, error) {
	var s model.Schema
	if err := json.Unmarshal([]byte(r.Body), &s); err != nil {
		return s, fmt.Errorf("read the schema of the project: %w", err)
	}
	return s, nil
}
