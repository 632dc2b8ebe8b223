package jsonl

import (
	"context"
	"io"
	"iter"
	"slices"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// line is one line, its keys in the order in which they are written.
type line struct {
	ID         string      `json:"id"`
	Title      string      `json:"title,omitempty"`
	Text       string      `json:"text"`
	Source     string      `json:"source,omitempty"`
	Meta       model.Meta  `json:"meta,omitempty"`
	Annotator  string      `json:"annotator,omitempty"`
	Status     string      `json:"status"`
	OffsetUnit format.Unit `json:"offset_unit"`
	Spans      []span      `json:"spans"`
	Relations  []relation  `json:"relations,omitempty"`
}

type span struct {
	ID         string            `json:"id"`
	Start      int               `json:"start"`
	End        int               `json:"end"`
	Label      string            `json:"label"`
	Text       string            `json:"text"`
	Fragments  []model.Span      `json:"fragments,omitempty"`
	Attributes map[string]string `json:"attributes,omitempty"`
	Note       string            `json:"note,omitempty"`
	Origin     string            `json:"origin,omitempty"`
	Sources    []source          `json:"sources,omitempty"`
}

type relation struct {
	model.Relation
	Sources []source `json:"sources,omitempty"`
}

// write writes records as they come; see format.Format.
func write(ctx context.Context, out io.Writer, opt format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
	unit := opt.Unit
	if unit == format.Auto {
		unit = format.CodePoint
	}
	return format.Report{}, jsonline.Write(ctx, out, records, func(r format.Record) (any, error) {
		return newLine(r, unit), nil
	})
}

// newLine returns the line of a record.
func newLine(r format.Record, unit format.Unit) line {
	d := r.Document
	l := line{
		ID: string(d.ID), Title: d.Title, Text: d.Text.String(), Source: d.Source, Meta: d.Meta,
		Status: model.StatusNew.String(), OffsetUnit: unit, Spans: []span{},
	}
	if r.Set != nil {
		l.Annotator, l.Status = string(r.Set.Annotator), r.Set.Status.String()
		from := sources(*r.Set)
		for _, rel := range slices.SortedFunc(slices.Values(r.Set.Relations), model.CompareRelations) {
			l.Relations = append(l.Relations, relation{rel, from[string(rel.ID)]})
		}
		for _, a := range slices.SortedFunc(slices.Values(r.Set.Annotations), model.CompareAnnotations) {
			s := newSpan(a, d.Text, unit)
			s.Sources = from[s.ID]
			l.Spans = append(l.Spans, s)
		}
	}
	return l
}

func newSpan(a model.Annotation, text *model.Text, unit format.Unit) span {
	fragments := make([]model.Span, len(a.Fragments))
	for i, f := range a.Fragments {
		fragments[i] = model.Span{Start: unit.Count(text, f.Start), End: unit.Count(text, f.End)}
	}
	hull := model.Hull(fragments)
	s := span{
		ID: string(a.ID), Start: hull.Start, End: hull.End, Label: a.Label, Text: text.Quote(a.Fragments),
		Note: a.Note, Origin: string(a.Origin),
	}
	if len(fragments) > 1 {
		s.Fragments = fragments
	}
	if len(a.Attributes) > 0 {
		s.Attributes = make(map[string]string, len(a.Attributes))
	}
	for _, at := range a.Attributes {
		s.Attributes[at.Name] = at.Value
	}
	return s
}
