// Package html writes a project as one web page for people without the
// program: the marked articles to read, and, where two or more annotators
// marked them, what they agree and differ in and the figures of agreement. The
// page needs nothing from elsewhere and runs no script, and says so to the
// browser by a policy that forbids both.
//
// Articles are written as they come, to a temporary file at first, because the
// figures and the contents stand above them; what is kept in memory of an
// article is its line in the contents and what agree keeps of it.
package html

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"dragoman/storage/format"
)

// Format returns the format, which cannot be read.
func Format() format.Format {
	extensions := []string{".html", ".htm"}
	return format.Format{
		Name:       "html",
		Title:      "Web page: the marked articles and how far annotators agree",
		Extensions: extensions,
		Keeps:      format.All(),
		Sets:       true,
		Drafts:     true,
		Recognise: func(name string, _ []byte) bool {
			return slices.Contains(extensions, strings.ToLower(filepath.Ext(name)))
		},
		Write: write,
	}
}

// Ours reports whether head begins a page that was written here, which brings
// articles and marks that nobody can read back.
func Ours(head []byte) bool {
	return bytes.Contains(head, []byte(`<meta name="generator" content="Dragoman">`))
}
