package xmi

import (
	"strconv"

	"dragoman/model"
	"dragoman/model/segment"
	"dragoman/storage/format"
	"dragoman/storage/format/xmi/uima"
)

// recordFeatures are what uima.Record holds.
var recordFeatures = []string{"title", "source", "meta", "annotator", "status", "verdicts"}

// head opens a file: the name spaces of all types that are written.
const head = `<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"` +
	` xmlns:metadata="http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore"` +
	` xmlns:segmentation="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore"` +
	` xmlns:custom="http:///webanno/custom.ecore" xmi:version="2.0">
  <cas:NULL xmi:id="0"/>
`

// sofa is the id of the text; those of all else follow.
const sofa = 1

// cas writes one file.
type cas struct {
	elements
	document   model.Document
	attributes map[string]bool
	own        uima.Own
	last       int // id
	// first is the first fragment of each annotation, to which its relations
	// lead.
	first map[model.AnnotationID]fragment
}

// fragment is one that was written.
type fragment struct {
	id int
	at model.Span
}

// write writes the file of a record; name is what DKPro calls the document.
func (c *cas) write(r format.Reduced, name string) {
	text := c.document.Text.String()
	c.last, c.first = sofa, map[model.AnnotationID]fragment{}
	c.w.WriteString(head)
	c.begin("metadata:DocumentMetaData", model.Span{End: len(text)})
	c.text("language", "x-unspecified")
	c.value("documentTitle", c.document.Title)
	c.text("documentId", name)
	c.close()
	c.record(r)
	c.words(text)
	for _, p := range spansOf(r.Set) {
		c.span(p)
	}
	if r.Set != nil {
		for _, rel := range r.Set.Relations {
			c.relation(rel)
		}
	}
	c.end(text)
}

// begin opens an element of the text with its place.
func (c *cas) begin(name string, s model.Span) {
	c.last++
	c.open(name)
	c.number("xmi:id", c.last)
	c.number("sofa", sofa)
	c.number("begin", c.document.Text.UTF16At(s.Start))
	c.number("end", c.document.Text.UTF16At(s.End))
}

// value writes an attribute unless it is empty.
func (c *cas) value(name, value string) {
	if value != "" {
		c.text(name, value)
	}
}

// record writes what is known of the document and the set.
func (c *cas) record(r format.Reduced) {
	c.last++
	c.open("custom:DragomanDocument")
	c.number("xmi:id", c.last)
	c.number("sofa", sofa)
	c.value("title", c.document.Title)
	c.value("source", c.document.Source)
	if len(c.document.Meta) > 0 {
		c.text("meta", uima.EncodeJSON(c.document.Meta))
	}
	if r.Set != nil {
		c.text("annotator", string(r.Set.Annotator))
		c.text("status", r.Set.Status.String())
		if len(r.Set.Verdicts) > 0 {
			c.text("verdicts", uima.EncodeJSON(r.Set.Verdicts))
		}
	}
	c.close()
}

// words writes the sentences and tokens, without which these programs would
// find their own.
func (c *cas) words(text string) {
	tokens := segment.Tokens(text)
	for _, s := range uima.Sentences(text, tokens) {
		c.begin("segmentation:Sentence", model.Span{Start: tokens[s.First].Start, End: tokens[s.End-1].End})
		c.close()
		for _, t := range tokens[s.First:s.End] {
			c.begin("segmentation:Token", t)
			c.close()
		}
	}
}

func (c *cas) span(p part) {
	c.begin("custom:Dragoman", p.span())
	if p.i == 0 {
		c.first[p.of.ID] = fragment{c.last, p.span()}
	}
	part := uima.PartOf(p.i, len(p.of.Fragments))
	for _, f := range append(uima.Features(p.of, c.own), part) {
		c.value(f.Name, f.Value)
		c.attributes[f.Name] = true
	}
	c.close()
}

// relation writes a relation at the place of the annotation that it leads to,
// as DKPro has it.
func (c *cas) relation(r model.Relation) {
	c.begin("custom:DragomanRelation", c.first[r.To].at)
	c.text(uima.Label, r.Type)
	c.text(uima.ID, string(r.ID))
	c.number("Governor", c.first[r.From].id)
	c.number("Dependent", c.first[r.To].id)
	c.close()
}

// end writes the text, and what belongs to it.
func (c *cas) end(text string) {
	c.open("cas:Sofa")
	c.number("xmi:id", sofa)
	c.number("sofaNum", 1)
	c.text("sofaID", "_InitialView")
	c.text("mimeType", "text")
	c.text("sofaString", text)
	c.close()
	c.open("cas:View")
	c.number("sofa", sofa)
	c.w.WriteString(` members="` + strconv.Itoa(sofa+1))
	for id := sofa + 2; id <= c.last; id++ {
		c.w.WriteString(" " + strconv.Itoa(id))
	}
	c.w.WriteString(`"/>` + "\n</xmi:XMI>\n")
}
