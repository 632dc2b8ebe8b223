// Package webanno reads and writes WebAnno TSV 3, the lines of tokens that
// WebAnno and INCEpTION export: one file a document. Written is version 3.3,
// read are 3.1 to 3.3. How annotations stand in it, package uima says; the file
// TypeSystem.xml that is written beside holds the layers, which a project of
// INCEpTION needs before it takes the files.
//
// Offsets count UTF-16 units; a file that counts otherwise is found out by its
// tokens. What begins or ends within a token gets a line of its own, a
// sub-token.
//
// The format has no place for what stands between two sentences: readers put a
// line break there, and blanks up to the next offset. What is written therefore
// has each sentence reach to the next one, so that every text comes back; where
// an annotation begins or ends in white space, that white space is a token.
//
// Of each span layer the feature that is named so is the label, as "label",
// "value" or "tag", and the name of the layer where none is or it is empty. The
// others are attributes. Chains and slots are losses.
package webanno

import (
	"bytes"

	"dragoman/storage/format"
	"dragoman/storage/format/xmi/uima"
)

// Format returns the format.
func Format() format.Format {
	return format.Format{
		Name:       "webanno",
		Title:      "WebAnno TSV 3.3: one file a document, for WebAnno and INCEpTION",
		Extensions: []string{".tsv"},
		Keeps: format.Keeps{
			Overlaps: true, Fragments: true, Relations: true, Attributes: true, Notes: true, Ids: true, Text: true, Cuts: true,
		},
		Unit:        format.UTF16,
		OneUnit:     true,
		Recognise:   recognise,
		Companions:  func(string) []string { return uima.TypesFiles() },
		Read:        read,
		WriteFolder: write,
	}
}

// recognise goes by the first line, whatever the name is.
func recognise(_ string, head []byte) bool {
	return bytes.HasPrefix(bytes.TrimPrefix(head, []byte(mark)), []byte(magic))
}

const (
	mark  = "\ufeff"
	magic = "#FORMAT=WebAnno TSV "
)
