package article

import (
	"bytes"
	"context"
	"slices"

	"dragoman/storage/extract"
	"dragoman/storage/format"
)

// DOCX returns the format of files of Word, of which extract.DOCX tells what is
// read.
func DOCX() format.Format {
	return office("docx", "Word: the text, without footnotes, headers and what was deleted under tracking",
		[]string{".docx", ".docm"}, []byte("PK\x03\x04"), []byte("word/"), extract.DOCX)
}

// ODT returns the format of files of LibreOffice and its like, of which
// extract.ODT tells what is read.
func ODT() format.Format {
	return office("odt", "OpenDocument: the text, without footnotes, headers and what was deleted under tracking",
		[]string{".odt", ".ott"}, []byte("PK\x03\x04"), []byte("application/vnd.oasis.opendocument.text"), extract.ODT)
}

// PDF returns the format of PDF files, of which extract.PDF tells what is read.
func PDF() format.Format {
	return office("pdf", "PDF: its text layer; pages without one are told", []string{".pdf"}, []byte("%PDF-"), nil, extract.PDF)
}

// office returns the format of files that no editor of text shows. A file
// without an extension is one where it begins with start and holds mark.
func office(name, title string, extensions []string, start, mark []byte, extracted func(context.Context, []byte) (extract.File, error)) format.Format {
	return format.Format{
		Name: name, Title: title, Extensions: extensions, Binary: true,
		Recognise: func(file string, head []byte) bool {
			ext := extension(file)
			return slices.Contains(extensions, ext) || ext == "" && bytes.HasPrefix(head, start) && bytes.Contains(head, mark)
		},
		Read: reader(name, func(ctx context.Context, data []byte, in format.Input) (found, error) {
			file, err := extracted(ctx, data)
			if err != nil {
				return found{}, err
			}
			return found{document: document(file.Article, in), note: file.Note, left: file.Left}, nil
		}),
	}
}
