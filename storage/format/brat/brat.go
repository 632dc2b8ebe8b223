// Package brat reads and writes the standoff files of brat: a .txt with the
// text as it is and a .ann with what is marked, beside each other.
//
// Writing makes a folder with annotation.conf and visual.conf, ready for brat:
//
//   - Where sets of several annotators come, each has a folder of its own.
//     Documents without a set stand outside of them.
//   - An annotation across line breaks or tabs becomes one of several fragments,
//     as brat does it, because its lines hold none. One of nothing but those
//     stands as it is; brat keeps its line and does not show it.
//   - Labels, attributes and types of relations have the letters, digits, "_"
//     and "-" that brat allows; other characters become their number, "größe"
//     gr_x00F6__x00DF_e. Of values only white space, "," and "|" do.
//   - What a .ann cannot hold stands in a .meta.json beside it, which brat does
//     not look at: title, source and meta, annotator and status, ids and
//     origins, the fragments and notes that had breaks. It counts for
//     lines that nobody changed since.
//
// Reading takes one .ann with the .txt of the same name:
//
//   - Quotes may have spaces for line breaks, and lack white space at the end.
//   - The trigger of an event is an annotation, its roles are relations from
//     there; a number behind a role goes. What is said of the event is said of
//     the trigger. Arg1 and Arg2 are the ends of a relation.
//   - An attribute without a value has the value true.
//   - Several notes of one annotation become one, a line each.
//   - Normalisations, equivalences, attributes and notes of relations, notes of
//     other types and lines of unknown kinds are counted as losses.
//   - A byte-order mark is part of the text where the offsets count it.
package brat

import (
	"path/filepath"
	"strings"

	"dragoman/storage/format"
)

// Format returns the format.
func Format() format.Format {
	return format.Format{
		Name:        "brat",
		Title:       "brat: a folder of .txt and .ann files, with annotation.conf",
		Extensions:  []string{extension},
		Keeps:       format.All(),
		Unit:        format.CodePoint,
		Sets:        true,
		Checked:     "bioc 2.1, pybrat 0.1.7",
		Recognise:   func(name string, _ []byte) bool { return strings.ToLower(filepath.Ext(name)) == extension },
		Companions:  companions,
		Read:        read,
		WriteFolder: write,
	}
}

const (
	extension     = ".ann"
	textExtension = ".txt"
	moreExtension = ".meta.json"
	annotations   = "annotation.conf"
	visual        = "visual.conf"
)

// companions returns what belongs to a .ann file, with the configuration of
// its folder.
func companions(name string) []string {
	stem := stem(name)
	return []string{
		stem + textExtension, stem + moreExtension,
		annotations, visual, "tools.conf", "kb_shortcuts.conf", "acl.conf",
	}
}

// stem returns the name of a file without its extension.
func stem(name string) string { return name[:len(name)-len(filepath.Ext(name))] }
