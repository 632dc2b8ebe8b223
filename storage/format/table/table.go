// Package table reads tables of articles, one document a row, as CSV and as
// TSV, and writes annotations as CSV, one a row.
package table

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"dragoman/storage/format"
)

// CSV returns the format: of others' tables the articles are read, and what is
// written is a table of annotations, which is not read back. Articles and
// Annotations are its two sides.
func CSV() format.Format {
	f, others := Annotations(), Articles()
	f.Title = "CSV: one annotation a row, for spreadsheets; read, one article a row"
	f.Recognise, f.Read, f.Articles = others.Recognise, others.Read, true
	return f
}

// Articles returns the reading side of CSV. Which column holds the text is
// Input.Column, else found by its name or its length.
func Articles() format.Format {
	return readable("csv", "CSV: one article a row; the column of the text is found, or named with --column", ".csv")
}

// TSV returns the format of tables with tabs, which is read only.
func TSV() format.Format {
	f := readable("tsv", "TSV: one article a row; the column of the text is found, or named with --column", ".tsv")
	f.Extensions = append(f.Extensions, ".tab")
	f.Recognise = named(f.Extensions)
	return f
}

func readable(name, title, extension string) format.Format {
	return format.Format{
		Name: name, Title: title, Extensions: []string{extension},
		Recognise: named([]string{extension}),
		Read:      reader(name),
	}
}

func named(extensions []string) func(string, []byte) bool {
	return func(name string, _ []byte) bool {
		return slices.Contains(extensions, strings.ToLower(filepath.Ext(name)))
	}
}

// Ours reports whether head begins a table of annotations that was written
// here, which holds no articles.
func Ours(head []byte) bool {
	return bytes.HasPrefix(bytes.TrimPrefix(head, []byte(mark)), []byte(strings.Join(columns, ",")))
}
