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
	jsonline.Span
	Sources []source `json:"sources,omitempty"`
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
			l.Spans = append(l.Spans, span{jsonline.NewSpan(a, d.Text, unit), from[string(a.ID)]})
		}
	}
	return l
}
