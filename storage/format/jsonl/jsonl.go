// Package jsonl reads and writes JSON Lines: one object a line, one line for
// each annotation set. It is the format in which projects are exchanged and
// models are trained; its spans read like those of Prodigy and spaCy.
//
// Writing keeps everything, always in the same bytes. Keys come in a fixed
// order, those of meta and attributes by name; nothing is escaped but what JSON
// demands and U+2028 and U+2029, which are written as escapes so that programs
// which split lines by the rules of Unicode read the file too.
//
// Reading asks only for text:
//
//   - An id that is not ours is kept in the document's meta: "id" for the
//     document's, "ids" (an object from our id to theirs) for those of
//     annotations and relations. The ids made instead follow from the content,
//     so that reading a file twice gives the same ids.
//   - Unknown keys of a line, and known ones of an unexpected type, are kept in
//     meta. Where meta has the name already with another value, "_2", "_3", …
//     is added to the name. Unknown keys of spans and relations are losses.
//   - null, and an empty title, source, annotator, note, quote or attribute,
//     counts as absent.
//   - "sources" of a span or relation of the gold set, where it came from, give
//     its verdicts back: one that is "changed" without what it said before.
//   - A key that comes twice in one object makes that object unreadable.
package jsonl

import (
	"path/filepath"
	"strings"

	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// Format returns the format.
func Format() format.Format {
	return format.Format{
		Name:       "jsonl",
		Title:      "JSON Lines: one annotation set a line, keeps everything",
		Extensions: []string{".jsonl", ".ndjson"},
		Keeps:      format.All(),
		Unit:       format.CodePoint,
		Sets:       true,
		Drafts:     true,
		Recognise:  recognise,
		Read:       read,
		Write:      write,
	}
}

// recognise goes by the name. A .json file is one when it begins with an
// object that ends on its line.
func recognise(name string, head []byte) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".jsonl", ".ndjson":
		return true
	case ".json":
		return jsonline.Begins(head)
	}
	return false
}
