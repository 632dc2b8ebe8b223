package prodigy

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// maxLine is the length in bytes up to which a line is read. Tokens make a line
// some thirty times as long as its text: this is a text of 8 MB.
const maxLine = 1 << 28

// task is one line while it is read.
type task struct {
	*jsonline.File
	number    int
	document  model.Document
	declared  format.Unit
	annotator model.Annotator
	status    model.Status
	verdicts  []model.Verdict
	tokens    []token
	spans     []one
	ends      ends
}

// read reads a file line by line; see format.Format.
func read(ctx context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
	f := &jsonline.File{In: in, Format: "prodigy", Limit: maxLine}
	err := f.Read(ctx, func(number int, o jsonline.Object) (format.Record, error) {
		t := &task{File: f, number: number, ends: newEnds()}
		return t.parse(o)
	}, take)
	return f.Report, err
}

// parse reads the object of a line. It fails when the line as a whole cannot be
// used; what is wrong with single annotations is told in the report.
func (t *task) parse(o jsonline.Object) (format.Record, error) {
	text, ok := o.Text("text")
	if !ok {
		return format.Record{}, errors.New("it has no “text”, or one that is not a string; tasks about pictures and sounds are not read")
	}
	spans, errSpans := o.List("spans")
	relations, errRelations := o.List("relations")
	declared, errUnit := o.Unit()
	if err := errors.Join(errSpans, errRelations, errUnit); err != nil {
		return format.Record{}, err
	}
	t.declared = declared
	t.takeTokens(o)
	refused := answers[o.Peek("answer")]
	if refused == "" {
		t.takeAnswer(o)
	}
	if err := t.takeDocument(o, text); err != nil {
		return format.Record{}, err
	}
	if refused != "" {
		t.refuse(refused, "span", spans)
		t.refuse(refused, "relation", relations)
		return format.Record{Document: t.document, Path: t.In.Name, Line: t.number}, nil
	}
	for i, raw := range spans {
		t.addSpan(i, raw)
	}
	t.join()
	return t.record(relations), nil
}

// refuse counts what the annotator did not accept.
func (t *task) refuse(kind, what string, raws []json.RawMessage) {
	for i, raw := range raws {
		o, _ := jsonline.ParseObject(raw)
		t.Lose(kind, t.number, jsonline.Named(what, i+1, o.Peek("label")))
	}
}

// takeAnswer takes what the annotator said of the text as a whole.
func (t *task) takeAnswer(o jsonline.Object) {
	for _, key := range []string{"_annotator_id", "_session_id"} {
		name := o.Peek(key)
		if t.annotator == "" && model.Annotator(name) != model.All {
			t.annotator = model.Annotator(name)
		}
		if name == string(t.annotator) {
			o.Text(key)
		}
	}
	shown := o.Peek("_view_id")
	switch shown {
	case "ner_manual", "spans_manual", "relations":
		delete(o, "_view_id")
	}
	t.status, _ = o.Status()
	if o.Peek("answer") == "accept" {
		delete(o, "answer")
		t.status = model.StatusDone
		if shown == "ner" || shown == "spans" {
			t.status = model.StatusInProgress
		}
	}
	t.verdicts = o.Verdicts()
}

// takeDocument takes the document out of the line. Prodigy has the source of a
// text in the meta.
func (t *task) takeDocument(o jsonline.Object, text string) (err error) {
	if _, there := o["source"]; !there {
		if meta, err := jsonline.ParseObject(o["meta"]); err == nil && meta.Peek("source") != "" {
			o["source"] = meta["source"]
		}
	}
	t.document = t.Document(o, text)
	t.document.Meta, err = o.Meta()
	return err
}

// record puts the line together. A set of which something was refused is not
// done.
func (t *task) record(relations []json.RawMessage) format.Record {
	refused := len(t.Report.Rejected)
	unit, note := t.unit()
	draft := format.NewDraft(t.In, &t.Report, t.document, t.annotator, format.CodePoint, unit)
	draft.At(t.number)
	draft.Status(t.status)
	draft.Judge(t.verdicts)
	for _, s := range t.spans {
		draft.Add(s.Found)
	}
	for i, raw := range relations {
		if link, err := t.link(i, raw); err != nil {
			t.Reject(t.number, link.Name, err)
		} else {
			draft.Link(link)
		}
	}
	r, choice := draft.Record()
	if r.Set != nil && len(t.Report.Rejected) > refused {
		r.Set.Status = model.StatusInProgress
	}
	if len(t.tokens) > 0 && !t.tokensOurs(r, choice.Unit) {
		note += "; its tokens are not kept"
	}
	if len(t.spans) > 0 {
		choice.Note = strings.TrimPrefix(choice.Note+note, "; ")
		t.Unit(choice)
	}
	return r
}

// addSpan reads one span.
func (t *task) addSpan(i int, raw json.RawMessage) {
	o, err := jsonline.ParseObject(raw)
	if err != nil {
		t.spans = append(t.spans, one{Found: format.Found{Claim: format.Claim{Err: err}, Name: jsonline.Named("span", i+1, ""), Line: t.number}})
		return
	}
	if refused := answers[o.Peek("answer")]; refused != "" {
		t.Lose(refused, t.number, jsonline.Named("span", i+1, o.Peek("label")))
		return
	}
	at, placed := t.takePlace(o)
	s := one{Found: t.Span(t.number, o), at: at, placed: placed, partOf: o.ID("part_of")}
	s.Name, s.Key = jsonline.Named("span", i+1, s.ID), jsonline.Named("span", i+1, "")
	t.spans = append(t.spans, s)
	if s.Err != nil {
		return
	}
	for _, known := range []string{"type", "answer", "color"} {
		delete(o, known) // what it looks like, and that it was accepted
	}
	t.LoseRest("span", t.number, o)
}
