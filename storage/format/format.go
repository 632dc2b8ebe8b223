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

// Format is one file format. A nil Read means that it cannot be read. What can
// be written has either Write or WriteFolder.
type Format struct {
	Name       string   // as --format takes it: "jsonl"
	Title      string   // one line for people
	Extensions []string // with the dot, lower case: ".jsonl"
	Keeps      Keeps
	Unit       Unit   // what its offsets count unless a file says otherwise; Auto where it has none
	OneUnit    bool   // cannot be written in another unit than that
	Sets       bool   // holds several annotation sets of one document
	Tokens     bool   // places annotations by tokens: see WriteOptions.Cut
	Layers     bool   // can write what overlaps in further columns: see WriteOptions.Layers
	Flat       bool   // writes, beside what it keeps, entities that neither overlap nor have fragments: see WriteOptions.Prefer
	Splits     bool   // writes the parts of WriteOptions.Splits itself
	Articles   bool   // what Read reads are articles of others, and not what Write writes
	Binary     bool   // is not to be shown as text
	Drafts     bool   // takes unfinished work too unless told otherwise, since who reads it sees how far it is
	Checked    string // by which versions of which programs what is written was read, for docs/formats.md
	// Holds reports whether a document of this text comes back as it was; nil
	// where every text does that Keeps.Text speaks for.
	Holds func(text string) bool
	// Recognise reports whether a file of this name that begins with head
	// is of this format.
	Recognise func(name string, head []byte) bool
	// Companions returns the names of files in the folder of the file of this
	// name that belong to it and are not read on their own; nil where there are
	// none. They need not exist.
	Companions func(name string) []string
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
	// WriteFolder does the same for a format of several files.
	WriteFolder func(ctx context.Context, out Folder, opt WriteOptions, records iter.Seq2[Record, error]) (Report, error)
	// Beside returns the file that stands beside what Write writes and tells
	// other programs about it: what its name adds to that of the export, and
	// what it holds. nil where there is none.
	Beside func(opt WriteOptions) (suffix string, data []byte, err error)
}

// Writes reports whether the format can be written.
func (f Format) Writes() bool { return f.Write != nil || f.WriteFolder != nil }

// Keeps says what a format can hold beside labelled spans. What it cannot is
// counted as a loss when it is met.
type Keeps struct {
	Overlaps, Fragments, Relations, Attributes, Notes, Ids, Status bool
	Properties                                                     bool // title, source and meta of documents
	Origins                                                        bool // of annotations, and the verdicts of a gold set
	Annotators                                                     bool // whose set it is
	Text                                                           bool // the very text of a document, and not only its words
	Cuts                                                           bool // annotations that begin or end within a token
}

// All is kept by a format that loses nothing.
func All() Keeps {
	return Keeps{
		Overlaps: true, Fragments: true, Relations: true, Attributes: true, Notes: true, Ids: true, Status: true,
		Properties: true, Origins: true, Annotators: true, Text: true, Cuts: true,
	}
}

// Input is one file to read.
type Input struct {
	Name      string // path, for messages and as source
	Body      io.Reader
	Size      int64           // bytes, or -1
	Unit      Unit            // Auto detects
	Encoding  string          // "" or "auto" detects; else an IANA name
	Annotator model.Annotator // of sets whose file names none; "" is model.Imported
	Column    string          // of a table: which column holds the text; "" finds it
	// Beside opens the file of that name in the folder of this one, with an
	// error that is fs.ErrNotExist where there is none. nil: there are no others.
	Beside func(name string) (io.ReadCloser, error)
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

// WriteOptions are the choices of an export. The zero value of each is a good
// one.
type WriteOptions struct {
	Unit   Unit // Auto is the format's own unit
	Schema model.Schema
	// Annotators are those whose sets come, sorted, for a format that needs
	// to know them before the first record; nil where they are not known.
	Annotators []model.Annotator
	Fragments  Parts    // what becomes of an annotation of several fragments, in a format that holds none
	Cut        Cut      // what becomes of an annotation that cuts a token
	Prefer     []string // labels that stay where annotations overlap, the first before the second; then the longer
	Layers     bool     // write what overlaps in further columns, where Format.Layers says that it can
	// Splits are the parts that the documents are divided into, in order, for
	// a format with Format.Splits; SplitOf says where each goes. Empty: one.
	Splits  []string
	SplitOf func(model.DocumentID) string
	Divided []string // in sentences, how the parts came about and what is left of the leak between them
	Name    string   // of the project, for a format that names the dataset
}
