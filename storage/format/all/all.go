// Package all lists the formats.
package all

import (
	"strings"

	"dragoman/storage/format"
	"dragoman/storage/format/article"
	"dragoman/storage/format/jsonl"
)

// Head is how many bytes of a file Recognise needs.
const Head = 4096

// Formats returns every format, in the order in which a file is tried.
func Formats() []format.Format {
	return []format.Format{
		jsonl.Format(),
		article.HTML(),
		article.Markdown(),
		article.Text(),
	}
}

// Find returns the format of that name.
func Find(name string) (format.Format, bool) {
	for _, f := range Formats() {
		if strings.EqualFold(f.Name, name) {
			return f, true
		}
	}
	return format.Format{}, false
}

// Recognise returns the format of a file of that name which begins with head,
// its first Head bytes.
func Recognise(name string, head []byte) (format.Format, bool) {
	for _, f := range Formats() {
		if f.Recognise != nil && f.Recognise(name, head) {
			return f, true
		}
	}
	return format.Format{}, false
}
