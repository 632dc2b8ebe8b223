package doccano

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// maxLine is the length in bytes up to which a line is read. doccano takes
// files of up to 1 GB with many lines; the longest novels stay under 64 MiB
// with every word marked.
const maxLine = 1 << 28

// reads returns Format.Read; both kinds of lines are read, whichever the format
// is called.
func reads(name string) func(context.Context, format.Input, func(format.Record) error) (format.Report, error) {
	return func(ctx context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
		f := &jsonline.File{In: in, Format: name, Limit: maxLine}
		err := f.Read(ctx, func(number int, o jsonline.Object) (format.Record, error) { return parse(f, number, o) }, take)
		return f.Report, err
	}
}

// line is one line while it is read.
type line struct {
	*jsonline.File
	number   int
	document model.Document
	draft    *format.Draft
	spans    []format.Found
	details  map[place]format.Found // what the line says beside of each annotation
	ids      map[string]string      // of entities, to ours
	links    map[model.Relation]string
}

// place is what tells apart the annotations of a line.
type place struct {
	model.Span
	label string
}

// parse reads the object of a line.
func parse(f *jsonline.File, number int, o jsonline.Object) (format.Record, error) {
	text, ok := o.Text("text")
	if !ok {
		if text, ok = o.Text("data"); !ok {
			return format.Record{}, errors.New("it has no “text”, or one that is not a string")
		}
	}
	declared, err := o.Unit()
	if err != nil {
		return format.Record{}, err
	}
	spans, relations := takeSpans(o), takeObjects(o, "relations")
	l := &line{File: f, number: number, document: f.Document(o, text), ids: map[string]string{}}
	l.takeDetails(o)
	annotator, verdicts := takeAnnotator(o), o.Verdicts()
	status, _ := o.Status()
	if string(o["Comments"]) == "[]" {
		delete(o, "Comments")
	}
	if l.document.Meta, err = o.Meta(); err != nil {
		return format.Record{}, err
	}
	for i, raw := range spans {
		l.addSpan(i, raw)
	}
	return l.record(annotator, status, declared, relations, verdicts), nil
}

// record puts the line together.
func (l *line) record(who model.Annotator, status model.Status, declared format.Unit, relations []json.RawMessage, verdicts []model.Verdict) format.Record {
	unit, note := l.unit(declared)
	l.draft = format.NewDraft(l.In, &l.Report, l.document, who, format.CodePoint, unit)
	l.draft.At(l.number)
	l.draft.Status(status)
	l.draft.Judge(verdicts)
	for _, s := range l.spans {
		l.draft.Add(s)
	}
	for i, raw := range relations {
		l.addRelation(i, raw)
	}
	l.loseDetails()
	r, choice := l.draft.Record()
	if note != "" {
		choice.Note = note
	}
	if len(l.spans) > 0 {
		l.Unit(choice)
	}
	return r
}

// takeAnnotator takes the annotator, where it is one.
func takeAnnotator(o jsonline.Object) model.Annotator {
	if model.Annotator(o.Peek("annotator")) == model.All {
		return ""
	}
	name, _ := o.Text("annotator")
	return model.Annotator(name)
}

// takeSpans takes the list of spans out of a line, whatever it is called:
// "annotations" was the name before doccano 1.5.
func takeSpans(o jsonline.Object) []json.RawMessage {
	for _, key := range []string{"entities", "label", "labels", "annotations"} {
		if !holdsSpans(o[key]) {
			continue
		}
		if list, err := o.List(key); err == nil && len(list) > 0 {
			return list
		}
	}
	return nil
}

// takeObjects takes a list out of a line where it holds objects, or nothing.
func takeObjects(o jsonline.Object, key string) []json.RawMessage {
	if !holdsSpans(o[key]) {
		return nil
	}
	list, _ := o.List(key)
	return list
}

// takeDetails takes out of the line what doccano has no place for.
func (l *line) takeDetails(o jsonline.Object) {
	l.details, l.links = map[place]format.Found{}, map[model.Relation]string{}
	for i, raw := range takeObjects(o, "details") {
		d, err := jsonline.ParseObject(raw)
		var found format.Found
		if err == nil {
			found = l.Span(l.number, d)
			err = found.Err
		}
		if err != nil {
			l.Lose("details", l.number, jsonline.Named("details", i+1, found.ID)+": "+err.Error())
			continue
		}
		l.LoseRest("details", l.number, d)
		l.details[place{model.Hull(found.Fragments), found.Label}] = found
	}
	for i, raw := range takeObjects(o, "links") {
		var r model.Relation
		if err := json.Unmarshal(raw, &r); err != nil {
			l.Lose("links", l.number, fmt.Sprintf("link %d: %v", i+1, err))
			continue
		}
		id := string(r.ID)
		r.ID = ""
		l.links[r] = id
	}
}

// loseDetails counts what was said of annotations that are not there any more.
func (l *line) loseDetails() {
	gone := slices.SortedFunc(maps.Keys(l.details), func(a, b place) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.label, b.label))
	})
	for _, at := range gone {
		l.Lose("details", l.number, fmt.Sprintf("of %s at %v, which is not there any more", format.Shorten(at.label), at.Span))
	}
}

// addSpan reads one span: a list of start, end and label, or an object.
func (l *line) addSpan(i int, raw json.RawMessage) {
	o, err := spanObject(raw)
	if err != nil {
		l.spans = append(l.spans, l.named(i, format.Found{Claim: format.Claim{Err: err}}))
		return
	}
	s := format.Found{Line: l.number, ID: o.ID("id"), Label: o.ID("label")}
	at, err := o.Offsets("start_offset", "end_offset")
	s.Fragments, s.Err = []model.Span{at}, err
	if d, known := l.details[place{at, s.Label}]; known && err == nil {
		delete(l.details, place{at, s.Label})
		if d.ID != "" {
			l.ids[s.ID], d.Key = d.ID, s.ID
		} else {
			d.ID = s.ID
		}
		s = d
	}
	if s.Label == "" {
		s.Err = cmp.Or(s.Err, errors.New("it has no label"))
	}
	l.spans = append(l.spans, l.named(i, s))
	if s.Err == nil {
		l.LoseRest("span", l.number, o)
	}
}

func (l *line) named(i int, s format.Found) format.Found {
	s.Name, s.Line = jsonline.Named("span", i+1, s.ID), l.number
	return s
}

// spanObject returns a span as an object.
func spanObject(raw json.RawMessage) (jsonline.Object, error) {
	if raw[0] != '[' {
		return jsonline.ParseObject(raw)
	}
	parts := jsonline.Split(raw)
	if len(parts) != 3 {
		return nil, fmt.Errorf("it has %d parts, not start, end and label", len(parts))
	}
	return jsonline.Object{"start_offset": parts[0], "end_offset": parts[1], "label": parts[2]}, nil
}

// addRelation reads one relation between entities.
func (l *line) addRelation(i int, raw json.RawMessage) {
	o, err := jsonline.ParseObject(raw)
	if err != nil {
		l.Reject(l.number, jsonline.Named("relation", i+1, ""), err)
		return
	}
	r := format.Link{Line: l.number, ID: o.ID("id"), From: o.ID("from_id"), To: o.ID("to_id")}
	r.Name = jsonline.Named("relation", i+1, r.ID)
	r.Type, _ = o.Text("type")
	key := model.Relation{Type: r.Type, From: model.AnnotationID(l.ids[r.From]), To: model.AnnotationID(l.ids[r.To])}
	if id, known := l.links[key]; known {
		r.ID = id
	}
	l.LoseRest("relation", l.number, o)
	l.draft.Link(r)
}
