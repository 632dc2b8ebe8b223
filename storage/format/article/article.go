// Package article reads files that hold articles and nothing else: plain text,
// Markdown, web pages, files of word processors, PDF, mails and feeds. They bring
// documents and no annotation set.
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

// found is the document of a file, and what is to be reported of it.
type found struct {
	document       model.Document
	encoding, note string
	left           []extract.Left
}

// content turns the bytes of a file into a document.
type content func(ctx context.Context, data []byte, in format.Input) (found, error)

// reader returns the Read of a format whose files are one document each.
func reader(name string, parse content) func(context.Context, format.Input, func(format.Record) error) (format.Report, error) {
	return func(ctx context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
		var report format.Report
		data, err := readAll(ctx, in)
		if err != nil {
			return report, fmt.Errorf("read %s: %w", in.Name, err)
		}
		var f found
		err = errSize
		if len(data) <= maxSize {
			f, err = parse(ctx, data, in)
		}
		if ctx.Err() != nil {
			return report, ctx.Err()
		}
		if err != nil {
			report.Reject(in.Name, 0, err.Error())
			return report, nil
		}
		report.Assumed = append(report.Assumed, format.Assumption{Path: in.Name, Format: name, Encoding: f.encoding, Note: f.note})
		for _, left := range f.left {
			report.Losses.Add(left.Kind, in.Name+": "+left.What, instead[left.Kind])
		}
		return report, take(format.Record{Document: f.document, Path: in.Name})
	}
}

// instead is what to do about what was left out, by kind.
var instead = map[string]string{
	"attachment": "save the attachment, and import it",
	"footnote":   "copy the notes into the text, where they belong to it",
	"page":       "run the file through text recognition (OCR)",
}

var (
	errSize   = fmt.Errorf("the file is larger than %d MiB: take it apart", maxSize>>20)
	errBinary = errors.New("it looks like a binary file, not like text: save it as a .txt file")
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
	return func(_ context.Context, data []byte, in format.Input) (found, error) {
		text, encoding, err := extract.Decode(data, in.Encoding)
		switch {
		case err != nil && bytes.IndexByte(data, 0) >= 0:
			return found{}, errBinary
		case err != nil:
			return found{}, err
		case binary([]byte(text)):
			return found{}, errBinary
		case strings.TrimSpace(text) == "":
			return found{}, errEmpty
		}
		return found{document: model.NewDocument(text, title(text), filepath.Base(in.Name)), encoding: encoding}, nil
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
