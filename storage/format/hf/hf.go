// Package hf writes a folder that load_dataset of Hugging Face reads, in two
// configurations:
//
//   - "spans", all there is: a row for each annotation set with the text, its
//     annotations, by offsets, and its relations.
//   - "ner", a row for each annotation set with the words and, of each, a tag
//     (O, B-label, I-label), for whoever trains on words. Of annotations that
//     overlap it has those that come first by WriteOptions.Prefer, then the
//     longer; an annotation that cuts a word is treated as WriteOptions.Cut
//     says. What it lacks is counted as lost, and stands in spans.
//
// Rows are whole documents: a statement may reach over sentences, and who needs
// shorter pieces can cut them without losing what stands across.
//
// Each split has a file of JSON Lines in each configuration; README.md is the
// data card, whose head says which file is which and of what type each column
// is; croissant.json says the same in MLCommons Croissant 1.1. No column is ever
// null: what there is not is an empty string or list. What datasets would take
// for a time and change is counted as lost: see dates.
//
// Rows are written as they come. Nothing of them is kept in memory but counts.
package hf

import "dragoman/storage/format"

// Format returns the format, which cannot be read.
func Format() format.Format {
	return format.Format{
		Name:        "hf",
		Title:       "Hugging Face dataset: a folder with spans, tagged words, data card and Croissant",
		Keeps:       format.All(),
		Unit:        format.CodePoint,
		Sets:        true,
		Tokens:      true,
		Flat:        true,
		Splits:      true,
		Checked:     "datasets 5.2.0 and 3.6.0, mlcroissant 1.1.1",
		Recognise:   func(string, []byte) bool { return false },
		WriteFolder: writeFolder,
	}
}

// The configurations, which are the names of their folders too.
const (
	spans = "spans"
	ner   = "ner"
)
