package extract

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxFeed is how many bytes of a feed are read: those of sites come to 1 MiB.
const maxFeed = 64 << 20

// Item is an article of a feed.
type Item struct {
	Article     // Source is the title of the feed, Address the link
	Line    int // where the item begins
	Err     error
}

var (
	errFeed     = errors.New("it is no RSS or Atom feed: fetch it again, or save the page as .html")
	errFeedSize = fmt.Errorf("the feed is larger than %d MiB: take it apart", maxFeed>>20)
)

// IsFeed reports whether a file that begins with head is a feed.
func IsFeed(head []byte) bool {
	head = bytes.ReplaceAll(head, []byte{0}, nil) // of UTF-16
	return feedRoot.Match(head)
}

var feedRoot = regexp.MustCompile(`(?s)^[^<]*(<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(\[[^\]]*\]\s*)?>\s*)*<(rss|(\w+:)?RDF|(\w+:)?feed)[\s>]`)

// Feed calls take for each item of an RSS or Atom feed, in order. Its text is
// the fullest that the item has, without the markup; an item without any has an
// Err. The error is take's, ctx's or says why this is no feed.
func Feed(ctx context.Context, data []byte, encoding string, take func(Item) error) error {
	ctx, cancel := withinTime(ctx)
	defer cancel()
	if len(data) > maxFeed {
		return errFeedSize
	}
	text, name, err := decodeFeed(data, encoding)
	if err != nil {
		return err
	}
	if !IsFeed([]byte(text[:min(len(text), 4096)])) {
		return errFeed
	}
	f := feed{name: name, take: take, stop: cancel}
	err = walkXML(ctx, strings.NewReader(text), true, f.token)
	if f.failed != nil {
		return f.failed
	}
	return err
}

var declaredEncoding = regexp.MustCompile(`^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)

// decodeFeed decodes a feed, in the encoding that it declares unless it is UTF-8.
func decodeFeed(data []byte, encoding string) (text, name string, err error) {
	if detects(encoding) {
		encoding = ""
		if m := declaredEncoding.FindSubmatch(data[:min(len(data), 256)]); m != nil && InvalidAt(data) < len(data) && CheckEncoding(string(m[1])) == nil {
			encoding = likely(data, string(m[1]))
		}
	}
	return Decode(data, encoding)
}

// feed reads the tokens of a feed.
type feed struct {
	name   string // of the encoding
	take   func(Item) error
	stop   func() // ends the walk
	failed error
	title  string
	author string
	path   []xml.Name // of the elements that are open
	item   *feedItem
	words  strings.Builder // of the element of an item that is open
}

// feedItem is what an item says, by the name of the element.
type feedItem struct {
	line int
	said map[string]string
	html map[string]bool // whether it is markup
}

func (f *feed) token(d *xml.Decoder, token xml.Token) (skip bool) {
	if f.failed != nil {
		return true
	}
	switch token := token.(type) {
	case xml.StartElement:
		f.path = append(f.path, token.Name)
		f.open(d, token)
	case xml.EndElement:
		f.path = f.path[:max(0, len(f.path)-1)]
		f.close(token)
	case xml.CharData:
		if n := len(f.path); n > 0 && isXHTML(f.path[n-1]) {
			f.words.WriteString(html.EscapeString(string(token)))
		} else if n > 0 {
			f.words.Write(token)
		}
	}
	return false
}

func isItemOf(name xml.Name) bool { return name.Local == "item" || name.Local == "entry" }

// isXHTML reports whether an element is markup in an Atom text.
func isXHTML(name xml.Name) bool { return strings.HasSuffix(name.Space, "/xhtml") }

func (f *feed) open(d *xml.Decoder, e xml.StartElement) {
	switch {
	case f.item == nil && isItemOf(e.Name):
		line, _ := d.InputPos()
		f.item = &feedItem{line: line, said: map[string]string{}, html: map[string]bool{}}
		f.words.Reset()
	case isXHTML(e.Name):
		f.words.WriteString("<" + e.Name.Local + ">")
	case f.item != nil && e.Name.Local == "link" && attributeOf(e, "href") != "":
		if rel := attributeOf(e, "rel"); rel == "" || rel == "alternate" {
			f.item.add("link", attributeOf(e, "href"))
		}
		f.words.Reset()
	default:
		f.words.Reset()
		if f.item != nil {
			kind := attributeOf(e, "type")
			f.item.html[key(e.Name)] = kind == "html" || kind == "xhtml" || kind == "text/html" || !strings.HasSuffix(e.Name.Space, "/Atom")
		}
	}
}

// key names an element: those of other namespaces that are called the same
// mean something else.
func key(name xml.Name) string {
	switch {
	case strings.Contains(name.Space, "/content/"):
		return "content:" + name.Local
	case strings.Contains(name.Space, "purl.org/dc/"):
		return "dc:" + name.Local
	case name.Space == "", strings.HasSuffix(name.Space, "/Atom"), strings.Contains(name.Space, "purl.org/rss"), strings.Contains(name.Space, "atom/ns"),
		strings.Contains(name.Space, "netscape.com/rdf"), strings.Contains(name.Space, "backend.userland.com"):
		return name.Local
	}
	return name.Space + " " + name.Local
}

func (i *feedItem) add(name, value string) {
	if i.said[name] == "" {
		i.said[name] = strings.TrimSpace(value)
	}
}

func (f *feed) close(e xml.EndElement) {
	switch {
	case isXHTML(e.Name):
		f.words.WriteString("</" + e.Name.Local + ">")
		return
	case f.item != nil && isItemOf(e.Name) && !slices.ContainsFunc(f.path, isItemOf):
		if f.failed = f.take(f.article()); f.failed != nil {
			f.stop()
		}
		f.item = nil
	case f.item != nil:
		name := key(e.Name)
		if len(f.path) > 0 && (f.path[len(f.path)-1].Local == "author" || f.path[len(f.path)-1].Local == "source") {
			name = f.path[len(f.path)-1].Local + "/" + name
		}
		f.item.add(name, f.words.String())
	case key(e.Name) == "title" && f.title == "":
		f.title = oneLine(plainWords(f.words.String()))
	case key(e.Name) == "name" && f.author == "":
		f.author = oneLine(f.words.String())
	}
	f.words.Reset()
}

// article makes an article of the item.
func (f *feed) article() Item {
	i := f.item
	item := Item{Line: i.line, Article: Article{Source: f.title, Encoding: f.name}}
	for _, name := range []string{"content:encoded", "content", "description", "summary"} {
		said := i.said[name]
		if said != "" && i.html[name] {
			said, item.Err = pageText(said)
		}
		if said = strings.TrimSpace(said); said != "" {
			item.Text, item.Err = said, nil
			break
		}
	}
	if item.Text == "" && item.Err == nil {
		item.Err = errNoText
	}
	item.Title = oneLine(plainWords(i.said["title"]))
	item.Address = oneLine(i.said["link"])
	if item.Address == "" && web(i.said["guid"]) {
		item.Address = oneLine(i.said["guid"])
	}
	item.Author = f.author
	for _, name := range []string{"dc:creator", "author/name", "author"} {
		if said := personOf(i.said[name]); said != "" {
			item.Author = said
			break
		}
	}
	item.Date = f.date()
	return item
}

// date returns the day on which the item came out, or "".
func (f *feed) date() string {
	for _, name := range []string{"published", "issued", "pubDate", "dc:date", "updated", "modified"} {
		said := oneLine(f.item.said[name])
		if date := day(said); date != "" {
			return date
		}
		if t, err := mail.ParseDate(said); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return ""
}

var personInMail = regexp.MustCompile(`^\S+@\S+ \((.+)\)$`)

// personOf returns the name of "mail@address.example (Name)", and else what is
// said.
func personOf(said string) string {
	said = oneLine(plainWords(said))
	if m := personInMail.FindStringSubmatch(said); m != nil {
		return m[1]
	}
	return said
}

// plainWords returns the words of what may be markup.
func plainWords(said string) string {
	if !strings.ContainsAny(said, "<&") {
		return said
	}
	if text, err := pageText(said); err == nil && text != "" {
		return text
	}
	return said
}

// pageText returns all text of a page or a part of one.
func pageText(markup string) (text string, err error) {
	defer func() {
		if p := recover(); p != nil {
			text, err = "", fmt.Errorf("its HTML cannot be read: %v", p)
		}
	}()
	root, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		return "", fmt.Errorf("its HTML cannot be read: %w", err)
	}
	remove(root, []atom.Atom{atom.Script, atom.Style, atom.Head, atom.Template, atom.Noscript, atom.Iframe})
	return strings.TrimSpace(blockText(root)), nil
}
