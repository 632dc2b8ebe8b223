package extract

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// Article is what was found on a web page. Only Text is never empty.
type Article struct {
	Text     string // blocks separated by an empty line
	Title    string
	Author   string
	Date     string // of publication, as 2006-01-02
	Source   string // name of the site
	Address  string // where the page says that it stands
	Encoding string // of the page
}

// Bounds on a page.
const (
	maxPage = 16 << 20         // bytes
	maxTime = 30 * time.Second // to find the article in
)

var (
	errNoArticle = errors.New("no article was found on the page: copy its text and paste it, or save it as a .txt file")
	errPageSize  = fmt.Errorf("the page is larger than %d MiB", maxPage>>20)
	errPageTime  = fmt.Errorf("no article was found within %v: copy its text and paste it, or save it as a .txt file", maxTime)
	errPageNUL   = errors.New("it looks like a binary file, not like a web page")
)

// HTML returns the article of a web page. An encoding of "" or "auto" is the
// one that the page declares, or is detected; any other is taken as for
// Decode. The error says why there is none, or is ctx's.
func HTML(ctx context.Context, data []byte, encoding string) (Article, error) {
	if len(data) > maxPage {
		return Article{}, errPageSize
	}
	text, name, err := decodePage(data, encoding)
	if err != nil {
		return Article{}, err
	}
	if strings.ContainsRune(text, 0) {
		return Article{}, errPageNUL
	}
	a, err := find(ctx, text, findNow)
	a.Encoding = name
	return a, err
}

// decodePage decodes a page. What it declares is believed unless it is UTF-8,
// which nothing else looks like.
func decodePage(data []byte, encoding string) (text, name string, err error) {
	_, declared, certain := charset.DetermineEncoding(data[:min(len(data), 1024)], "text/html")
	marked := strings.HasPrefix(declared, "utf-16")
	if encoding == "" || strings.EqualFold(encoding, "auto") {
		encoding = ""
		if certain && !marked && !utf8.Valid(data) {
			encoding = declared
		}
	}
	text, name, err = Decode(data, encoding)
	return text, name, err
}

// searches holds a place for each search that runs, heard or not.
var searches = make(chan struct{}, 4)

// find looks for the article of a page, for as long as maxTime at most. The
// libraries that do it cannot be stopped: a search that exceeds the time, or
// that was cancelled, goes on unheard and leaves its goroutine and the page in
// memory until it ends. There are never more than cap(searches) of them; while
// that many run, another page waits for one to end, within its own time.
func find(ctx context.Context, page string, search func(string) (Article, error)) (Article, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, maxTime, errPageTime)
	defer cancel()
	select {
	case searches <- struct{}{}:
	case <-ctx.Done():
		return Article{}, context.Cause(ctx)
	}
	type result struct {
		article Article
		err     error
	}
	done := make(chan result, 1)
	go func() {
		defer func() { <-searches }()
		a, err := search(page)
		done <- result{a, err}
	}()
	select {
	case r := <-done:
		return r.article, r.err
	case <-ctx.Done():
		return Article{}, context.Cause(ctx)
	}
}

// findNow looks for the article of a page. A panic of the libraries is an
// error like another.
func findNow(page string) (a Article, err error) {
	defer func() {
		if p := recover(); p != nil {
			a, err = Article{}, fmt.Errorf("the page cannot be read: %v", p)
		}
	}()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return a, fmt.Errorf("the page cannot be read: %w", err)
	}
	a = Article{Author: authorOf(root), Address: addressOf(root)}
	a.Date = dateOf(root, a.Address)
	remove(root, neverText)
	text, about, err := mainText(root, a.Author != "")
	if err != nil {
		return Article{}, fmt.Errorf("the page cannot be read: %w", err)
	}
	a.Text, a.Title, a.Source = text, titleOf(root, oneLine(about.Title())), oneLine(about.SiteName())
	if a.Author == "" {
		a.Author = oneLine(about.Byline())
	}
	if date, err := about.PublishedTime(); err == nil && a.Date == "" {
		a.Date = date.Format(time.DateOnly)
	}
	if a.Text == "" || oneLine(a.Text) == a.Title {
		return Article{}, errNoArticle
	}
	return a, nil
}

// oneLine returns s without blanks around it and with one space for each run
// of blanks inside.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
