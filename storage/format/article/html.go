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
func article(ctx context.Context, data []byte, in format.Input) (model.Document, string, error) {
	page, err := extract.HTML(ctx, data, in.Encoding)
	if err != nil {
		return model.Document{}, "", err
	}
	title, source := page.Title, page.Source
	if title == "" {
		title = firstLine(page.Text)
	}
	if source == "" {
		source = filepath.Base(in.Name)
	}
	doc := model.NewDocument(page.Text, title, source)
	doc.Meta = doc.Meta.With(model.MetaAuthor, page.Author).With(model.MetaDate, page.Date)
	if page.Address != "" {
		doc.Meta = doc.Meta.With("url", page.Address)
	}
	if len(doc.Meta) == 0 {
		doc.Meta = nil
	}
	return doc, page.Encoding, nil
}
