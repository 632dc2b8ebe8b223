package hf

import (
	"fmt"
	"strconv"
	"strings"
)

// column is a column of a configuration, or a part of a column of objects.
type column struct {
	Name  string
	About string // one sentence
	Kind  kind
	List  bool
	Tags  []string // the names of the numbers, where it holds numbers that stand for tags
	Parts []column // of an object
}

// kind is the type of the values of a column: as datasets calls it.
type kind string

const (
	text   kind = "string"
	number kind = "int32"
	pair   kind = "pair" // two numbers
	tag    kind = "class_label"
	object kind = "object"
)

// spansColumns returns the columns of the rows of spans.
func spansColumns() []column {
	return []column{
		{Name: "id", Kind: text, About: "The document: the beginning of the SHA-256 of its text."},
		{Name: "title", Kind: text, About: "The title of the document."},
		{Name: "source", Kind: text, About: "Where the document came from."},
		{Name: "meta", Kind: text, About: "What else is known of the document, its date for one: a JSON object as text."},
		{Name: "text", Kind: text, About: "The text, exactly as it was annotated."},
		{Name: "annotator", Kind: text, About: "Whose annotations these are; gold is the reviewed set, empty means that nobody annotated the document."},
		{Name: "status", Kind: text, About: "How far the annotator is: new, in_progress or done."},
		{Name: "offset_unit", Kind: text, About: "What start and end count: codepoint, as Python does, unless it was asked for otherwise."},
		{Name: "spans", Kind: object, List: true, About: "The annotations, by start; they may overlap.", Parts: []column{
			{Name: "id", Kind: text, About: "The annotation."},
			{Name: "start", Kind: number, About: "Where it begins in the text."},
			{Name: "end", Kind: number, About: "Where it ends: the first place that is no part of it."},
			{Name: "label", Kind: text, About: "Its label."},
			{Name: "text", Kind: text, About: "Its words; those of fragments are joined by one space."},
			{Name: "fragments", Kind: pair, List: true, About: "Where its pieces begin and end, where it has several."},
			{Name: "attributes", Kind: text, About: "Its attributes and their values: a JSON object as text."},
			{Name: "note", Kind: text, About: "What the annotator noted."},
			{Name: "origin", Kind: text, About: "How it came to be: manual, imported, suggested, or the word of another program."},
		}},
		{Name: "relations", Kind: object, List: true, About: "Directed links between the annotations of the row.", Parts: []column{
			{Name: "id", Kind: text, About: "The relation."},
			{Name: "type", Kind: text, About: "Its type."},
			{Name: "from", Kind: text, About: "The id of the annotation that it begins at."},
			{Name: "to", Kind: text, About: "The id of the annotation that it leads to."},
		}},
		{Name: "verdicts", Kind: object, List: true, About: "In a gold set: what was decided of each annotation and relation of the annotators.", Parts: []column{
			{Name: "of", Kind: text, About: "The id of what was judged."},
			{Name: "annotator", Kind: text, About: "Whose it is."},
			{Name: "gold", Kind: text, About: "The id of what stands for it in this row; empty: rejected."},
			{Name: "was", Kind: text, About: "A fingerprint of what was judged."},
			{Name: "why", Kind: text, About: "The reason."},
			{Name: "by", Kind: text, About: "Who decided."},
		}},
	}
}

// nerColumns returns the columns of the rows of ner.
func nerColumns(tags []string) []column {
	return []column{
		{Name: "id", Kind: text, About: "The document, as in spans."},
		{Name: "annotator", Kind: text, About: "Whose annotations these are, as in spans."},
		{Name: "tokens", Kind: text, List: true, About: "The words and punctuation marks of the text."},
		{Name: "ner_tags", Kind: tag, List: true, Tags: tags, About: "The tag of each: O, B- for the first of an annotation, I- for the others."},
	}
}

// yaml writes the column as a feature in the head of a data card.
func (c column) yaml(b *strings.Builder, indent string) {
	fmt.Fprintf(b, "%s- name: %s\n", indent, c.Name)
	indent += "  "
	switch {
	case c.Kind == object:
		fmt.Fprintf(b, "%slist:\n", indent)
		for _, part := range c.Parts {
			part.yaml(b, indent)
		}
	case c.Kind == tag:
		fmt.Fprintf(b, "%slist:\n%s  class_label:\n%s    names:\n", indent, indent, indent)
		for i, name := range c.Tags {
			fmt.Fprintf(b, "%s      '%d': %s\n", indent, i, quoted(name))
		}
	case c.Kind == pair:
		fmt.Fprintf(b, "%slist:\n%s  list: %s\n", indent, indent, number)
	case c.List:
		fmt.Fprintf(b, "%slist: %s\n", indent, c.Kind)
	default:
		fmt.Fprintf(b, "%sdtype: %s\n", indent, c.Kind)
	}
}

// quoted returns a string in double quotes as YAML has them, which knows every
// escape of Go.
func quoted(s string) string { return strconv.Quote(s) }
