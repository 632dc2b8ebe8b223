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

// write writes records as they come; see format.Format.
func write(ctx context.Context, out io.Writer, opt format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
	unit := opt.Unit
	if unit == format.Auto {
		unit = format.CodePoint
	}
	return format.Report{}, jsonline.WriteLines(ctx, out, records, func(b []byte, r format.Record) ([]byte, error) {
		return appendLine(b, r, unit)
	})
}

// appendLine appends the line of a record.
func appendLine(b []byte, r format.Record, unit format.Unit) ([]byte, error) {
	d, set := r.Document, model.AnnotationSet{}
	if r.Set != nil {
		set = *r.Set
	}
	b = jsonline.AppendText(append(b, '{'), "id", string(d.ID))
	b = jsonline.AppendSome(b, "title", d.Title)
	b = jsonline.AppendText(b, "text", d.Text.String())
	b = jsonline.AppendSome(b, "source", d.Source)
	if len(d.Meta) > 0 {
		var err error
		if b, err = jsonline.AppendValue(jsonline.AppendKey(b, "meta"), d.Meta); err != nil {
			return b, err
		}
	}
	b = jsonline.AppendSome(b, "annotator", string(set.Annotator))
	b = jsonline.AppendText(b, "status", set.Status.String())
	b = jsonline.AppendText(b, "offset_unit", string(unit))
	b, err := appendContent(b, set, d.Text, unit)
	return append(b, '}'), err
}

// appendContent appends what the set holds.
func appendContent(b []byte, set model.AnnotationSet, text *model.Text, unit format.Unit) ([]byte, error) {
	from := sources(set)
	b = append(jsonline.AppendKey(b, "spans"), '[')
	var err error
	for i, a := range inOrder(set.Annotations, model.CompareAnnotations) {
		if i > 0 {
			b = append(b, ',')
		}
		b = jsonline.AppendSpan(b, a, text, unit)
		if b, err = appendSources(b, from[string(a.ID)]); err != nil {
			return b, err
		}
	}
	b = append(b, ']')
	if len(set.Relations) == 0 {
		return b, nil
	}
	b = append(jsonline.AppendKey(b, "relations"), '[')
	for i, r := range inOrder(set.Relations, model.CompareRelations) {
		if i > 0 {
			b = append(b, ',')
		}
		b = jsonline.AppendText(append(b, '{'), "id", string(r.ID))
		b = jsonline.AppendText(jsonline.AppendText(jsonline.AppendText(b, "type", r.Type), "from", string(r.From)), "to", string(r.To))
		if b, err = appendSources(b, from[string(r.ID)]); err != nil {
			return b, err
		}
	}
	return append(b, ']'), nil
}

// appendSources appends where an annotation or relation came from, and the
// brace that ends it.
func appendSources(b []byte, from []source) ([]byte, error) {
	if len(from) > 0 {
		var err error
		if b, err = jsonline.AppendValue(jsonline.AppendKey(b, "sources"), from); err != nil {
			return b, err
		}
	}
	return append(b, '}'), nil
}

// inOrder returns the list sorted, as a set has it in any case.
func inOrder[T any](list []T, compare func(a, b T) int) []T {
	if slices.IsSortedFunc(list, compare) {
		return list
	}
	return slices.SortedFunc(slices.Values(list), compare)
}
