package article

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"

	"dragoman/model"
	"dragoman/storage/extract"
	"dragoman/storage/format"
)

// HTML returns the format of web pages, of which the article is read and the
// rest left out.
func HTML() format.Format {
	extensions := []string{".html", ".htm", ".xhtml"}
	return format.Format{
		Name:       "html",
		Title:      "Web page: its article, without the rest of the page",
		Extensions: extensions,
		Recognise: func(name string, head []byte) bool {
			ext := extension(name)
			return slices.Contains(extensions, ext) || ext == "" && page(head)
		},
		Read: reader("html", article),
	}
}

// page reports whether head begins a web page.
func page(head []byte) bool {
	start := bytes.ToLower(bytes.TrimSpace(head[:min(len(head), 512)]))
	return bytes.HasPrefix(start, []byte("<!doctype html")) || bytes.HasPrefix(start, []byte("<html"))
}

// article makes a document of the article of a page.
func article(ctx context.Context, data []byte, in format.Input) (found, error) {
	page, err := extract.HTML(ctx, data, in.Encoding)
	if err != nil {
		return found{}, err
	}
	return found{document: document(page, in), encoding: page.Encoding}, nil
}

// document makes a document of an article. Its title is the first line, and its
// source the name of the file, where it has none.
func document(a extract.Article, in format.Input) model.Document {
	title, source := a.Title, a.Source
	if title == "" {
		title = firstLine(a.Text)
	}
	if source == "" {
		source = filepath.Base(in.Name)
	}
	doc := model.NewDocument(a.Text, title, source)
	doc.Meta = doc.Meta.With(model.MetaAuthor, a.Author).With(model.MetaDate, a.Date)
	if a.Address != "" {
		doc.Meta = doc.Meta.With("url", a.Address)
	}
	if len(doc.Meta) == 0 {
		doc.Meta = nil
	}
	return doc
}
