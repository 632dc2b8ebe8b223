package jsonl

import (
	"errors"
	"fmt"
	"slices"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// parsed is one line as it was read.
type parsed struct {
	*reader
	number    int
	document  model.Document
	set       model.AnnotationSet
	hasStatus bool
	named     bool
	ids       *format.IDs
	judged    map[string]bool // sources met
}

// parse reads the object of a line. It fails when the line as a whole cannot
// be used; what is wrong with single annotations is told in the report.
func (r *reader) parse(number int, o jsonline.Object) (*parsed, error) {
	spans, errSpans := o.List("spans")
	relations, errRelations := o.List("relations")
	unit, errUnit := o.Unit()
	p := &parsed{reader: r, number: number, judged: map[string]bool{}}
	if err := firstOf(errSpans, errRelations, errUnit, p.takeDocument(o), p.takeSet(o)); err != nil {
		return nil, err
	}
	var err error
	if p.document.Meta, err = o.Meta(); err != nil {
		return nil, err
	}
	p.addSpans(spans, unit)
	p.addRelations(relations)
	p.document.Meta = p.ids.Keep(p.document.Meta)
	return p, nil
}

// firstOf returns the first error that is one.
func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *parsed) takeDocument(o jsonline.Object) error {
	text, ok := o.Text("text")
	if !ok {
		return errors.New("it has no “text”, or one that is not a string")
	}
	title, _ := o.Text("title")
	source, _ := o.Text("source")
	p.document = model.NewDocument(text, title, source)
	if id := o.Peek("id"); id == string(p.document.ID) || id == "" {
		o.Text("id")
	}
	return nil
}

func (p *parsed) takeSet(o jsonline.Object) error {
	name, ok := o.Text("annotator")
	if _, there := o["annotator"]; there && !ok {
		return fmt.Errorf("annotator is %.40s, not a string", o["annotator"])
	}
	if model.Annotator(name) == model.All {
		return fmt.Errorf("no annotator can be called %q, which stands for all of them", name)
	}
	p.named = name != ""
	p.set = model.AnnotationSet{Document: p.document.ID, Annotator: model.Annotator(name), Status: model.StatusNew}
	if !p.named {
		p.set.Annotator = p.In.Unnamed()
	}
	p.set.Status, p.hasStatus = o.Status()
	p.ids = format.NewIDs(p.document.ID, p.set.Annotator)
	return nil
}

// record returns the record of the line. It has a set when the line names an
// annotator, brings annotations or says that work began.
func (p *parsed) record() format.Record {
	r := format.Record{Document: p.document, Named: p.named, Path: p.In.Name, Line: p.number}
	if !p.hasStatus && len(p.set.Annotations) > 0 {
		p.set.Status = model.StatusInProgress
	}
	if p.named || len(p.set.Annotations) > 0 || p.set.Status != model.StatusNew {
		slices.SortFunc(p.set.Annotations, model.CompareAnnotations)
		slices.SortFunc(p.set.Relations, model.CompareRelations)
		slices.SortFunc(p.set.Verdicts, model.CompareVerdicts)
		r.Set = &p.set
	}
	return r
}
