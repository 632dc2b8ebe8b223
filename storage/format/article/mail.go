package article

import (
	"context"

	"dragoman/model"
	"dragoman/storage/extract"
	"dragoman/storage/format"
)

// Mail returns the format of mails, of which extract.Mail tells what is read.
// The address of the sender is kept in the meta under "from".
func Mail() format.Format {
	return format.Format{
		Name:       "eml",
		Title:      "Mail: its text, without attachments; the subject is the title, the sender the source",
		Extensions: []string{".eml"},
		Recognise:  func(name string, _ []byte) bool { return extension(name) == ".eml" },
		Read:       reader("eml", letter),
	}
}

// letter makes a document of a mail.
func letter(ctx context.Context, data []byte, in format.Input) (found, error) {
	mail, err := extract.Mail(ctx, data)
	if err != nil {
		return found{}, err
	}
	address := mail.Address
	mail.Address = ""
	doc := document(mail.Article, in)
	if address != "" {
		doc.Meta = doc.Meta.With("from", address)
	}
	return found{document: doc, left: mail.Left}, nil
}

// Feed returns the format of RSS and Atom feeds: each item is a document, its
// link the source, the title of the feed in the meta under "feed".
func Feed() format.Format {
	return format.Format{
		Name:       "feed",
		Title:      "RSS or Atom feed: each item is an article",
		Extensions: []string{".rss", ".atom"},
		Recognise: func(name string, head []byte) bool {
			switch extension(name) {
			case ".rss", ".atom":
				return true
			case ".xml", ".rdf", "":
				return extract.IsFeed(head)
			}
			return false
		},
		Read: readFeed,
	}
}

func readFeed(ctx context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
	var report format.Report
	data, err := readAll(ctx, in)
	if err != nil {
		return report, err
	}
	var failed error // of take
	encoding := ""
	err = extract.Feed(ctx, data, in.Encoding, func(item extract.Item) error {
		encoding = item.Encoding
		if item.Err != nil {
			report.Reject(in.Name, item.Line, format.Shorten(item.Title)+": "+item.Err.Error())
			return nil
		}
		failed = take(format.Record{Document: entry(item, in), Path: in.Name, Line: item.Line})
		return failed
	})
	if encoding != "" {
		report.Assumed = append(report.Assumed, format.Assumption{Path: in.Name, Format: "feed", Encoding: encoding})
	}
	switch {
	case failed != nil:
		return report, failed
	case ctx.Err() != nil:
		return report, ctx.Err()
	case err != nil:
		report.Reject(in.Name, 0, err.Error())
	case encoding == "":
		report.Reject(in.Name, 0, "the feed has no items")
	}
	return report, nil
}

// entry makes a document of an item of a feed.
func entry(item extract.Item, in format.Input) model.Document {
	feed := item.Source
	if item.Address != "" {
		item.Source, item.Address = item.Address, ""
	}
	doc := document(item.Article, in)
	if feed != "" && feed != doc.Source {
		doc.Meta = doc.Meta.With("feed", feed)
	}
	return doc
}
