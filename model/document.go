package model

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
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
	MetaIDs      = "ids"       // an object from our ids to those that another program gave
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

// Merge returns m with the names that o has and m lacks; where both hold a
// JSON object under a name, those are merged in the same way. It also returns
// the names, sorted, under which m's value stays although o has another.
func (m Meta) Merge(o Meta) (merged Meta, stayed []string) {
	merged = m
	for _, name := range slices.Sorted(maps.Keys(o)) {
		value, there := o[name], false
		if old, taken := m[name]; taken {
			if value, there = mergeObjects(old, value); there {
				stayed = append(stayed, name)
			}
		}
		if string(m[name]) == string(value) {
			continue
		}
		merged = maps.Clone(merged)
		if merged == nil {
			merged = Meta{}
		}
		merged[name] = value
	}
	return merged, stayed
}

// mergeObjects returns old with what the object value adds to the object old,
// and whether anything of value was left out.
func mergeObjects(old, value json.RawMessage) (merged json.RawMessage, leftOut bool) {
	var a, b Meta
	if json.Unmarshal(old, &a) != nil || json.Unmarshal(value, &b) != nil || a == nil {
		return old, string(old) != string(value)
	}
	both, stayed := a.Merge(b)
	if both.Equal(a) {
		return old, len(stayed) > 0
	}
	return bytes.TrimRight(encode(both, ""), "\n"), len(stayed) > 0
}

// Document is one article. Its text never changes: a corrected text is a new
// document.
type Document struct {
	ID     DocumentID
	Title  string
	Source string // where it came from: a file name, an address, an agency
	Meta   Meta
	Text   *Text
	Binned Annotator // who put it into the bin; "" where it is not there
}

// NewDocument makes the document with this text, which must be valid UTF-8.
// Its id follows from the text.
func NewDocument(text, title, source string) Document {
	return Document{ID: DocumentIDOf(text), Title: title, Source: source, Text: NewText(text)}
}

// Properties returns the part of the document that a person may edit.
func (d Document) Properties() Properties { return Properties{d.Title, d.Source, d.Meta, d.Binned} }

// WithProperties returns d with its title, source and metadata replaced, and in
// the bin or out of it.
func (d Document) WithProperties(p Properties) Document {
	d.Title, d.Source, d.Meta, d.Binned = p.Title, p.Source, p.Meta, p.Binned
	return d
}

// Properties is what a person may edit of a document.
type Properties struct {
	Title  string `json:"title"`
	Source string `json:"source,omitempty"`
	Meta   Meta   `json:"meta,omitempty"`
	// Binned is who put the document into the bin, "" where it is not there. It
	// stays in the project file, with its annotations, and is left out of
	// everything but its history.
	Binned Annotator `json:"binned,omitempty"`
}

// Equal reports whether p and q are the same in every field.
func (p Properties) Equal(q Properties) bool {
	return p.Title == q.Title && p.Source == q.Source && p.Meta.Equal(q.Meta) && p.Binned == q.Binned
}
