// Package format says what a file format is: a value that names it, tells what
// it can hold, and reads or writes it. The formats are packages of their own
// beside this one; package all lists them. Offsets are converted here and
// nowhere else.
package format

import (
	"context"
	"io"
	"iter"

	"dragoman/model"
)

// Format is one file format. A nil Read or Write means that it cannot.
type Format struct {
	Name       string   // as --format takes it: "jsonl"
	Title      string   // one line for people
	Extensions []string // with the dot, lower case: ".jsonl"
	Keeps      Keeps
	Sets       bool // holds several annotation sets of one document
	Folder     bool // written as a folder, not as one file
	// Recognise reports whether a file of this name that begins with head
	// is of this format.
	Recognise func(name string, head []byte) bool
	Read      func(ctx context.Context, in Input, take func(Record) error) (Report, error)
	Write     func(ctx context.Context, out io.Writer, opt WriteOptions, records iter.Seq2[Record, error]) (Report, error)
}

// Keeps says what a format can hold beside labelled spans. What it cannot is
// counted as a loss when it is met.
type Keeps struct {
	Overlaps, Fragments, Relations, Attributes, Notes, Ids, Status bool
}

// Unit is what offsets in a file count. The zero value asks for detection on
// reading, and for the format's own unit on writing.
type Unit string

// The offset units.
const (
	Auto      Unit = ""
	CodePoint Unit = "codepoint"
	UTF16     Unit = "utf16"
	Byte      Unit = "byte"
)

// Input is one file to read.
type Input struct {
	Name     string // path, for messages and as source
	Body     io.Reader
	Size     int64  // bytes, or -1
	Unit     Unit   // Auto detects
	Encoding string // "" or "auto" detects; else an IANA name
}

// Record is one document, with the annotation set of one annotator where there
// is one.
type Record struct {
	Document model.Document
	Set      *model.AnnotationSet // nil: the document alone
	Named    bool                 // whether the file names the annotator of Set
	Path     string               // where it stood
	Line     int                  // from 1; 0 where a file has no lines
}

// WriteOptions are the choices of an export.
type WriteOptions struct {
	Unit   Unit
	Schema model.Schema
}

// Report says what a read or write assumed, refused and could not keep. The
// zero value says that all went well.
type Report struct {
	Assumed  []Assumption
	Rejected []Rejection
	Losses   Losses
	Schema   []SchemaAddition // what files used that the schema lacked
}

// Assumption is what was taken for granted about one file.
type Assumption struct {
	Path     string `json:"path"`
	Format   string `json:"format"`
	Encoding string `json:"encoding,omitempty"`
	Unit     Unit   `json:"offset_unit,omitempty"`
	Note     string `json:"note,omitempty"`
}

// Rejection is a file or line that could not be read.
type Rejection struct {
	Path   string `json:"path"`
	Line   int    `json:"line,omitempty"`
	Reason string `json:"reason"`
}

// SchemaAddition is a label, attribute, value or relation type that a file
// used and the schema did not know.
type SchemaAddition struct {
	Kind string `json:"kind"` // label, attribute, value, relation_type
	Name string `json:"name"`
}

// Merge adds what other reports to r.
func (r *Report) Merge(other Report) {
	r.Assumed = append(r.Assumed, other.Assumed...)
	r.Rejected = append(r.Rejected, other.Rejected...)
	r.Schema = append(r.Schema, other.Schema...)
	for _, l := range other.Losses {
		r.Losses.add(l)
	}
}
