package spacy

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"io"
	"iter"

	"dragoman/model"
	"dragoman/storage/format"
)

// group is the span group that holds the annotations.
const group = "sc"

// noGroups are the span groups of a document that has none: an empty list.
var noGroups = []byte{0x90}

// lossNER is the kind of loss of what doc.ents has no room for.
const lossNER = "ner_overlap"

// writer makes documents of spaCy out of records.
type writer struct {
	whole format.Reducer // what spans can hold
	flat  format.Reducer // of that, what entities can
	bin   docBin
}

// write writes records; see format.Format.
func write(ctx context.Context, out io.Writer, opt format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
	keeps := format.All()
	keeps.Overlaps = false
	w := writer{
		whole: format.Reducer{Format: Format(), Options: opt},
		flat:  format.Reducer{Format: format.Format{Keeps: keeps}, Options: opt},
	}
	if err := format.Each(ctx, records, w.add); err != nil {
		return format.Report{}, err
	}
	report := w.report()
	return report, w.bin.write(out)
}

// report returns what was lost.
func (w *writer) report() format.Report {
	report := format.Report{Losses: w.whole.Losses}
	for _, l := range w.flat.Losses {
		if l.Kind == format.LossOverlap {
			l.Kind, l.Instead = lossNER, `doc.spans["sc"] of the same file, which has it, and spancat; or another order with --prefer`
			report.Merge(format.Report{Losses: format.Losses{l}})
		}
	}
	return report
}

// add adds the document of a record.
func (w *writer) add(record format.Record) error {
	r := w.whole.Reduce(record)
	doc := w.tokens(r)
	data, err := packed(userData(r.Record))
	if err == nil && r.Set != nil {
		doc.annotated = true
		for _, a := range w.flat.Reduce(r.Record).Set.Annotations {
			doc.ents = append(doc.ents, entity{r.At[a.ID][0], w.bin.intern(a.Label)})
		}
		doc.spans, err = w.spans(r)
	}
	doc.data = data
	w.bin.add(doc)
	return err
}

// tokens returns a document with its words.
func (w *writer) tokens(r format.Reduced) document {
	text := r.Document.Text.String()
	doc := document{words: make([]uint32, len(r.Tokens)), spaced: make([]byte, len(r.Tokens)), spans: noGroups}
	for i, t := range r.Tokens {
		doc.words[i] = w.bin.intern(text[t.Start:t.End])
		if format.Spaced(text, r.Tokens, i) {
			doc.spaced[i] = 1
		}
	}
	return doc
}

func packed(v any) ([]byte, error) {
	var b bytes.Buffer
	p := packer{w: &b}
	p.value(v)
	return b.Bytes(), p.err
}

// spans returns the span groups of a document: a list of groups, each in a
// string of bytes, each span of which is a string of bytes again.
func (w *writer) spans(r format.Reduced) ([]byte, error) {
	var b, groups bytes.Buffer
	p := packer{w: &b}
	p.mapHead(3)
	p.str("name")
	p.str(group)
	p.str("attrs")
	p.mapHead(0)
	p.str("spans")
	p.arrayHead(len(r.Set.Annotations))
	for _, a := range r.Set.Annotations {
		p.bin(w.span(r, a))
	}
	list := packer{w: &groups, err: p.err}
	list.arrayHead(1)
	list.bin(b.Bytes())
	return groups.Bytes(), list.err
}

// span returns a span as spaCy's struct ">QQQllll".
func (w *writer) span(r format.Reduced, a model.Annotation) []byte {
	const knowledgeBase = 0
	w.bin.intern(string(a.ID))
	w.bin.intern(a.Label)
	text, at, hull := r.Document.Text, r.At[a.ID][0], a.Hull()
	var b []byte
	for _, id := range []uint64{stringID(string(a.ID)), knowledgeBase, stringID(a.Label)} {
		b = binary.BigEndian.AppendUint64(b, id)
	}
	for _, place := range []int{at.First, at.End, text.CodePointAt(hull.Start), text.CodePointAt(hull.End)} {
		b = binary.BigEndian.AppendUint32(b, uint32(place))
	}
	return b
}

// userData returns what spaCy has no place for.
func userData(r format.Record) object {
	d := r.Document
	data := object{"id": string(d.ID)}
	data.set("title", d.Title)
	data.set("source", d.Source)
	if len(d.Meta) > 0 {
		data["meta"] = metaText(d.Meta)
	}
	if r.Set == nil {
		return data
	}
	data["annotator"], data["status"] = string(r.Set.Annotator), r.Set.Status.String()
	annotations, relations, verdicts := object{}, []object{}, []object{}
	for _, a := range r.Set.Annotations {
		if facts := factsOf(a); len(facts) > 0 {
			annotations[string(a.ID)] = facts
		}
	}
	for _, x := range r.Set.Relations {
		relations = append(relations, object{"id": string(x.ID), "type": x.Type, "from": string(x.From), "to": string(x.To)})
	}
	for _, v := range r.Set.Verdicts {
		verdicts = append(verdicts, object{
			"of": v.Of, "annotator": string(v.Annotator), "gold": v.Gold, "was": v.Was, "why": v.Why, "by": string(v.By),
		})
	}
	data["annotations"], data["relations"] = annotations, relations
	if len(verdicts) > 0 {
		data["verdicts"] = verdicts
	}
	return data
}

// set puts a value under a name unless it is empty.
func (o object) set(name, value string) {
	if value != "" {
		o[name] = value
	}
}

// metaText returns meta as JSON text: msgpack has no numbers without limits.
func metaText(m model.Meta) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(m); err != nil {
		panic("encode meta, which is JSON: " + err.Error())
	}
	return string(bytes.TrimRight(b.Bytes(), "\n"))
}

// factsOf returns what an annotation is beside a labelled span.
func factsOf(a model.Annotation) object {
	facts := object{}
	facts.set("note", a.Note)
	facts.set("origin", string(a.Origin))
	attributes := object{}
	for _, at := range a.Attributes {
		attributes[at.Name] = at.Value
	}
	if len(attributes) > 0 {
		facts["attributes"] = attributes
	}
	return facts
}
