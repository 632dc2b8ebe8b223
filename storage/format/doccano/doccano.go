// Package doccano reads and writes the JSON Lines of doccano. A doccano project
// is of one of two kinds, and importing a file of the other brings no label and
// no error; so there are two formats, and who exports says which is meant:
//
//   - doccano: sequence labelling, with "label": [[start, end, label], …];
//   - doccano-relations: a project with relations, with "entities" and
//     "relations" of objects with whole numbers as ids.
//
// What doccano has no place for stands in keys of its own: doccano keeps the
// keys of a line that it does not know, and exports them again. So an
// annotation that comes back from doccano untouched has its id, note and
// attributes. Every line has the same keys, and what differs between documents
// stands in the object "meta": doccano puts lines into a table, and a key that
// is not in every line becomes NaN, which its database refuses with the whole
// file.
//
// doccano says nowhere what its offsets count. Its editor counts UTF-16 units,
// or graphemes where the project says so; its server and most scripts count
// code points. So a file that declares no unit and has no quotes is read where
// the words of the text show which it is, and refused where they do not.
package doccano

import (
	"strings"

	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// Format returns the format of sequence labelling.
func Format() format.Format {
	keeps := format.All()
	keeps.Fragments, keeps.Relations = false, false
	f := format.Format{
		Name:       "doccano",
		Title:      "doccano: JSONL of sequence labelling, without relations",
		Extensions: []string{".doccano.jsonl"},
		Keeps:      keeps,
		Unit:       format.CodePoint,
		Checked:    "doccano 1.8.4 (imported and exported by its own code)",
		Recognise:  func(name string, head []byte) bool { return recognise(name, head, ".doccano.jsonl", labelled) },
	}
	f.Read, f.Write = reads(f.Name), writes(f, plainLine)
	return f
}

// Relations returns the format of projects with relations.
func Relations() format.Format {
	f := Format()
	f.Name = "doccano-relations"
	f.Title = "doccano with relations: JSONL of a project that has them"
	f.Extensions = []string{".doccano-relations.jsonl"}
	f.Keeps.Relations = true
	f.Recognise = func(name string, head []byte) bool {
		return recognise(name, head, ".doccano-relations.jsonl", related)
	}
	f.Read, f.Write = reads(f.Name), writes(f, relationLine)
	return f
}

// recognise goes by the whole extension, and by the keys of the first line
// where it is JSON Lines.
func recognise(name string, head []byte, ext string, is func(keys map[string][]byte) bool) bool {
	return strings.HasSuffix(strings.ToLower(name), ext) || jsonline.Ext(name) && is(jsonline.Outline(head))
}

// labelled and related tell the two kinds apart. What has "spans" is a file of
// ours or of Prodigy.
func labelled(keys map[string][]byte) bool {
	return keys["spans"] == nil && !related(keys) && (holdsSpans(keys["label"]) || holdsSpans(keys["labels"]))
}

func related(keys map[string][]byte) bool {
	return keys["spans"] == nil && holdsSpans(keys["entities"])
}

// holdsSpans reports whether a value is a list of lists or of objects, as far
// as it is known. The labels of a text as a whole are strings.
func holdsSpans(value []byte) bool {
	list, ok := strings.CutPrefix(string(value), "[")
	if !ok {
		return false
	}
	list = strings.TrimLeft(list, " \t")
	return list == "" || strings.ContainsRune("[{]", rune(list[0]))
}
