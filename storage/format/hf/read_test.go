package hf_test

import (
	"bufio"
	"context"
	"encoding/json"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/hf"
)

// readable returns the format with a reader of the configuration spans, so that
// the suite of all formats can compare what comes back with what was written.
func readable() format.Format {
	f := hf.Format()
	f.Recognise = func(name string, _ []byte) bool { return strings.HasPrefix(name, "spans/") }
	f.Read = read
	return f
}

func read(_ context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
	lines := bufio.NewReader(in.Body)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) == 0 {
			return format.Report{}, nil
		}
		if err != nil {
			return format.Report{}, err
		}
		if err := take(record(line)); err != nil {
			return format.Report{}, err
		}
	}
}

// record puts the record of a row together.
func record(line []byte) format.Record {
	var row struct {
		Title, Source, Meta, Text, Annotator, Status string
		Unit                                         format.Unit `json:"offset_unit"`
		Spans                                        []struct {
			ID                              model.AnnotationID
			Label, Note, Origin, Attributes string
			Start, End                      int
			Fragments                       [][2]int
		}
		Relations []model.Relation
		Verdicts  []model.Verdict
	}
	if err := json.Unmarshal(line, &row); err != nil {
		panic(err)
	}
	r := format.Record{Document: model.NewDocument(row.Text, row.Title, row.Source)}
	if err := json.Unmarshal([]byte(row.Meta), &r.Document.Meta); err != nil {
		panic(err)
	}
	if row.Annotator == "" {
		return r
	}
	set := model.AnnotationSet{
		Document: r.Document.ID, Annotator: model.Annotator(row.Annotator), Status: model.Status(row.Status),
		Relations: row.Relations, Verdicts: row.Verdicts,
	}
	for _, s := range row.Spans {
		if len(s.Fragments) == 0 {
			s.Fragments = [][2]int{{s.Start, s.End}}
		}
		var fragments []model.Span
		for _, f := range s.Fragments {
			fragments = append(fragments, model.Span{Start: f[0], End: f[1]})
		}
		fragments, err := row.Unit.Spans(r.Document.Text, fragments)
		if err != nil {
			panic(err)
		}
		a := model.Annotation{ID: s.ID, Label: s.Label, Fragments: fragments, Note: s.Note, Origin: model.Origin(s.Origin)}
		var attributes map[string]string
		if err := json.Unmarshal([]byte(s.Attributes), &attributes); err != nil {
			panic(err)
		}
		for name, value := range attributes {
			a = a.WithAttribute(name, value)
		}
		set.Annotations = append(set.Annotations, a)
	}
	r.Set, r.Named = &set, true
	return r
}
