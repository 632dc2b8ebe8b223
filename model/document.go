package model

import (
	"encoding/json"
	"maps"
)

// Meta is what is known about a document beside its text, title and source:
// names to compact JSON values. A nil Meta is empty.
type Meta map[string]json.RawMessage

// Names of metadata that the program itself reads.
const (
	MetaAuthor   = "author"
	MetaDate     = "date"
	MetaFlag     = "flag"      // Flagged or Skipped
	MetaFlagNote = "flag_note" // why
)

// The values of MetaFlag.
const (
	Flagged = "flagged" // to be looked at again
	Skipped = "skipped" // not to be annotated
)

// Text returns the value of a name that holds a JSON string, and "" where
// there is none or it is no string.
func (m Meta) Text(name string) string {
	value, there := m[name]
	var s string
	if !there || json.Unmarshal(value, &s) != nil {
		return ""
	}
	return s
}

// With returns a copy of m in which name holds the string value; an empty
// value removes the name.
func (m Meta) With(name, value string) Meta {
	c := maps.Clone(m)
	if c == nil {
		c = Meta{}
	}
	delete(c, name)
	if value != "" {
		c[name] = jsonString(value)
	}
	return c
}

// Equal reports whether m and o hold the same names and values, byte for byte.
func (m Meta) Equal(o Meta) bool {
	return maps.EqualFunc(m, o, func(a, b json.RawMessage) bool { return string(a) == string(b) })
}

// Document is one article. Its text never changes: a corrected text is a new
// document.
type Document struct {
	ID     DocumentID
	Title  string
	Source string // where it came from: a file name, an address, an agency
	Meta   Meta
	Text   *Text
}

// NewDocument makes the document with this text, which must be valid UTF-8.
// Its id follows from the text.
func NewDocument(text, title, source string) Document {
	return Document{ID: DocumentIDOf(text), Title: title, Source: source, Text: NewText(text)}
}

// Properties returns the part of the document that a person may edit.
func (d Document) Properties() Properties { return Properties{d.Title, d.Source, d.Meta} }

// WithProperties returns d with its title, source and metadata replaced.
func (d Document) WithProperties(p Properties) Document {
	d.Title, d.Source, d.Meta = p.Title, p.Source, p.Meta
	return d
}

// Properties is what a person may edit of a document.
type Properties struct {
	Title  string `json:"title"`
	Source string `json:"source,omitempty"`
	Meta   Meta   `json:"meta,omitempty"`
}

// Equal reports whether p and q are the same in every field.
func (p Properties) Equal(q Properties) bool {
	return p.Title == q.Title && p.Source == q.Source && p.Meta.Equal(q.Meta)
}
