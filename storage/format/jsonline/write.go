package jsonline

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"

	"dragoman/model"
	"dragoman/storage/format"
)

// Write writes what line makes of each record, one a line, without HTML
// escaping. It fails where the records come out of order or line fails, and
// for a record that breaks a law of the model that a file could not carry.
func Write(ctx context.Context, out io.Writer, records iter.Seq2[format.Record, error], line func(format.Record) (any, error)) error {
	buffer := bufio.NewWriter(out)
	encoder := json.NewEncoder(buffer)
	encoder.SetEscapeHTML(false)
	err := format.Each(ctx, records, func(r format.Record) error { return encode(encoder, r, line) })
	if err != nil {
		return err
	}
	return buffer.Flush()
}

func encode(encoder *json.Encoder, record format.Record, line func(format.Record) (any, error)) error {
	if err := Check(record); err != nil {
		return err
	}
	l, err := line(record)
	if err != nil {
		return err
	}
	return encoder.Encode(l)
}

// Check reports spans that do not lie in the text, and a string that is not
// valid UTF-8: encoding/json would replace its bytes without a word.
func Check(r format.Record) error {
	d := r.Document
	texts := []string{d.Title, d.Text.String(), d.Source, string(r.Annotator())}
	for name, value := range d.Meta {
		texts = append(texts, name, string(value))
	}
	if err := checkFragments(r); err != nil {
		return err
	}
	if r.Set != nil {
		texts = appendSet(texts, *r.Set)
	}
	for _, s := range texts {
		if !utf8.ValidString(s) {
			return fmt.Errorf("%.40q is not valid UTF-8", s)
		}
	}
	return nil
}

// checkFragments reports spans that do not lie in the text.
func checkFragments(r format.Record) error {
	if r.Set == nil {
		return nil
	}
	for _, a := range r.Set.Annotations {
		if err := model.CheckFragments(r.Document.Text, a.Fragments); err != nil {
			return fmt.Errorf("annotation %s: %w", a.ID, err)
		}
	}
	return nil
}

// appendSet appends all strings of a set.
func appendSet(texts []string, set model.AnnotationSet) []string {
	for _, a := range set.Annotations {
		texts = append(texts, string(a.ID), a.Label, a.Note, string(a.Origin))
		for _, at := range a.Attributes {
			texts = append(texts, at.Name, at.Value)
		}
	}
	for _, r := range set.Relations {
		texts = append(texts, string(r.ID), r.Type)
	}
	for _, v := range set.Verdicts {
		texts = append(texts, string(v.Annotator), v.Of, string(v.By), v.Why)
	}
	return texts
}
