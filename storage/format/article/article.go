// Package article reads files that are one article each: plain text, Markdown
// and web pages. They bring a document and no annotation set.
//
// The text of a plain text or Markdown file is exactly what the file holds,
// line ends and blanks included; only a byte-order mark goes.
package article

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"dragoman/model"
	"dragoman/storage/extract"
	"dragoman/storage/format"
)

// maxSize is the size in bytes up to which a file is read.
const maxSize = 256 << 20

// Text returns the format of plain text files.
func Text() format.Format {
	extensions := []string{".txt", ".text"}
	return format.Format{
		Name:       "text",
		Title:      "Plain text: one article a file",
		Extensions: extensions,
		Recognise: func(name string, head []byte) bool {
			ext := extension(name)
			return slices.Contains(extensions, ext) || ext == "" && len(head) > 0 && !binary(head)
		},
		Read: reader("text", plain(firstLine)),
	}
}

// Markdown returns the format of Markdown files, which are kept as they are
// written.
func Markdown() format.Format {
	extensions := []string{".md", ".markdown"}
	return format.Format{
		Name:       "markdown",
		Title:      "Markdown: one article a file, kept as it is written",
		Extensions: extensions,
		Recognise:  func(name string, _ []byte) bool { return slices.Contains(extensions, extension(name)) },
		Read:       reader("markdown", plain(heading)),
	}
}

func extension(name string) string { return strings.ToLower(filepath.Ext(name)) }

// content turns the bytes of a file into a document, and says in which
// encoding they were.
type content func(ctx context.Context, data []byte, in format.Input) (doc model.Document, encoding string, err error)

// reader returns the Read of a format whose files are one document each.
func reader(name string, parse content) func(context.Context, format.Input, func(format.Record) error) (format.Report, error) {
	return func(ctx context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
		var report format.Report
		data, err := readAll(ctx, in)
		if err != nil {
			return report, fmt.Errorf("read %s: %w", in.Name, err)
		}
		doc, encoding, err := model.Document{}, "", errSize
		if len(data) <= maxSize {
			doc, encoding, err = parse(ctx, data, in)
		}
		if ctx.Err() != nil {
			return report, ctx.Err()
		}
		if err != nil {
			report.Reject(in.Name, 0, err.Error())
			return report, nil
		}
		report.Assumed = append(report.Assumed, format.Assumption{Path: in.Name, Format: name, Encoding: encoding})
		return report, take(format.Record{Document: doc, Path: in.Name})
	}
}

var (
	errSize   = fmt.Errorf("the file is larger than %d MiB", maxSize>>20)
	errBinary = errors.New("it looks like a binary file, not like text")
	errEmpty  = errors.New("there is no text in it")
)

// readAll returns the whole body, or one byte more than maxSize of it.
func readAll(ctx context.Context, in format.Input) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(in.Body, maxSize+1))
}

// plain makes a document of a file that is all text.
func plain(title func(text string) string) content {
	return func(_ context.Context, data []byte, in format.Input) (model.Document, string, error) {
		text, encoding, err := extract.Decode(data, in.Encoding)
		switch {
		case err != nil && bytes.IndexByte(data, 0) >= 0:
			return model.Document{}, "", errBinary
		case err != nil:
			return model.Document{}, "", err
		case binary([]byte(text)):
			return model.Document{}, "", errBinary
		case strings.TrimSpace(text) == "":
			return model.Document{}, "", errEmpty
		}
		return model.NewDocument(text, title(text), filepath.Base(in.Name)), encoding, nil
	}
}

// binary reports whether text has a NUL or many other characters that no text
// has.
func binary(text []byte) bool {
	controls := 0
	for _, b := range text {
		switch {
		case b == 0:
			return true
		case b < ' ' && !bytes.ContainsRune([]byte("\t\n\v\f\r\x1a\x1b"), rune(b)):
			controls++
		}
	}
	return controls*100 > len(text) || bytes.HasPrefix(text, []byte("%PDF-"))
}
