// Package spacy writes the binary training data of spaCy 3, a DocBin. One file
// trains both kinds of component:
//
//   - doc.spans["sc"], the key that spancat trains on unless told otherwise,
//     holds every annotation, whatever it overlaps. span.id_ is the
//     annotation's id.
//   - doc.ents, which ner trains on and which cannot overlap, holds those that
//     do not: by WriteOptions.Prefer, then the longer. What stands in the spans
//     alone is counted as lost for ner.
//   - doc.user_data holds what else is known of the document, the set, the
//     annotations and the relations; meta as JSON text.
//
// A document without an annotation set has no "sc", and whether its tokens are
// entities counts as unknown; a set without annotations says that none is.
//
// The text is that of the tokens and the single spaces behind them; all other
// white space is a token. Our tokens need not be those of the pipeline that is
// trained: spaCy aligns them. Text, spans and offsets come back as they were,
// in code points.
//
// The file is a zlib stream of one msgpack map that begins with the lengths of
// its parts, so nothing can be written before all is known: what is kept in
// memory until then is five bytes for each token, each word once, and the
// spans and properties of each document as they are written.
package spacy

import (
	"path/filepath"
	"strings"

	"dragoman/storage/format"
)

const extension = ".spacy"

// Format returns the format, which cannot be read.
func Format() format.Format {
	keeps := format.All()
	keeps.Fragments, keeps.Cuts = false, false
	return format.Format{
		Name:       "spacy",
		Title:      "spaCy training data: all annotations for spancat, those that do not overlap for ner",
		Extensions: []string{extension},
		Keeps:      keeps,
		Unit:       format.CodePoint,
		OneUnit:    true,
		Tokens:     true,
		Flat:       true,
		Binary:     true,
		Checked:    "spaCy 3.8.18 and 3.4.4: loaded, spancat and ner trained",
		Recognise:  func(name string, _ []byte) bool { return strings.EqualFold(filepath.Ext(name), extension) },
		Write:      write,
	}
}
