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
	// Read takes the records of in one by one, in the order of the file. What
	// is wrong in the file is told in the report, and reading goes on; an
	// error means that in could not be read, that ctx was cancelled or that
	// take failed. The report is whole either way. Read keeps no more than one
	// record in memory where the format allows it.
	Read func(ctx context.Context, in Input, take func(Record) error) (Report, error)
	// Write writes the records, which come sorted by document id, then
	// annotator (a document without a set first), each pair once; it fails
	// when they do not, and with the error that records brings. What was
	// written before an error is of no use.
	Write func(ctx context.Context, out io.Writer, opt WriteOptions, records iter.Seq2[Record, error]) (Report, error)
}

// Keeps says what a format can hold beside labelled spans. What it cannot is
// counted as a loss when it is met.
type Keeps struct {
	Overlaps, Fragments, Relations, Attributes, Notes, Ids, Status bool
	Properties                                                     bool // title, source and meta of documents
}

// Input is one file to read.
type Input struct {
	Name      string // path, for messages and as source
	Body      io.Reader
	Size      int64           // bytes, or -1
	Unit      Unit            // Auto detects
	Encoding  string          // "" or "auto" detects; else an IANA name
	Annotator model.Annotator // of sets whose file names none; "" is model.Imported
}

// Unnamed returns the annotator of sets whose file names none.
func (in Input) Unnamed() model.Annotator {
	if in.Annotator == "" {
		return model.Imported
	}
	return in.Annotator
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

// Annotator returns whose set the record holds, and "" where it holds none.
func (r Record) Annotator() model.Annotator {
	if r.Set == nil {
		return ""
	}
	return r.Set.Annotator
}

// WriteOptions are the choices of an export.
type WriteOptions struct {
	Unit   Unit // Auto is the format's own unit
	Schema model.Schema
	// Annotators are those whose sets come, sorted, for a format that needs
	// to know them before the first record; nil where they are not known.
	Annotators []model.Annotator
}
