package hf

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"dragoman/model"
)

// node is an object of JSON-LD, its keys sorted.
type node map[string]any

// context gives the words of Croissant 1.1 their meaning.
var context11 = func() node {
	context := node{
		"@language": "en", "@vocab": "https://schema.org/", "sc": "https://schema.org/",
		"cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/", "dct": "http://purl.org/dc/terms/",
		"conformsTo":  "dct:conformsTo",
		"data":        node{"@id": "cr:data", "@type": "@json"},
		"dataType":    node{"@id": "cr:dataType", "@type": "@vocab"},
		"examples":    node{"@id": "cr:examples", "@type": "@json"},
		"name":        node{"@container": "@language"},
		"description": node{"@container": "@language"},
	}
	for _, word := range strings.Fields(`arrayShape citeAs column containedIn equivalentProperty extract field fileProperty
		fileObject fileSet format includes isArray isLiveDataset jsonPath key md5 parentField path recordSet references
		regex repeated replace samplingRate separator source subField transform`) {
		context[word] = "cr:" + word
	}
	return context
}()

// croissant returns the description of the dataset for programs.
func (w *writer) croissant() []byte {
	c := w.counts
	set := node{
		"@context": context11, "@type": "sc:Dataset",
		"conformsTo": []string{"http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"},
		"name":       w.opt.Name,
		"description": fmt.Sprintf("%s with %s and %s between them. See README.md.",
			count(c.all.Documents, "document"), count(c.all.Annotations, "annotation"), count(c.all.Relations, "relation")),
		"rai:dataAnnotationPlatform":       "Dragoman",
		"rai:dataAnnotationProtocol":       w.protocol(),
		"rai:annotationsPerItem":           c.perDocument(),
		"rai:personalSensitiveInformation": "The texts name people. The column annotator names those who annotated, and notes are in their words.",
		"distribution":                     w.distribution(),
		"recordSet":                        w.recordSets(),
	}
	if c.people[string(model.Gold)] != nil {
		set["rai:dataAnnotationAnalysis"] = "Rows of the annotator gold are the reviewed annotations; their verdicts tell what became of those of each annotator, and why."
	}
	data, err := json.MarshalIndent(set, "", "  ")
	if err != nil {
		panic("encode plain data: " + err.Error())
	}
	return append(data, '\n')
}

// protocol says what was marked.
func (w *writer) protocol() string {
	text := "Annotators marked spans of the text with labels, and linked them."
	for _, l := range w.labels() {
		text += " " + l.Name
		if l.Description != "" {
			text += ": " + l.Description
		}
		if !strings.HasSuffix(text, ".") {
			text += "."
		}
	}
	return text
}

func (w *writer) distribution() []node {
	files := []node{}
	for _, f := range w.all() {
		files = append(files, node{
			"@type": "cr:FileObject", "@id": f.name(), "name": f.name(), "contentUrl": f.name(),
			"encodingFormat": "application/jsonlines", "contentSize": fmt.Sprintf("%d B", f.size), "sha256": f.sha256(),
		})
	}
	return files
}

// recordSets returns one for each file: a split of a configuration.
func (w *writer) recordSets() []node {
	sets := []node{}
	columns := map[string][]column{spans: spansColumns(), ner: nerColumns(w.tags.names())}
	for _, f := range w.all() {
		id := f.config + "_" + f.split
		fields := []node{}
		for _, c := range columns[f.config] {
			n := c.field(id, node{"fileObject": node{"@id": f.name()}, "extract": node{"column": c.Name}})
			fields = append(fields, n)
		}
		sets = append(sets, node{
			"@type": "cr:RecordSet", "@id": id, "name": id, "field": fields,
			"key":         []node{{"@id": id + "/id"}, {"@id": id + "/annotator"}},
			"description": fmt.Sprintf("The configuration %s of the split %s: %s.", f.config, f.split, count(f.rows, "row")),
		})
	}
	return sets
}

// field returns the column as a field of what has the id, with the parts of its
// objects. What readers of Croissant make of a path to a list within a list is
// its first item, so no part is a list of objects again.
func (c column) field(id string, source node) node {
	id += "/" + c.Name
	n := node{"@type": "cr:Field", "@id": id, "name": c.Name, "description": c.description(), "source": source}
	switch c.Kind {
	case text:
		n["dataType"] = "sc:Text"
	case number, pair, tag:
		n["dataType"] = "sc:Integer"
	}
	if c.List {
		n["isArray"], n["arrayShape"] = true, "-1"
	}
	if c.Kind == pair {
		n["arrayShape"] = "-1,2"
	}
	var parts []node
	for _, part := range c.Parts {
		from := maps.Clone(source)
		from["transform"] = node{"jsonPath": part.Name}
		parts = append(parts, part.field(id, from))
	}
	if parts != nil {
		n["subField"] = parts
	}
	return n
}

// description says what the column is, and what its numbers stand for.
func (c column) description() string {
	if len(c.Tags) == 0 {
		return c.About
	}
	return c.About + " By number from 0: " + strings.Join(c.Tags, ", ") + "."
}
