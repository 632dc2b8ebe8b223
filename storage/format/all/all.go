// Package all lists the formats.
package all

import (
	"bufio"
	"context"
	"strings"

	"dragoman/storage/format"
	"dragoman/storage/format/archive"
	"dragoman/storage/format/article"
	"dragoman/storage/format/brat"
	"dragoman/storage/format/conll"
	"dragoman/storage/format/doccano"
	"dragoman/storage/format/hf"
	"dragoman/storage/format/html"
	"dragoman/storage/format/jsonl"
	"dragoman/storage/format/labelstudio"
	"dragoman/storage/format/prodigy"
	"dragoman/storage/format/spacy"
	"dragoman/storage/format/table"
	"dragoman/storage/format/webanno"
	"dragoman/storage/format/xmi"
)

// Head is how many bytes of a file Recognise needs.
const Head = 64 << 10

// Formats returns every format, in the order in which a file is tried: those
// that are known by their content before those that go by the name alone.
func Formats() []format.Format {
	formats := []format.Format{
		doccano.Format(),
		doccano.Relations(),
		prodigy.Format(),
		labelstudio.Format(),
		jsonl.Format(),
		brat.Format(),
		webanno.Format(),
		conll.Format(),
		xmi.Format(),
		spacy.Format(),
		hf.Format(),
		webPage(),
		article.Feed(),
		article.Mail(),
		article.DOCX(),
		article.ODT(),
		article.PDF(),
		table.CSV(),
		table.TSV(),
		article.Markdown(),
		article.Text(),
	}
	return append(formats, archive.Format(formats))
}

// webPage returns the format of web pages: of others' the article is read, and
// what is written is a page of our own.
func webPage() format.Format {
	f, others := html.Format(), article.HTML()
	f.Title = "Web page: of any the article is read; written, a report with all that is marked"
	f.Extensions, f.Recognise, f.Articles = others.Extensions, others.Recognise, true
	f.Read = func(ctx context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
		body := bufio.NewReaderSize(in.Body, Head)
		if head, _ := body.Peek(Head); html.Ours(head) {
			var report format.Report
			report.Reject(in.Name, 0, "it is a report that Dragoman wrote for people, and no article: import the project file or its JSON Lines instead")
			return report, nil
		}
		in.Body = body
		return others.Read(ctx, in, take)
	}
	return f
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
