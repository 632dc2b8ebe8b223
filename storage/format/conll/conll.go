// Package conll reads and writes the columns of the CoNLL-2003 shared task
// (Tjong Kim Sang and De Meulder 2003): one token a line, its tag in the last
// column, a blank line between sentences.
//
// What is written has four columns, set apart by one space, and IOB2 tags:
//
//	-DOCSTART- -X- O O
//
//	Ana -X- O B-person
//	Ruiz -X- O I-person
//	left -X- O O
//
// The first line stands before each document; spaCy knows a document by these
// very characters. The second and third column, part of speech and chunk, say
// that there is none. There are no comments and no titles: spaCy and others take
// such lines for tokens.
//
//   - The text is not kept, but for its words. White space within a token, as in
//     10 000, makes rows of its parts; the text read back has a space there.
//   - A sentence does not end within an annotation: sentences that one reaches
//     over are written as one.
//   - White space in a label, which would be a column, is written as in a URL:
//     “head of state” is B-head%20of%20state. So is a % that looks like it.
//   - With WriteOptions.Layers what overlaps goes to further columns behind the
//     fourth, each annotation to the first that is free, in the order of
//     WriteOptions.Before; so the fourth is what would be written without. The
//     last column of the -DOCSTART- line then has an O for each of them, joined
//     by commas: -DOCSTART- -X- O O,O,O. At this spaCy, which reads the last
//     column alone, stops, and does not take one layer for all.
//
// Reading takes two columns or more, set apart by tabs or spaces, a first column
// of numbers, lines of TOKEN|TAG, and tags in IOB1, IOB2, IOE, IOBES, BILOU or
// bare labels. What begins and ends an annotation is the same in all of them, so
// none needs to be named; which it was, the report says. Where several columns
// are tags all of the last ones are read, but not chunks in the third of four
// columns. The text is the tokens with a space between them and a line break
// between sentences.
package conll

import (
	"strings"

	"dragoman/storage/format"
)

// docstart begins the line before a document.
const docstart = "-DOCSTART-"

// maxColumns is how many columns a line may have. Layered corpora have fewer
// than ten; the limit keeps a hostile line from costing more than its length.
const maxColumns = 64

// Format returns the format.
func Format() format.Format {
	return format.Format{
		Name:       "conll",
		Title:      "CoNLL-2003 columns: one token a line, IOB2 tags",
		Extensions: []string{".conll", ".conll03", ".conll2003", ".conll2002", ".iob", ".iob2", ".bio"},
		Tokens:     true,
		Layers:     true,
		Checked:    "spaCy 3.8.18 (convert -c conll), seqeval 1.2.2, nervaluate 1.2.1",
		Holds:      holds,
		Recognise:  recognise,
		Read:       read,
		Write:      write,
	}
}

// holds reports whether the words of the text come back: not those of white
// space that only Python takes for such.
func holds(text string) bool { return !strings.ContainsAny(text, separators) }
